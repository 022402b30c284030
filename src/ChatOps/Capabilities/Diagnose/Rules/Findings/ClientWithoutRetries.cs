using System.Text.RegularExpressions;

namespace ChatOps.Capabilities.Diagnose.Rules.Findings;

/// <summary>Sees boto3 clients that keep the SDK's legacy retries: five attempts, no rate limit of their own.</summary>
internal static partial class ClientWithoutRetries
{
    /// <summary>The first such client of the file for <paramref name="service"/>; null when there is none.</summary>
    public static Finding? In(string path, string[] lines, string service)
    {
        if (!path.EndsWith(".py", StringComparison.Ordinal))
            return null;
        for (var i = 0; i < lines.Length; i++)
        {
            var match = Client().Match(PythonBlock.Code(lines[i]));
            if (!match.Success || match.Groups["service"].Value != service || match.Groups["rest"].Value.Contains("config", StringComparison.Ordinal))
                continue;
            if (!match.Groups["rest"].Value.Contains(')', StringComparison.Ordinal))
                continue;
            return new Finding(path, i + 1, i + 1, i + 1, "creates its client without a retry configuration",
                $"The client at `{path}:{i + 1}` is created without `Config(retries=…)`, so botocore uses its legacy mode.");
        }
        return null;
    }

    [GeneratedRegex("""\bboto3\.(client|resource)\(\s*["'](?<service>[a-z0-9-]+)["'](?<rest>.*)$""", RegexOptions.NonBacktracking)]
    private static partial Regex Client();
}
