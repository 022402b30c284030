using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using ChatOps.Iam;
using ChatOps.Iam.Hcl;
using ChatOps.Iam.Policies;

namespace ChatOps.Benchmarks;

/// <summary>What the permission engine's parts cost a call, in time and memory, by BenchmarkDotNet.</summary>
[MemoryDiagnoser]
public class IamAllocations
{
    private const string Terraform = """
        resource "aws_iam_role" "app" {
          name = "app"
        }
        data "aws_iam_policy_document" "app" {
          statement {
            actions   = ["sns:Publish", "s3:GetObject"]
            resources = ["arn:aws:sns:*:*:orders", "arn:aws:s3:::data/*"]
          }
        }
        resource "aws_iam_role_policy" "app" {
          role   = aws_iam_role.app.id
          policy = data.aws_iam_policy_document.app.json
        }
        """;

    private const string Python = """
        import boto3

        sns = boto3.client("sns")
        s3 = boto3.client("s3")

        def handler(event, context):
            sns.publish(TopicArn="arn:aws:sns:eu-west-1:123456789012:orders", Message=event["text"])
            return s3.get_object(Bucket="data", Key=event["key"])["Body"].read()
        """;

    // BenchmarkDotNet calls methods of an instance.
    private readonly string _python = Python;
    private readonly string _terraform = Terraform;
    private readonly Dictionary<string, string> _code = new() { ["app.py"] = Python };
    private readonly Dictionary<string, string> _files = new() { ["main.tf"] = Terraform };
    private readonly string _pattern = Wildcard.Compile("arn:aws:s3:::data-*/logs/*/2026-??-*.gz");

    /// <summary>Reads a handler of eight lines.</summary>
    [Benchmark]
    public int Calls() => CodeAnalyzer.AnalyzeFragment(CodeLanguage.Python, _python).Required.Count;

    /// <summary>Parses three blocks of HCL.</summary>
    [Benchmark]
    public bool Hcl() => HclFile.Parse(_terraform).Body is not null;

    /// <summary>Says what the handler lacks.</summary>
    [Benchmark]
    public int Missing() => IamAnalyzer.Analyze(_code, _files).MissingPermissions.Count;

    /// <summary>Matches one pattern of a policy.</summary>
    [Benchmark]
    public bool Match() => Wildcard.Matches(_pattern, "arn:aws:s3:::data-eu/logs/web/2026-11-26.gz");

    /// <summary>Runs all in this process.</summary>
    internal static int Run()
    {
        var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
        var summary = BenchmarkRunner.Run<IamAllocations>(DefaultConfig.Instance.AddJob(job).WithArtifactsPath(Path.Combine(Path.GetTempPath(), "chatops-benchmarks")));
        return summary.HasCriticalValidationErrors ? 1 : 0;
    }
}
