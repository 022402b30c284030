using ChatOps.Tests.Iam.Policies.Support;

namespace ChatOps.Tests.Iam.Policies.Analysis;

/// <summary>What Terraform grants, read without running Terraform.</summary>
public sealed class TerraformGrantTests
{
    private const string Role = """
        resource "aws_sns_topic" "orders" {
          name = "orders"
        }
        resource "aws_iam_role" "app" {
          name = "app"
          assume_role_policy = data.aws_iam_policy_document.trust.json
        }
        data "aws_iam_policy_document" "trust" {
          statement {
            actions = ["sts:AssumeRole"]
            principals {
              type        = "Service"
              identifiers = ["lambda.amazonaws.com"]
            }
          }
        }

        """;

    [Theory]
    [InlineData("jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"sns:Publish\", Resource = aws_sns_topic.orders.arn }] })")]
    [InlineData("jsonencode({ Statement = { Effect = \"Allow\", Action = [\"sns:*\"], Resource = \"*\" } })")]
    [InlineData("jsonencode({ Statement = concat([{ Effect = \"Allow\", Action = \"s3:*\", Resource = \"*\" }], [{ Effect = \"Allow\", Action = \"sns:Pub*\", Resource = \"arn:aws:sns:eu-west-1:${data.aws_caller_identity.current.account_id}:orders\" }]) })")]
    [InlineData("jsonencode({ Statement = [for a in [\"sns:Publish\", \"sns:Subscribe\"] : { Effect = \"Allow\", Action = a, Resource = \"${aws_sns_topic.orders.arn}\" }] })")]
    [InlineData("jsonencode(merge({ Version = \"2012-10-17\" }, { Statement = [{ Effect = \"Allow\", NotAction = [\"iam:*\"], Resource = \"*\" }] }))")]
    [InlineData("<<-EOT\n  { \"Statement\": [ { \"Effect\": \"Allow\", \"Action\": [\"sns:Publish\"], \"Resource\": \"${aws_sns_topic.orders.arn}\" } ] }\n  EOT")]
    [InlineData("<<EOT\n{ \"Statement\": [ { \"Effect\": \"Allow\", \"Action\": ${jsonencode([\"sns:Publish\"])}, \"Resource\": \"arn:${data.aws_partition.current.partition}:sns:*:*:ord*\" } ] }\nEOT")]
    [InlineData("jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"sns:Publish\", Resource = aws_sns_topic.orders.id }] })")]
    [InlineData("jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"sns:Publish\", Resource = \"arn:aws:sns:*:*:${aws_sns_topic.orders.name}\" }] })")]
    public void A_policy_of_the_role_grants(string policy)
    {
        var repo = new Repo(Role + $"resource \"aws_iam_role_policy\" \"app\" {{\n  role   = aws_iam_role.app.id\n  policy = {policy}\n}}\n");

        Assert.Equal("", repo.Missing("sns:Publish arn:aws:sns:*:*:orders"));
        Assert.Equal("", repo.Missing("sns:Publish ${aws_sns_topic.orders.arn}"));
        Assert.Equal("main.tf:", repo.Analyze("sns:Publish arn:aws:sns:*:*:orders").Findings.Single().GrantedBy![..8]);
        Assert.Equal("sqs:SendMessage on arn:aws:sqs:*:*:jobs", new Repo(repo.Files["main.tf"].Replace("NotAction = [\"iam:*\"]", "Action = \"iam:*\"", StringComparison.Ordinal)).Missing("sqs:SendMessage arn:aws:sqs:*:*:jobs"));
    }

    [Theory]
    [InlineData("jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"sns:Subscribe\", Resource = \"*\" }] })")]
    [InlineData("jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"sns:Publish\", Resource = \"arn:aws:sns:*:*:other\" }] })")]
    [InlineData("jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"sns:Publish\", Resource = \"arn:aws:sqs:*:*:orders\" }] })")]
    [InlineData("jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"*\", Resource = \"*\" }, { Effect = \"Deny\", Action = \"sns:*\", Resource = \"*\" }] })")]
    [InlineData("jsonencode({ Statement = [{ Effect = \"Allow\", NotAction = [\"sns:*\"], Resource = \"*\" }] })")]
    [InlineData("jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"*\", NotResource = [aws_sns_topic.orders.arn] }] })")]
    public void A_policy_of_the_role_does_not_grant(string policy)
    {
        var repo = new Repo(Role + $"resource \"aws_iam_role_policy\" \"app\" {{\n  role   = aws_iam_role.app.id\n  policy = {policy}\n}}\n");

        Assert.Equal("sns:Publish on arn:aws:sns:*:*:orders", repo.Missing("sns:Publish arn:aws:sns:*:*:orders"));
    }

