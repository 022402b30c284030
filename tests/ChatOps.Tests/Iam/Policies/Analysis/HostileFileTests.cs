using ChatOps.Iam;
using ChatOps.Iam.Denials;

namespace ChatOps.Tests.Iam.Policies.Analysis;

/// <summary>Infrastructure that is broken, cut off or odd: said to be so, never an exception.</summary>
public sealed class HostileFileTests
{
    private const string Template = "Resources:\n  Role:\n    Type: AWS::IAM::Role\n    Properties:\n      Policies:\n        - PolicyDocument:\n            Statement:\n              - Effect: Allow\n                Action: [s3:GetObject, !If [A, sns:Publish, !Ref AWS::NoValue]]\n                Resource: !Sub ['arn:aws:s3:::${B}/*', {B: !GetAtt Bucket.Arn}]\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties: {Handler: app.handler, Policies: [{S3ReadPolicy: {BucketName: !Ref B}}]}\n";

    [Fact]
    public void Files_that_were_mutated_ten_thousand_times_are_read_or_refused()
    {
        var terraform = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Iam", "Policies", "Hcl", "Cases", "terraform.txt")).Split("\n---\n");
        const string Pieces = "{}[]()\"'\\$%~<>=:,.\n\t*#-!&|?@ a1";
        var random = new Random(20260115);
        var code = new Dictionary<string, string>();
        for (var i = 0; i < 10_000; i++)
        {
            string Mutated(string text)
            {
                for (var edits = random.Next(1, 5); edits > 0 && text.Length > 2; edits--)
                {
                    var at = random.Next(text.Length - 1);
                    text = random.Next(3) switch { 0 => text.Remove(at, random.Next(1, text.Length - at)), 1 => text.Insert(at, Pieces[random.Next(Pieces.Length)].ToString()), _ => text[..at] + Pieces[random.Next(Pieces.Length)] + text[(at + 1)..] };
                }

                return text;
            }

            var files = i % 2 == 0 ? new Dictionary<string, string> { ["a.tf"] = Mutated(terraform[random.Next(terraform.Length)]) } : new() { ["a.yaml"] = Mutated(Template) };
            Assert.NotNull(IamAnalyzer.Analyze(code, files));
        }
    }

    [Fact]
    public void What_leads_back_to_itself_ends()
    {
        var terraform = new Dictionary<string, string>
        {
            ["main.tf"] = "locals {\n  a = local.b\n  b = [local.a, local.a]\n}\nvariable \"v\" { default = 1 }\nmodule \"self\" {\n  source = \"./\"\n  v = module.self.o\n}\noutput \"o\" { value = module.self.o }\nresource \"aws_iam_role_policy\" \"p\" {\n  role = aws_iam_role_policy.p.role\n  policy = jsonencode(local.a)\n}\ndata \"aws_iam_policy_document\" \"d\" {\n  source_policy_documents = [data.aws_iam_policy_document.d.json]\n}\n",
            ["x/main.tf"] = "module \"y\" { source = \"../y\" }\n",
            ["y/main.tf"] = "module \"x\" { source = \"../x\" }\n",
            ["t.yaml"] = "Resources:\n  A: &a\n    Type: AWS::IAM::Role\n    Properties: *a\n",
        };

        Assert.Empty(IamAnalyzer.Analyze(new Dictionary<string, string>(), terraform).MissingPermissions);
    }

    [Fact]
    public void Locals_that_double_each_time_are_given_up()
    {
        var locals = string.Concat(Enumerable.Range(1, 40).Select(i => $"  l{i} = [local.l{i - 1}, local.l{i - 1}]\n"));

        Assert.NotNull(IamAnalyzer.Analyze(new Dictionary<string, string>(), new Dictionary<string, string> { ["main.tf"] = $"locals {{\n  l0 = [\"s3:*\"]\n{locals}}}\nresource \"aws_iam_role\" \"r\" {{}}\nresource \"aws_iam_role_policy\" \"p\" {{\n  role = aws_iam_role.r.id\n  policy = jsonencode({{ Statement = [{{ Effect = \"Allow\", Action = flatten(local.l40), Resource = \"*\" }}] }})\n}}\n" }));
    }

    [Fact]
    public void Long_text_without_a_denial_takes_no_time() => Assert.Empty(AccessDenials.Find(string.Concat(Enumerable.Repeat("User: arn:aws:iam::1:user/a is not authorized to perform ", 20_000))));
}
