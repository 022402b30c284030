using ChatOps.Tests.Iam.Policies.Support;

namespace ChatOps.Tests.Iam.Policies.Analysis;

/// <summary>The change that grants what is missing: in the style that it finds, applied by git, read again.</summary>
public sealed class PatchTests
{
    private const string Role = "resource \"aws_iam_role\" \"app\" {\n  name = \"app\"\n}\n\nresource \"aws_sns_topic\" \"orders\" {\n  name = \"orders\"\n}\n\n";

    private static string Policy(string policy) => Role + "resource \"aws_iam_role_policy\" \"app\" {\n  role   = aws_iam_role.app.id\n  policy = " + policy + "\n}\n";

    private static string Patched(Repo repo, params string[] needs)
    {
        var analysis = repo.Analyze(needs);
        Assert.NotEmpty(analysis.MissingPermissions);
        var changed = repo.Apply(analysis);
        var again = changed.Analyze(needs);
        Assert.Empty(again.MissingPermissions);
        Assert.Null(again.TerraformDiff);
        return string.Join('\n', analysis.TerraformDiff!.Split('\n').Where(line => line.StartsWith('+') && !line.StartsWith("+++", StringComparison.Ordinal)).Select(line => line[1..]));
    }

    [Fact]
    public void An_object_joins_the_list_in_jsonencode_aligned_as_the_others() =>
        Assert.Equal("""
                  },
                  {
                    Effect   = "Allow"
                    Action   = ["sns:Publish"]
                    Resource = aws_sns_topic.orders.arn
            """,
            Patched(new Repo(Policy("""
                jsonencode({
                    Version = "2012-10-17"
                    Statement = [
                      {
                        Effect   = "Allow"
                        Action   = ["dynamodb:PutItem"]
                        Resource = "*"
                      }
                    ]
                  })
                """)), "sns:Publish arn:aws:sns:*:*:orders"));

    [Fact]
    public void Quoted_keys_colons_commas_sids_and_order_are_kept() =>
        Assert.Equal("""
                {
                    "Sid" : "SnsPublish",
                    "Resource" : "arn:aws:sns:*:*:other",
                    "Action" : ["sns:Publish"],
                    "Effect" : "Allow",
                },
            """,
            Patched(new Repo(Policy("""
                jsonencode({
                  "Statement" : [
                    {
                        "Sid" : "One",
                        "Resource" : "*",
                        "Action" : "s3:GetObject",
                        "Effect" : "Allow",
                    },
                  ],
                })
                """)), "sns:Publish arn:aws:sns:*:*:other"));

    [Fact]
    public void A_list_on_one_line_stays_on_one_line() =>
        Assert.Equal("  policy = jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"s3:GetObject\", Resource = \"*\" }, { Effect = \"Allow\", Action = [\"sns:Publish\"], Resource = aws_sns_topic.orders.arn }] })",
            Patched(new Repo(Policy("jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"s3:GetObject\", Resource = \"*\" }] })")), "sns:Publish arn:aws:sns:*:*:orders"));

    [Fact]
    public void An_empty_list_gets_its_first_statement() =>
        Assert.Contains("Action   = [\"sns:Publish\"]", Patched(new Repo(Policy("jsonencode({ Statement = [] })")), "sns:Publish arn:aws:sns:*:*:orders"), StringComparison.Ordinal);

    [Fact]
    public void A_document_gets_a_statement_block() =>
        Assert.Equal("""

              statement {
                effect    = "Allow"
                actions   = ["s3:GetObject", "s3:PutObject"]
                resources = ["${aws_s3_bucket.data.arn}/*"]
              }
            """,
            Patched(new Repo(Policy("data.aws_iam_policy_document.app.json") + """

                data "aws_iam_policy_document" "app" {
                  statement {
                    effect    = "Allow"
                    actions   = ["logs:PutLogEvents"]
                    resources = ["*"]
                  }
                }

                resource "aws_s3_bucket" "data" {
                  bucket = "data"
                }
                """), "s3:PutObject arn:aws:s3:::data/*", "s3:GetObject arn:aws:s3:::data/*"));

    [Fact]
    public void An_empty_document_gets_its_first_statement() =>
        Assert.Contains("statement {", Patched(new Repo(Policy("data.aws_iam_policy_document.app.json") + "\ndata \"aws_iam_policy_document\" \"app\" {}\n"), "sns:Publish arn:aws:sns:*:*:orders"), StringComparison.Ordinal);