    [Theory]
    [InlineData("count = var.enabled ? 1 : 0", "may be granted")]
    [InlineData("for_each = var.roles", "may be granted")]
    [InlineData("count = 1", "")]
    [InlineData("for_each = toset([\"a\", \"b\"])", "")]
    public void What_stands_under_a_count_is_certain_only_when_the_count_is_known(string argument, string warning)
    {
        var repo = new Repo(Role + $$"""
            resource "aws_iam_role_policy" "app" {
              {{argument}}
              role   = aws_iam_role.app.id
              policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sns:Publish", Resource = "*" }] })
            }
            """);
        var analysis = repo.Analyze("sns:Publish arn:aws:sns:*:*:orders");

        Assert.Empty(analysis.MissingPermissions);
        if (warning.Length == 0)
            Assert.Empty(analysis.Warnings);
        else
            Assert.Contains(analysis.Warnings, said => said.Contains(warning, StringComparison.Ordinal));
    }

    [Fact]
    public void A_count_of_none_grants_nothing() =>
        Assert.Equal("sns:Publish on arn:aws:sns:*:*:orders", new Repo(Role + """
            variable "enabled" { default = false }
            resource "aws_iam_role_policy" "app" {
              count  = var.enabled ? 1 : 0
              role   = aws_iam_role.app.id
              policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sns:Publish", Resource = "*" }] })
            }
            """).Missing("sns:Publish arn:aws:sns:*:*:orders"));

    [Fact]
    public void Documents_with_sources_overrides_dynamic_statements_and_conditions_are_put_together()
    {
        var repo = new Repo(Role + """
            locals {
              buckets = { reports = "reports-eu", raw = "raw-eu" }
            }
            data "aws_iam_policy_document" "base" {
              statement {
                sid       = "Publish"
                actions   = ["sns:Publish"]
                resources = ["*"]
              }
              statement {
                sid       = "Old"
                actions   = ["sqs:*"]
                resources = ["*"]
              }
            }
            data "aws_iam_policy_document" "override" {
              statement {
                sid       = "Old"
                actions   = ["sqs:ReceiveMessage"]
                resources = ["*"]
              }
            }
            data "aws_iam_policy_document" "app" {
              source_policy_documents   = [data.aws_iam_policy_document.base.json]
              override_policy_documents = [data.aws_iam_policy_document.override.json]
              dynamic "statement" {
                for_each = local.buckets
                content {
                  actions   = ["s3:GetObject"]
                  resources = ["arn:aws:s3:::${statement.value}/*"]
                }
              }
              statement {
                actions   = ["dynamodb:GetItem"]
                resources = ["*"]
                condition {
                  test     = "StringEquals"
                  variable = "aws:PrincipalTag/team"
                  values   = ["red"]
                }
              }
            }
            resource "aws_iam_policy" "app" {
              policy = data.aws_iam_policy_document.app.json
            }
            resource "aws_iam_role_policy_attachment" "app" {
              role       = aws_iam_role.app.name
              policy_arn = aws_iam_policy.app.arn
            }
            """);
        var analysis = repo.Analyze("sns:Publish arn:aws:sns:*:*:orders", "sqs:ReceiveMessage arn:aws:sqs:*:*:q", "sqs:SendMessage arn:aws:sqs:*:*:q", "s3:GetObject arn:aws:s3:::raw-eu/*", "s3:GetObject arn:aws:s3:::other/*", "dynamodb:GetItem arn:aws:dynamodb:*:*:table/t");

        Assert.Equal(["s3:GetObject on arn:aws:s3:::other/*", "sqs:SendMessage on arn:aws:sqs:*:*:q"], analysis.MissingPermissions);
        Assert.Contains(analysis.Warnings, said => said.StartsWith("dynamodb:GetItem is granted only under a condition (StringEquals aws:PrincipalTag/team)", StringComparison.Ordinal));
    }

