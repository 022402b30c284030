using ChatOps.Capabilities.Diagnose.Rules.Recipes;

namespace ChatOps.Tests.Capabilities.Diagnose.Rules.Recipes;

public class LambdaSettingRecipeTests
{
    private const string File = "src/handlers/order_sqs_handler.py";

    private const string Terraform = """
        # Consumers
        resource "aws_sqs_queue" "orders" {
          name                       = "orders"
          visibility_timeout_seconds = 60
        }

        resource "aws_lambda_function" "order_sqs" {
          function_name = "order-sqs" # the consumer
          handler       = "src/handlers/order_sqs_handler.handler"
          runtime       = "python3.12"
          timeout       = 30          # seconds
          memory_size   = 256

          environment {
            variables = {
              TABLE_NAME = aws_dynamodb_table.orders.name
            }
          }
        }

        resource "aws_lambda_function" "other" {
          handler = "src.handlers.order_handler.handler"
          timeout = 5
        }

        """;

    private const string Sam = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          # the consumer
          OrderSqs:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: src/
              Handler: handlers.order_sqs_handler.handler
              Timeout: 30 # seconds
              Role: !GetAtt Role.Arn
        """;

    private const string Serverless = """
        service: orders
        provider:
          name: aws
        functions:
          orderSqs:
            handler: src/handlers/order_sqs_handler.handler
            events:
              - sqs: arn
        """;

    private const string Json = "{\n\t\"Resources\": {\n\t\t\"Fn\": {\n\t\t\t\"Type\": \"AWS::Lambda::Function\",\n\t\t\t\"Properties\": {\n\t\t\t\t\"Handler\": \"order_sqs_handler.handler\",\n\t\t\t\t\"Timeout\": 30\n\t\t\t}\n\t\t}\n\t}\n}\n";

    private static readonly (string, string)[] Thirty = [("seconds", "30.03")];

    [Fact]
    public void The_timeout_in_terraform_is_doubled_and_the_queue_is_mentioned()
    {
        var result = Apply.To(new LambdaTimeoutRecipe(), File, Thirty, (File, ""), ("infra/main.tf", Terraform));

        Assert.Equal(["-  timeout       = 30          # seconds", "+  timeout       = 60          # seconds"], Apply.Changes(Terraform, result.Files["infra/main.tf"]));
        Assert.Contains("infra/main.tf:11", result.Sentence, StringComparison.Ordinal);
        Assert.Contains("infra/main.tf:4 feeds it, raise its visibility timeout from 60 to at least 360 s", result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void The_timeout_in_sam_is_doubled_and_comments_and_tags_stay()
    {
        var text = Sam.ReplaceLineEndings("\r\n");

        var result = Apply.To(new LambdaTimeoutRecipe(), File, Thirty, ("template.yaml", text));

        Assert.Equal(["-      Timeout: 30 # seconds\r", "+      Timeout: 60 # seconds\r"], Apply.Changes(text, result.Files["template.yaml"]));
    }

    [Fact]
    public void A_missing_timeout_in_serverless_is_added_beside_the_handler()
    {
        var result = Apply.To(new LambdaTimeoutRecipe(), File, [("seconds", "6.01")], ("serverless.yml", Serverless));

        Assert.Equal(["+    timeout: 12"], Apply.Changes(Serverless, result.Files["serverless.yml"]));
        Assert.Contains("from 6 (the default) to 12", result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void The_timeout_in_a_json_template_with_tabs_is_doubled()
    {
        var result = Apply.To(new LambdaTimeoutRecipe(), File, Thirty, ("template.json", Json));

        Assert.Equal(["-\t\t\t\t\"Timeout\": 30", "+\t\t\t\t\"Timeout\": 60"], Apply.Changes(Json, result.Files["template.json"]));
    }

    [Fact]
    public void A_missing_memory_is_added_in_each_kind_of_template()
    {
        var terraform = Apply.To(new LambdaMemoryRecipe(), File, [], ("a.tf", Terraform.Replace("  memory_size   = 256\n", "", StringComparison.Ordinal)));
        var json = Apply.To(new LambdaMemoryRecipe(), File, [], ("template.json", Json));

        Assert.Contains("\n  memory_size = 256\n", terraform.Files["a.tf"], StringComparison.Ordinal);
        Assert.Contains("\"MemorySize\": 256,\n\t\t\t\t\"Handler\"", json.Files["template.json"], StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_is_doubled_up_to_the_most_there_is()
    {
        var result = Apply.To(new LambdaMemoryRecipe(), File, [], ("a.tf", Terraform.Replace("256", "8192", StringComparison.Ordinal)));
        var most = Apply.To(new LambdaMemoryRecipe(), File, [], ("a.tf", Terraform.Replace("256", "10240", StringComparison.Ordinal)));

        Assert.Contains("memory_size   = 10240", result.Files["a.tf"], StringComparison.Ordinal);
        Assert.Empty(most.Files);
        Assert.Contains("already has the most memory", most.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("timeout       = 30 ", "timeout       = 60 ", "what is deployed is not this template")]
    [InlineData("timeout       = 30 ", "timeout       = var.timeout ", "not a plain number")]
    [InlineData("src.handlers.order_handler.handler", "order_sqs_handler.main", "Several functions run")]
    [InlineData("src/handlers/order_sqs_handler.handler", "src/handlers/gone.handler", "No template of this repository declares")]
    public void Where_it_is_not_clear_nothing_is_changed(string part, string other, string reason)
    {
        var result = Apply.To(new LambdaTimeoutRecipe(), File, Thirty, ("a.tf", Terraform.Replace(part, other, StringComparison.Ordinal)));

        Assert.Empty(result.Files);
        Assert.Contains(reason, result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_at_the_longest_timeout_is_left_alone()
    {
        var result = Apply.To(new LambdaTimeoutRecipe(), File, [("seconds", "900")], ("a.tf", Terraform.Replace("= 30 ", "= 900 ", StringComparison.Ordinal)));

        Assert.Empty(result.Files);
        Assert.Contains("longest timeout", result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Braces_in_strings_comments_and_heredocs_do_not_end_a_block()
    {
        var text = "resource \"aws_lambda_function\" \"f\" {\n  # }\n  description = \"} ${var.a[\"}\"]} \"\n  policy = <<-EOT\n    }\n  EOT\n  handler = \"order_sqs_handler.handler\"\n  /* timeout = 1 } */\n  timeout = 30\n}\n";

        var result = Apply.To(new LambdaTimeoutRecipe(), File, Thirty, ("a.tf", text));

        Assert.Contains("\n  timeout = 60\n", result.Files["a.tf"], StringComparison.Ordinal);
    }
}
