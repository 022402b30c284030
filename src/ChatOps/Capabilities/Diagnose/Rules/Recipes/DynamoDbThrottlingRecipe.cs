using System.Text.RegularExpressions;
using ChatOps.Capabilities.Diagnose.Rules.Findings;

namespace ChatOps.Capabilities.Diagnose.Rules.Recipes;

/// <summary>Gives a boto3 DynamoDB client the SDK's adaptive retries; without such a client, gives the only provisioned table on-demand billing.</summary>
internal sealed partial class DynamoDbThrottlingRecipe : IFixRecipe
{
    // Adaptive mode slows the client down by itself while it is throttled.
    // https://boto3.amazonaws.com/v1/documentation/api/latest/guide/retries.html
    private const string Retries = "config=Config(retries={\"mode\": \"adaptive\", \"max_attempts\": 10})";

    public string Name => RecipeNames.DynamoDbThrottling;

    public RecipeResult Apply(RecipeInput input)
    {
        foreach (var path in input.Files)
        {
            if (ClientWithoutRetries.In(path, input.Repository.Lines(path), "dynamodb") is { } finding && input.Repository.ReadText(path) is { } text)
                return Configure(path, text, finding.Line);
        }
        return OnDemandBilling.Apply(input.Repository);
    }

    private static RecipeResult Configure(string path, string text, int line)
    {
        var lines = text.Split('\n').ToList();
        var call = Call().Match(lines[line - 1]);
        var import = lines.FindIndex(candidate => candidate.TrimEnd() == "import boto3");
        // Another Config in the file may be anything.
        if (!call.Success || import < 0 || (OtherConfig().IsMatch(text) && !text.Contains(Import, StringComparison.Ordinal)))
            return RecipeResult.None($"The client at {path}:{line} is made in a way that is not edited mechanically; pass it `{Retries}`.");
        lines[line - 1] = $"{call.Groups["before"].Value}, {Retries}){call.Groups["after"].Value}";
        if (!text.Contains(Import, StringComparison.Ordinal))
            lines.Insert(AfterPlainImports(lines, import), Import + (lines[import].EndsWith('\r') ? "\r" : ""));
        return RecipeResult.Change(path, string.Join('\n', lines), $"The change gives the client at {path}:{line} botocore's adaptive retries, which back off with jitter and slow down while DynamoDB throttles.");
    }

    private const string Import = "from botocore.config import Config";

    // Third-party "from" imports follow "import boto3" in most styles.
    private static int AfterPlainImports(List<string> lines, int at)
    {
        at++;
        while (at < lines.Count && lines[at].StartsWith("import ", StringComparison.Ordinal))
            at++;
        return at;
    }

    [GeneratedRegex("""^(?<before>.*\bboto3\.(client|resource)\([^()#]*[^(),\s])\)(?<after>.*)$""", RegexOptions.NonBacktracking)]
    private static partial Regex Call();

    [GeneratedRegex(@"\bConfig\b", RegexOptions.NonBacktracking)]
    private static partial Regex OtherConfig();
}