    [Fact]
    public void Modules_variables_and_files_are_followed_as_far_as_the_repository_goes()
    {
        var repo = new Repo(
            ("infra/main.tf", """
                variable "environment" {}
                module "orders" {
                  source = "../modules/service"
                  name   = "orders-${var.environment}"
                  topics = [aws_sns_topic.orders.arn]
                }
                resource "aws_sns_topic" "orders" {
                  name = "orders-${var.environment}"
                }
                """),
            ("infra/terraform.tfvars", "environment = \"prod\"\n"),
            ("modules/service/main.tf", """
                variable "name" {}
                variable "topics" { type = list(string) }
                resource "aws_iam_role" "this" { name = var.name }
                resource "aws_iam_role_policy" "this" {
                  role   = aws_iam_role.this.name
                  policy = templatefile("${path.module}/policy.json.tftpl", { topics = var.topics, table = "${var.name}-table" })
                }
                resource "aws_iam_role_policy" "logs" {
                  role   = aws_iam_role.this.name
                  policy = file("${path.module}/logs.json")
                }
                """),
            ("modules/service/policy.json.tftpl", """
                { "Statement": [
                  %{ for topic in topics ~}
                  { "Effect": "Allow", "Action": "sns:Publish", "Resource": "${topic}" },
                  %{ endfor ~}
                  { "Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": "arn:aws:dynamodb:*:*:table/${table}" }
                ] }
                """),
            ("modules/service/logs.json", """{ "Statement": { "Effect": "Allow", "Action": "logs:PutLogEvents", "Resource": "*" } }"""));

        var analysis = repo.Analyze("sns:Publish arn:aws:sns:*:*:orders-prod", "dynamodb:PutItem arn:aws:dynamodb:*:*:table/orders-prod-table", "dynamodb:PutItem arn:aws:dynamodb:*:*:table/orders-dev-table", "logs:PutLogEvents arn:aws:logs:*:*:log-group:x:*");

        Assert.Equal(["dynamodb:PutItem on arn:aws:dynamodb:*:*:table/orders-dev-table"], analysis.MissingPermissions);
        Assert.Contains(analysis.Findings, finding => finding.GrantedBy == "modules/service/logs.json:1");
    }

    [Fact]
    public void Managed_policies_inline_policies_and_boundaries_count()
    {
        var repo = new Repo("""
            resource "aws_iam_role" "app" {
              managed_policy_arns  = ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", "arn:aws:iam::aws:policy/AmazonSQSFullAccess", "arn:aws:iam::aws:policy/Unheard"]
              permissions_boundary = aws_iam_policy.boundary.arn
              inline_policy {
                name   = "s3"
                policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }] })
              }
            }
            resource "aws_iam_policy" "boundary" {
              policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["s3:*", "logs:*"], Resource = "*" }] })
            }
            """);
        var analysis = repo.Analyze("logs:PutLogEvents arn:aws:logs:*:*:x", "s3:GetObject arn:aws:s3:::b/*", "sqs:SendMessage arn:aws:sqs:*:*:q");

        Assert.Equal(["sqs:SendMessage on arn:aws:sqs:*:*:q"], analysis.MissingPermissions);
        Assert.Contains(analysis.Warnings, said => said.Contains("is forbidden at main.tf:1", StringComparison.Ordinal));
        Assert.Contains(analysis.Warnings, said => said.Contains("policy/Unheard", StringComparison.Ordinal));
        Assert.Null(analysis.TerraformDiff);
    }

    [Fact]
    public void Code_is_linked_to_the_role_of_its_function()
    {
        const string Policies = """
            resource "aws_iam_role_policy" "a" {
              role   = aws_iam_role.a.id
              policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sns:Publish", Resource = "*" }] })
            }
            resource "aws_iam_role_policy" "b" {
              role   = aws_iam_role.b.id
              policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sqs:SendMessage", Resource = "*" }] })
            }
            resource "aws_iam_role" "a" { name = "a" }
            resource "aws_iam_role" "b" { name = "b" }
            resource "aws_lambda_function" "a" {
              function_name = "a"
              handler       = "src.a.handler"
              role          = aws_iam_role.a.arn
            }
            resource "aws_lambda_function" "b" {
              function_name = "b"
              filename      = data.archive_file.b.output_path
              handler       = "index.handler"
              role          = aws_iam_role.b.arn
            }
            data "archive_file" "b" {
              type       = "zip"
              source_dir = "${path.module}/lambda/b"
            }
            """;
        var repo = new Repo(("main.tf", Policies));

        Assert.Equal("", repo.Missing("sns:Publish arn:aws:sns:*:*:x @src/a.py", "sqs:SendMessage arn:aws:sqs:*:*:x @lambda/b/index.js", "sqs:SendMessage arn:aws:sqs:*:*:x @lambda/b/lib/util.js"));
        Assert.Equal("sqs:SendMessage on arn:aws:sqs:*:*:x", repo.Missing("sqs:SendMessage arn:aws:sqs:*:*:x @src/a.py"));
        var unlinked = repo.Analyze("sqs:SendMessage arn:aws:sqs:*:*:x @src/shared.py", "s3:GetObject arn:aws:s3:::b/k @src/shared.py");
        Assert.Equal(["s3:GetObject on arn:aws:s3:::b/k"], unlinked.MissingPermissions);
        Assert.Contains("The infrastructure does not say which role runs src/shared.py; all 2 roles together lack it.", unlinked.Warnings);
    }
}
