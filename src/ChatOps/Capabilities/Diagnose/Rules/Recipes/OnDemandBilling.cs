using System.Text.RegularExpressions;
using ChatOps.Capabilities.Diagnose.Rules.Infrastructure;

namespace ChatOps.Capabilities.Diagnose.Rules.Recipes;

/// <summary>Gives the repository's only provisioned DynamoDB table on-demand billing.</summary>
internal static partial class OnDemandBilling
{
    public static RecipeResult Apply(RepositoryFiles repository)
    {
        var templates = repository.Paths.Where(LambdaFunctions.IsTemplate).Select(path => (Path: path, Text: repository.ReadText(path) ?? "")).Where(file => file.Text.Contains("dynamodb", StringComparison.OrdinalIgnoreCase)).ToList();
        if (templates.Exists(file => file.Text.Contains("aws_appautoscaling_target", StringComparison.Ordinal) || file.Text.Contains("AWS::ApplicationAutoScaling::ScalableTarget", StringComparison.Ordinal)))
            return RecipeResult.None("The tables are scaled automatically; look at the target's minimum and maximum before changing the billing mode.");
        var tables = templates.SelectMany(file => file.Path.EndsWith(".tf", StringComparison.Ordinal) ? Terraform(file.Path, file.Text) : CloudFormation(file.Path, file.Text)).ToList();
        return tables switch
        {
            [] => RecipeResult.None("No template of this repository provisions a DynamoDB table, so no capacity was changed."),
            [{ Text: { } text } table] when TemplateCheck.Reads(table.Path, text) => RecipeResult.Change(table.Path, text,
                $"The change gives the table {table.Name} ({table.Path}:{table.Line}) on-demand billing; compare its price with the provisioned one, and note that AWS allows the switch back once in 24 hours."),
            [var table] => RecipeResult.None($"The table {table.Name} at {table.Path}:{table.Line} is provisioned in a form that is not edited mechanically."),
            _ => RecipeResult.None($"Several tables are provisioned ({string.Join(", ", tables.Take(4).Select(table => $"{table.Name} at {table.Path}:{table.Line}"))}); which one throttles is not in the text."),
        };
    }

    private static IEnumerable<(string Path, string Name, int Line, string? Text)> Terraform(string path, string text)
    {
        foreach (var (_, type, name, line, block) in HclBlock.TopLevel(text))
        {
            if (type != "aws_dynamodb_table" || block.Read("read_capacity") is null)
                continue;
            yield return (path, name, line, Rewrite(text, block));
        }
    }

    private static string? Rewrite(string text, HclBlock block)
    {
        // From the end, so that positions before stay right; indexes of their own carry capacities too.
        var mode = block.Read("billing_mode") is null;
        var body = text[block.Start..block.End];
        var lines = Capacity().Replace(body, "");
        if (mode)
        {
            var first = Capacity().Match(body);
            var indent = first.Value[..^first.Value.TrimStart(' ', '\t').Length];
            lines = body[..first.Index] + $"{indent}billing_mode = \"PAY_PER_REQUEST\"{(first.Value.EndsWith("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n")}" + Capacity().Replace(body[first.Index..], "");
        }
        else if (block.Read("billing_mode") == "PROVISIONED")
        {
            lines = lines.Replace("\"PROVISIONED\"", "\"PAY_PER_REQUEST\"", StringComparison.Ordinal);
        }
        else
        {
            return null;
        }
        return string.Concat(text.AsSpan(0, block.Start), lines, text.AsSpan(block.End));
    }

    private static IEnumerable<(string Path, string Name, int Line, string? Text)> CloudFormation(string path, string text)
    {
        var count = text.Split("AWS::DynamoDB::Table").Length - 1;
        var throughput = Throughput().Matches(text);
        if (count == 0 || throughput.Count == 0)
            yield break;
        var line = 1 + text.AsSpan(0, throughput[0].Index).Count('\n');
        if (count > 1 || throughput.Count > 1 || path.EndsWith(".json", StringComparison.Ordinal) || text.Contains("BillingMode: PAY_PER_REQUEST", StringComparison.Ordinal))
        {
            yield return (path, "AWS::DynamoDB::Table", line, null);
            yield break;
        }
        var match = throughput[0];
        var newline = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var changed = BillingMode().IsMatch(text)
            ? BillingMode().Replace(text.Remove(match.Index, match.Length), "${before}PAY_PER_REQUEST")
            : string.Concat(text.AsSpan(0, match.Index), $"{match.Groups["indent"].Value}BillingMode: PAY_PER_REQUEST{newline}", text.AsSpan(match.Index + match.Length));
        yield return (path, "AWS::DynamoDB::Table", line, changed);
    }

    [GeneratedRegex(@"^[ \t]*(read_capacity|write_capacity)[ \t]*=[ \t]*[^\r\n]*\r?\n", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Capacity();

    [GeneratedRegex(@"^(?<indent>[ \t]*)ProvisionedThroughput:[ \t]*\r?\n([ \t]+(Read|Write)CapacityUnits:[^\r\n]*(\r?\n|$)){2}", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Throughput();

    [GeneratedRegex(@"(?<before>BillingMode:[ \t]*)PROVISIONED", RegexOptions.NonBacktracking)]
    private static partial Regex BillingMode();
}
