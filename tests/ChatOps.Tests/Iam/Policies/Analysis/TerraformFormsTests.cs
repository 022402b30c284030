using ChatOps.Tests.Iam.Policies.Support;

namespace ChatOps.Tests.Iam.Policies.Analysis;

/// <summary>The ways in which Terraform gives a role its policies.</summary>
public sealed class TerraformFormsTests
{
    private const string Publish = "sns:Publish arn:aws:sns:*:*:orders";
    private const string Lacking = "sns:Publish on arn:aws:sns:*:*:orders";
    private const string Statement = "jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"sns:Publish\", Resource = \"*\" }] })";

    [Theory]
    [InlineData("""
        resource "aws_iam_role" "app" {
          name = "app"
          dynamic "inline_policy" {
            for_each = { orders = ["sns:Publish"], jobs = ["sqs:SendMessage"] }
            content {
              name   = inline_policy.key
              policy = jsonencode({ Statement = [{ Effect = "Allow", Action = inline_policy.value, Resource = "*" }] })
            }
          }
        }
        """)]
    [InlineData("""
        locals {
          apps = toset(["app", "worker"])
        }
        resource "aws_iam_role" "this" {
          for_each = local.apps
          name     = each.key
        }
        resource "aws_iam_policy" "this" {
          for_each = local.apps
          policy   = STATEMENT
        }
        resource "aws_iam_role_policy_attachment" "this" {
          for_each   = local.apps
          role       = aws_iam_role.this[each.key].name
          policy_arn = aws_iam_policy.this[each.key].arn
        }
        """)]
    [InlineData("""
        resource "aws_iam_role" "app" {
          count = 1
          name  = format("%s-%s", "app", "eu")
        }
        resource "aws_iam_policy" "app" {
          policy = STATEMENT
        }
        resource "aws_iam_policy_attachment" "app" {
          name       = "app"
          roles      = concat([aws_iam_role.app[0].name], [])
          policy_arn = aws_iam_policy.app.arn
        }
        """)]
    [InlineData("""
        resource "aws_iam_role" "app" {
          name = "app"
        }
        resource "aws_iam_policy" "app" {
          policy = STATEMENT
        }
        resource "aws_iam_role_policy_attachments_exclusive" "app" {
          role_name   = aws_iam_role.app.name
          policy_arns = [aws_iam_policy.app.arn, "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"]
        }
        """)]
    [InlineData("""
        resource "aws_iam_role" "app" {
          name = "app"
        }
        resource "aws_iam_role_policy" "app" {
          name   = "orders"
          role   = aws_iam_role.app.id
          policy = STATEMENT
        }
        resource "aws_iam_role_policies_exclusive" "app" {
          role_name    = aws_iam_role.app.name
          policy_names = [aws_iam_role_policy.app.name]
        }
        """)]
    [InlineData("""
        variable "topics" {
          default = { orders = { actions = ["Publish"] } }
        }
        locals {
          statements = [for name, topic in var.topics : merge({ Effect = "Allow" }, { Action = [for a in topic.actions : join(":", ["sns", a])], Resource = "arn:aws:sns:*:*:${name}" })]
        }
        resource "aws_iam_role" "app" {
          name = "app"
          inline_policy {
            name   = "orders"
            policy = jsonencode({ Statement = concat(local.statements, []) })
          }
        }
        """)]
    public void A_role_that_is_granted_it_lacks_nothing(string terraform)
    {
        var repo = new Repo(terraform.Replace("STATEMENT", Statement, StringComparison.Ordinal));

        Assert.Equal("", repo.Missing(Publish));
        Assert.Equal(Lacking, new Repo(repo.Files["main.tf"].Replace("Publish", "Subscribe", StringComparison.Ordinal)).Missing(Publish));
    }

