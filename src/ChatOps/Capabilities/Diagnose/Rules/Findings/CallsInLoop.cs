using System.Text.RegularExpressions;

namespace ChatOps.Capabilities.Diagnose.Rules.Findings;

/// <summary>Sees loops that make one remote call after another.</summary>
internal static partial class CallsInLoop
{
    /// <summary>The first such loop of the file; null when it has none.</summary>
    public static Finding? In(string path, string[] lines)
    {
        var python = path.EndsWith(".py", StringComparison.Ordinal);
        var script = Path.GetExtension(path) is ".js" or ".ts" or ".mjs" or ".cjs" or ".tsx";
        if (!python && !script)
            return null;
        for (var i = 0; i < lines.Length; i++)
        {
            if (!(python ? PythonLoop() : ScriptLoop()).IsMatch(lines[i]))
                continue;
            var end = python ? PythonBlock.End(lines, i) : BraceBlock.End(lines, i);
            var calls = Enumerable.Range(i + 1, Math.Max(0, end - i - 1))
                .Select(at => (Line: at + 1, Match: (python ? PythonCall() : ScriptCall()).Match(python ? PythonBlock.Code(lines[at]) : lines[at])))
                .Where(call => call.Match.Success).ToList();
            if (calls.Count == 0)
                continue;
            var names = string.Join(", ", calls.Select(call => $"`{call.Match.Groups["call"].Value}`").Distinct().Take(4));
            var service = calls.Exists(call => DynamoDb().IsMatch(call.Match.Value)) ? "synchronous DynamoDB calls" : "remote calls";
            return new Finding(path, calls[0].Line, i + 1, end, $"makes {service} one after another for each item of a loop",
                $"The loop at `{path}:{i + 1}` makes {calls.Count} {(calls.Count == 1 ? "call" : "calls")} for each item ({names}, line {string.Join(", ", calls.Select(call => call.Line))}), each waiting for the one before. The run time grows with the size of the batch.");
        }
        return null;
    }

    [GeneratedRegex(@"^\s*(async\s+)?(for\s+.+\s+in\s+.+|while\s+.+):", RegexOptions.NonBacktracking)]
    private static partial Regex PythonLoop();

    [GeneratedRegex(@"^\s*(for\s*(await\s*)?\(|while\s*\()", RegexOptions.NonBacktracking)]
    private static partial Regex ScriptLoop();

    [GeneratedRegex(@"\b(?<call>[A-Za-z_][\w.]*\.(get_item|put_item|update_item|delete_item|query|scan|batch_get_item|batch_write_item|transact_write_items|invoke|publish|send_message|put_object|get_object|put_events|start_execution|execute|fetchone|fetchall)|(requests|httpx|session|http|client)\.(get|post|put|patch|delete|request)|urlopen)\s*\(", RegexOptions.NonBacktracking)]
    private static partial Regex PythonCall();

    [GeneratedRegex(@"\bawait\s+(?<call>[A-Za-z_$][\w$.]*)\s*\(", RegexOptions.NonBacktracking)]
    private static partial Regex ScriptCall();

    [GeneratedRegex(@"(get|put|update|delete)_item|query|scan|batch_(get|write)_item|transact_write_items|(?i)dynamo", RegexOptions.NonBacktracking)]
    private static partial Regex DynamoDb();
}
