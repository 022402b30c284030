using System.Diagnostics;
using ChatOps.Iam;
using ChatOps.Iam.Hcl;

namespace ChatOps.Tests.Iam.Policies.Support;

/// <summary>Infrastructure code and what code needs, without the code itself.</summary>
internal sealed class Repo
{
    private static readonly HashSet<string> WithoutResources = ["ec2:DescribeInstances", "rekognition:DetectLabels", "s3:ListAllMyBuckets"];

    public Dictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    public Repo(string terraform) => Files["main.tf"] = terraform;

    public Repo(params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files)
            Files[path] = text;
    }

    /// <summary>Analyses needs written as <c>sns:Publish arn:aws:sns:*:*:orders</c>, optionally with <c> @src/app.py</c>.</summary>
    public IamAnalysis Analyze(params string[] needs) => IamAnalyzer.Analyze([.. needs.Select(Need)], Files, WithoutResources.Contains);

    public string Missing(params string[] needs) => string.Join(" | ", Analyze(needs).MissingPermissions);

    public static RequiredPermission Need(string text)
    {
        var parts = text.Split(' ');
        var (service, operation) = parts[0].Split(':') is [var prefix, var name] ? (prefix, name) : ("", "");
        var path = parts.FirstOrDefault(part => part.StartsWith('@'))?[1..] ?? "src/app.py";
        return new RequiredPermission(parts[0], parts.Length > 1 && !parts[1].StartsWith('@') ? parts[1] : "*", new SdkCall(path, 3, $"{service}.{operation}", service, operation));
    }

    /// <summary>Applies an analysis' diff with git and gives back the files; they all parse.</summary>
    public Repo Apply(IamAnalysis analysis)
    {
        var diff = analysis.TerraformDiff + analysis.PolicyDiff;
        Assert.NotEmpty(diff);
        var folder = Directory.CreateTempSubdirectory("chatops-iam-").FullName;
        try
        {
            foreach (var (path, text) in Files)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
                File.WriteAllText(Path.Combine(folder, path), text);
            }

            using var git = Process.Start(new ProcessStartInfo("git", ["apply", "--whitespace=error", "-"]) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardError = true })!;
            git.StandardInput.Write(diff);
            git.StandardInput.Close();
            var errors = git.StandardError.ReadToEnd();
            git.WaitForExit();
            Assert.True(git.ExitCode == 0, errors + diff);
            var changed = new Repo([.. Files.Keys.Select(path => (path, File.ReadAllText(Path.Combine(folder, path))))]);
            Assert.All(changed.Files.Where(file => file.Key.EndsWith(".tf", StringComparison.Ordinal)), file => Assert.Null(HclFile.Parse(file.Value).Error));
            foreach (var (path, text) in analysis.ChangedFiles)
                Assert.Equal(text, changed.Files[path]);
            return changed;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
