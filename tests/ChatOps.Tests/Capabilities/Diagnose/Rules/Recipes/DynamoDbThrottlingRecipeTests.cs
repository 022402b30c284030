using ChatOps.Capabilities.Diagnose.Rules.Recipes;

namespace ChatOps.Tests.Capabilities.Diagnose.Rules.Recipes;

public class DynamoDbThrottlingRecipeTests
{
    private const string Config = "config=Config(retries={\"mode\": \"adaptive\", \"max_attempts\": 10})";

    private const string Table = """
        resource "aws_dynamodb_table" "orders" {
          name           = "orders"
          billing_mode   = "PROVISIONED" # for now
          read_capacity  = 5
          write_capacity = 5
          hash_key       = "id"

          global_secondary_index {
            name           = "by_customer"
            hash_key       = "customer"
            read_capacity  = 5
            write_capacity = 5
          }
        }

        """;

    private const string Resource = """
        Resources:
          Orders:
            Type: AWS::DynamoDB::Table
            Properties:
              TableName: orders
              ProvisionedThroughput:
                ReadCapacityUnits: 5
                WriteCapacityUnits: 5
              KeySchema: []
        """;

    [Theory]
    [InlineData("table = boto3.resource(\"dynamodb\").Table(\"orders\")", "table = boto3.resource(\"dynamodb\", " + Config + ").Table(\"orders\")")]
    [InlineData("client = boto3.client('dynamodb', region_name='eu-west-1')  # shared", "client = boto3.client('dynamodb', region_name='eu-west-1', " + Config + ")  # shared")]
    public void The_client_gets_adaptive_retries(string before, string after)
    {
        var text = $"import boto3\r\nimport os\r\n\r\n{before}\r\n";

        var result = Apply.To(new DynamoDbThrottlingRecipe(), "a.py", [], ("a.py", text));

        Assert.Equal($"import boto3\r\nimport os\r\nfrom botocore.config import Config\r\n\r\n{after}\r\n", result.Files["a.py"]);
    }

    [Theory]
    [InlineData("import boto3\nfrom settings import Config\n\nx = boto3.client('dynamodb')\n")]
    [InlineData("import boto3\nx = boto3.client('dynamodb', region_name=region())\n")]
    [InlineData("from boto3 import *\nx = boto3.client('dynamodb')\n")]
    public void A_client_made_in_another_way_is_left_alone(string text)
    {
        var result = Apply.To(new DynamoDbThrottlingRecipe(), "a.py", [], ("a.py", text));

        Assert.Empty(result.Files);
        Assert.Contains("not edited mechanically", result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_that_is_configured_stays_as_it_is() =>
        Assert.Empty(Apply.To(new DynamoDbThrottlingRecipe(), "a.py", [], ("a.py", $"import boto3\nx = boto3.client('dynamodb', {Config})\n")).Files);

    [Fact]
    public void The_only_provisioned_table_gets_on_demand_billing_with_its_indexes()
    {
        var result = Apply.To(new DynamoDbThrottlingRecipe(), null, [], ("a.tf", Table));

        Assert.Equal(6, Apply.Changes(Table, result.Files["a.tf"]).Count);
        Assert.DoesNotContain("capacity", result.Files["a.tf"], StringComparison.Ordinal);
        Assert.Contains("billing_mode   = \"PAY_PER_REQUEST\" # for now", result.Files["a.tf"], StringComparison.Ordinal);
        Assert.Contains("on-demand billing", result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_without_a_billing_mode_gets_one()
    {
        var text = Table.Replace("  billing_mode   = \"PROVISIONED\" # for now\n", "", StringComparison.Ordinal);

        var result = Apply.To(new DynamoDbThrottlingRecipe(), null, [], ("a.tf", text));

        Assert.Contains("  name           = \"orders\"\n  billing_mode = \"PAY_PER_REQUEST\"\n  hash_key", result.Files["a.tf"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_in_cloudformation_gets_on_demand_billing()
    {
        var result = Apply.To(new DynamoDbThrottlingRecipe(), null, [], ("template.yaml", Resource));

        Assert.Equal(["-      ProvisionedThroughput:", "-        ReadCapacityUnits: 5", "-        WriteCapacityUnits: 5", "+      BillingMode: PAY_PER_REQUEST"], Apply.Changes(Resource, result.Files["template.yaml"]));
    }

    [Fact]
    public void Two_tables_or_autoscaling_are_left_to_people()
    {
        var two = Apply.To(new DynamoDbThrottlingRecipe(), null, [], ("a.tf", Table + Table.Replace("\"orders\" {", "\"carts\" {", StringComparison.Ordinal)));
        var scaled = Apply.To(new DynamoDbThrottlingRecipe(), null, [], ("a.tf", Table + "resource \"aws_appautoscaling_target\" \"t\" {\n}\n"));

        Assert.Empty(two.Files);
        Assert.Contains("Several tables are provisioned", two.Sentence, StringComparison.Ordinal);
        Assert.Empty(scaled.Files);
    }
}