    [Fact]
    public void Terraforms_JSON_is_read_as_its_HCL_is()
    {
        const string json = """
            {
              "//": "comments",
              "variable": { "prefix": { "default": "ord" } },
              "resource": {
                "aws_sns_topic": { "orders": { "name": "orders" } },
                "aws_iam_role": { "app": [{ "name": "app" }] },
                "aws_iam_role_policy": {
                  "app": {
                    "role": "${aws_iam_role.app.id}",
                    "policy": "${jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"sns:Publish\", Resource = \"arn:aws:sns:*:*:${var.prefix}ers\" }] })}"
                  },
                  "document": { "role": "${aws_iam_role.app.id}", "policy": "${data.aws_iam_policy_document.app.json}" }
                }
              },
              "data": {
                "aws_iam_policy_document": {
                  "app": {
                    "statement": [
                      { "actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::reports/*"] },
                      { "actions": ["sqs:SendMessage"], "resources": ["*"], "condition": { "test": "StringEquals", "variable": "aws:PrincipalTag/team", "values": ["red"] } }
                    ]
                  }
                }
              }
            }
            """;
        var repo = new Repo(("main.tf.json", json));
        var analysis = repo.Analyze(Publish, "s3:GetObject arn:aws:s3:::reports/*", "sqs:SendMessage arn:aws:sqs:*:*:jobs", "s3:PutObject arn:aws:s3:::reports/*");

        Assert.Equal(["s3:PutObject on arn:aws:s3:::reports/*"], analysis.MissingPermissions);
        Assert.Null(analysis.TerraformDiff);
        Assert.Contains(analysis.Warnings, warning => warning.Contains("Terraform's JSON", StringComparison.Ordinal));
        Assert.Contains(analysis.Findings, finding => finding.Action == "s3:GetObject" && finding.GrantedBy == "main.tf.json:19");
    }

    [Theory]
    [InlineData("{ \"resource\": { \"aws_iam_role\": ")]
    [InlineData("[]")]
    [InlineData("{ \"resource\": { \"aws_iam_role\": { \"app\": { \"name\": \"${broken\" } } } }")]
    [InlineData("{ \"resource\": { \"a b\": { \"c\\\"d\": { \"e f\": [1, {}], \"dynamic\": 3 } } }, \"locals\": { \"x\": \"\\ud800\" } }")]
    public void Broken_JSON_of_Terraform_is_left_out(string json)
    {
        Assert.Equal(Lacking, new Repo(("main.tf.json", json), ("other.tf", "resource \"aws_iam_role\" \"app\" {\n  name = \"app\"\n}\n")).Missing(Publish));
    }

    [Theory]
    [InlineData("attach_dead_letter_policy = true\n  dead_letter_target_arn = \"arn:aws:sns:*:*:orders\"", "")]
    [InlineData("attach_dead_letter_policy = true\n  dead_letter_target_arn = \"arn:aws:sns:*:*:others\"", Lacking)]
    [InlineData("attach_async_event_policy = true\n  destination_on_failure = \"arn:aws:sns:*:*:orders\"", "")]
    [InlineData("attach_tracing_policy = true", Lacking)]
    public void The_switches_of_the_communitys_Lambda_module_grant(string arguments, string missing)
    {
        var repo = new Repo($"module \"app\" {{\n  source        = \"terraform-aws-modules/lambda/aws\"\n  function_name = \"app\"\n  {arguments}\n}}\n");

        Assert.Equal(missing, repo.Missing(Publish));
    }

    [Theory]
    [InlineData("arn:aws:rekognition:eu-west-1:123456789012:*", true)]
    [InlineData("arn:aws:rekognition:eu-west-1:123456789012:collection/*", false)]
    [InlineData("arn:aws:sns:eu-west-1:123456789012:*", false)]
    public void All_that_a_service_has_stands_for_everything(string resource, bool granted)
    {
        var analysis = new Repo("resource \"aws_iam_role\" \"app\" {\n  name = \"app\"\n  inline_policy {\n    name   = \"a\"\n    policy = jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"rekognition:DetectLabels\", Resource = \"" + resource + "\" }] })\n  }\n}\n").Analyze("rekognition:DetectLabels");

        Assert.Equal(granted, analysis.MissingPermissions.Count == 0);
    }
}