    [Fact]
    public void JSON_in_a_heredoc_gets_JSON() =>
        Assert.Equal("""
                },
                {
                  "Effect": "Allow",
                  "Action": ["sns:Publish"],
                  "Resource": "${aws_sns_topic.orders.arn}"
            """,
            Patched(new Repo(Policy("""
                <<EOF
                {
                  "Version": "2012-10-17",
                  "Statement": [
                    {
                      "Effect": "Allow",
                      "Action": ["s3:GetObject"],
                      "Resource": "*"
                    }
                  ]
                }
                EOF
                """)), "sns:Publish arn:aws:sns:*:*:orders"));

    [Fact]
    public void A_list_in_a_local_is_where_the_statement_goes() =>
        Assert.Contains("sns:Publish", Patched(new Repo(Policy("jsonencode({ Statement = concat(local.statements, var.more) })") + """

            locals {
              statements = [
                { Effect = "Allow", Action = "s3:GetObject", Resource = "*" },
              ]
            }
            variable "more" { default = [] }
            """), "sns:Publish arn:aws:sns:*:*:orders"), StringComparison.Ordinal);

    [Fact]
    public void An_attached_policy_is_changed_where_the_role_has_no_policy_of_its_own() =>
        Assert.Contains("sns:Publish", Patched(new Repo(Role + """
            resource "aws_iam_policy" "app" {
              policy = jsonencode({
                Statement = [
                  {
                    Effect = "Allow"
                    Action = "s3:GetObject"
                    Resource = "*"
                  },
                ]
              })
            }
            resource "aws_iam_role_policy_attachment" "app" {
              role       = aws_iam_role.app.name
              policy_arn = aws_iam_policy.app.arn
            }
            """), "sns:Publish arn:aws:sns:*:*:orders"), StringComparison.Ordinal);

    [Fact]
    public void A_role_without_a_policy_gets_one() =>
        Assert.Equal("""
            resource "aws_iam_role_policy" "app_sns_sqs" {
              name   = "app-sns-sqs"
              role   = aws_iam_role.app.id
              policy = jsonencode({
                Version = "2012-10-17"
                Statement = [
                  {
                    Effect   = "Allow"
                    Action   = ["sns:Publish"]
                    Resource = aws_sns_topic.orders.arn
                  },
                  {
                    Effect   = "Allow"
                    Action   = ["sqs:SendMessage"]
                    Resource = "arn:aws:sqs:*:*:jobs"
                  }
                ]
              })
            }

            """,
            Patched(new Repo(Role), "sqs:SendMessage arn:aws:sqs:*:*:jobs", "sns:Publish arn:aws:sns:*:*:orders"));

    [Theory]
    [InlineData("count = 2", "aws_iam_role.app[count.index].id")]
    [InlineData("for_each = toset([\"a\", \"b\"])", "each.value.id")]
    public void A_role_made_several_times_gets_as_many_policies(string loop, string role) =>
        Assert.Contains($"role   = {role}", Patched(new Repo($"resource \"aws_iam_role\" \"app\" {{\n  {loop}\n  name = \"app\"\n}}\n"), "sqs:SendMessage arn:aws:sqs:*:*:jobs"), StringComparison.Ordinal);

    [Fact]
    public void Windows_line_ends_stay() =>
        Assert.DoesNotContain("}\n", new Repo(Policy("jsonencode({\n    Statement = [\n      {\n        Effect = \"Allow\"\n        Action = \"s3:GetObject\"\n        Resource = \"*\"\n      }\n    ]\n  })").Replace("\n", "\r\n", StringComparison.Ordinal))
            .Analyze("sns:Publish arn:aws:sns:*:*:orders").ChangedFiles["main.tf"], StringComparison.Ordinal);

    [Fact]
    public void The_same_input_gives_the_same_answer_in_any_order()
    {
        var repo = new Repo(Role);
        string[] needs = ["sns:Publish arn:aws:sns:*:*:orders", "sqs:SendMessage arn:aws:sqs:*:*:jobs", "s3:GetObject arn:aws:s3:::b/*", "s3:PutObject arn:aws:s3:::b/*"];
        var first = System.Text.Json.JsonSerializer.Serialize(repo.Analyze(needs));

        Assert.Equal(first, System.Text.Json.JsonSerializer.Serialize(repo.Analyze([.. needs.Reverse()])));
        Assert.Equal("Code requires 4 IAM permissions not in current policy", repo.Analyze(needs).Warnings[0]);
        Assert.Equal("Code requires 1 IAM permission not in current policy", repo.Analyze(needs[0]).Warnings[0]);
    }
}
