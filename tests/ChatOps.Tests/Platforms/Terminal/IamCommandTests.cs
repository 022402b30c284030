using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ChatOps.Tests.Platforms.Terminal;

/// <summary><c>chatops iam …</c> as a pipeline starts it.</summary>
public sealed class IamCommandTests : IDisposable
{
    private const string Code = "import boto3\nboto3.client('sns').publish(TopicArn='arn:aws:sns:eu-west-1:123456789012:orders', Message='x')\n";
    private const string Terraform = "resource \"aws_iam_role\" \"app\" {\n  name = \"app\"\n}\n";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("chatops-test-");

    public IamCommandTests()
    {
        Directory.CreateDirectory(Path.Combine(folder.FullName, "src"));
        File.WriteAllText(Path.Combine(folder.FullName, "src", "app.py"), Code);
        File.WriteAllText(Path.Combine(folder.FullName, "main.tf"), Terraform);
    }

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_missing_permission_fails_the_pipeline_in_text_JSON_and_SARIF()
    {
        var text = await RunAsync("", "iam", "check", "src");
        var json = await RunAsync("", "iam", "check", "src", "--format", "json");
        var sarif = await RunAsync("", "iam", "check", "src", "--format", "sarif");

        Assert.Equal((1, 1, 1), (text.Code, json.Code, sarif.Code));
        Assert.Contains("src/app.py:2: sns.publish needs sns:Publish on arn:aws:sns:", text.Output, StringComparison.Ordinal);
        Assert.Contains("+resource \"aws_iam_role_policy\"", text.Output, StringComparison.Ordinal);
        Assert.Single(JsonNode.Parse(json.Output)!["missing_permissions"]!.AsArray());
        var result = JsonNode.Parse(sarif.Output)!["runs"]![0]!["results"]!.AsArray().Single()!;
        Assert.Equal(("src/app.py", 2), ((string?)result["locations"]![0]!["physicalLocation"]!["artifactLocation"]!["uri"], (int?)result["locations"]![0]!["physicalLocation"]!["region"]!["startLine"]));
    }

    [Fact]
    public async Task A_granted_permission_passes_and_what_is_not_there_is_said()
    {
        File.WriteAllText(Path.Combine(folder.FullName, "main.tf"), Terraform + "resource \"aws_iam_role_policy\" \"app\" {\n  role = aws_iam_role.app.id\n  policy = jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"sns:*\", Resource = \"*\" }] })\n}\n");

        var granted = await RunAsync("", "iam", "check", "src");

        Assert.Equal((0, ""), (granted.Code, granted.Errors));
        Assert.StartsWith("Every permission that the code needs is granted.\nkms:Decrypt is needed when ", granted.Output, StringComparison.Ordinal);
        Assert.Equal((2, "", "There is no nowhere.\n"), await RunAsync("", "iam", "check", "nowhere"));
        Assert.Equal(2, (await RunAsync("", "iam", "check")).Code);
    }

    [Fact]
    public async Task A_diff_is_read_from_standard_input()
    {
        var (code, output, _) = await RunAsync("--- a/src/app.py\n+++ b/src/app.py\n@@ -1,2 +1,3 @@\n import boto3\n+boto3.client('s3').list_buckets()\n boto3.client('sns').publish(TopicArn='arn:aws:sns:eu-west-1:123456789012:orders', Message='x')\n", "iam", "check", "--diff", "--format", "json");

        Assert.Equal(1, code);
        Assert.Equal("s3:ListAllMyBuckets on *", (string?)JsonNode.Parse(output)!["missing_permissions"]!.AsArray().Single());
    }

    [Fact]
    public async Task Lines_are_answered_one_by_one()
    {
        var calls = await RunAsync("""{"id": 7, "language": "python", "code": "import boto3\nboto3.client('sns').publish(TopicArn='arn:aws:sns:eu-west-1:123456789012:orders', Message='x')"}""", "iam", "calls");
        var simulated = await RunAsync("""
            {"id": 1, "policies": [{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}], "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"}
            {"id": 2, "policies": [], "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"}
            """, "iam", "simulate");

        Assert.Equal(["sns:Publish"], JsonNode.Parse(calls.Output)!["actions"]!.AsArray().Select(action => (string?)action));
        Assert.Equal(7, (int?)JsonNode.Parse(calls.Output)!["id"]);
        Assert.Equal("{\"id\":1,\"result\":\"Allowed\"}\n{\"id\":2,\"result\":\"ImplicitlyDenied\"}\n", simulated.Output);
        Assert.Equal((1, "", "Line 1 is not what this command takes: see --help.\n"), await RunAsync("{}", "iam", "simulate"));
    }

    [Fact]
    public async Task HCL_is_printed_as_JSON_and_what_is_none_is_named_with_its_place()
    {
        File.WriteAllText(Path.Combine(folder.FullName, "bad.tf"), "a = 1\nb = ");

        var one = await RunAsync("", "iam", "parse-hcl", "main.tf");
        var two = await RunAsync("", "iam", "parse-hcl", "main.tf", "bad.tf");

        Assert.Equal((0, "{\"resource\":{\"aws_iam_role\":{\"app\":[{\"name\":\"app\"}]}}}\n", ""), one);
        Assert.Equal(1, two.Code);
        Assert.StartsWith("{\"file\":\"main.tf\",\"json\":{", two.Output, StringComparison.Ordinal);
        Assert.Equal("bad.tf:2,5: Expected the start of an expression, but found the end of the file.\n", two.Errors);
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(string input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "chatops.dll"), .. arguments])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
