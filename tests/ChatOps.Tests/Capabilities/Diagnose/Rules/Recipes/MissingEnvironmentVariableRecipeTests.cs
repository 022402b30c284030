using ChatOps.Capabilities.Diagnose.Rules.Recipes;

namespace ChatOps.Tests.Capabilities.Diagnose.Rules.Recipes;

public class MissingEnvironmentVariableRecipeTests
{
    private static readonly (string Path, string Text) Code = ("src/b.py", "import os\nTABLE = os.environ[\"TABLE_NAME\"]\n");
    private static readonly (string, string)[] Variable = [("variable", "TABLE_NAME")];

    private const string Terraform = """
        resource "aws_lambda_function" "a" {
          handler = "src/a.handler"
          environment {
            variables = {
              TABLE_NAME = aws_dynamodb_table.orders.name # the table
            }
          }
        }

        resource "aws_lambda_function" "b" {
          handler = "src/b.handler"
          environment {
            variables = {
              LOG_LEVEL = "info"
            }
          }
        }

        """;

    private const string Sam = """
        Resources:
          A:
            Type: AWS::Serverless::Function
            Properties:
              Handler: src/a.handler
              Environment:
                Variables:
                  TABLE_NAME: !Ref Orders
          B:
            Type: AWS::Serverless::Function
            Properties:
              Handler: src/b.handler
              Environment:
                Variables:
                  LOG_LEVEL: info
        """;

    [Fact]
    public void The_value_of_the_neighbour_is_taken_in_terraform()
    {
        var result = Apply.To(new MissingEnvironmentVariableRecipe(), Code.Path, Variable, Code, ("main.tf", Terraform));

        Assert.Equal(["+      TABLE_NAME = aws_dynamodb_table.orders.name"], Apply.Changes(Terraform, result.Files["main.tf"]));
        Assert.Contains("main.tf:10", result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reference_of_the_neighbour_is_taken_in_sam()
    {
        var text = Sam.ReplaceLineEndings("\r\n");

        var result = Apply.To(new MissingEnvironmentVariableRecipe(), Code.Path, Variable, Code, ("template.yaml", text));

        Assert.Equal(["+          TABLE_NAME: !Ref Orders\r"], Apply.Changes(text, result.Files["template.yaml"]));
    }

    [Fact]
    public void The_value_of_the_neighbour_is_taken_in_serverless()
    {
        const string text = "service: x\nfunctions:\n  a:\n    handler: src/a.handler\n    environment:\n      TABLE_NAME: ${self:custom.table}\n  b:\n    handler: src/b.handler\n    environment:\n      LOG_LEVEL: info\n";

        var result = Apply.To(new MissingEnvironmentVariableRecipe(), Code.Path, Variable, Code, ("serverless.yml", text));

        Assert.Equal(["+      TABLE_NAME: ${self:custom.table}"], Apply.Changes(text, result.Files["serverless.yml"]));
    }

    [Theory]
    [InlineData("TABLE_NAME = aws_dynamodb_table.orders.name # the table", "OTHER = 1", "no other function of the template shows its value")]
    [InlineData("LOG_LEVEL = \"info\"", "TABLE_NAME = \"x\"", "already gives b")]
    [InlineData("src/b.handler", "src/c.handler", "No single function")]
    [InlineData("LOG_LEVEL = \"info\"\n", "", "as the other functions have it")]
    public void Where_it_is_not_obvious_nothing_is_changed(string part, string other, string reason)
    {
        var result = Apply.To(new MissingEnvironmentVariableRecipe(), Code.Path, Variable, Code, ("main.tf", Terraform.Replace(part, other, StringComparison.Ordinal)));

        Assert.Empty(result.Files);
        Assert.Contains(reason, result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_is_not_copied()
    {
        var text = Terraform.Replace("TABLE_NAME = aws_dynamodb_table.orders.name", "TABLE_NAME = \"xox" + "b-123456789012-abcdefGHIJKL\"", StringComparison.Ordinal);

        Assert.Empty(Apply.To(new MissingEnvironmentVariableRecipe(), Code.Path, Variable, Code, ("main.tf", text)).Files);
    }
}
