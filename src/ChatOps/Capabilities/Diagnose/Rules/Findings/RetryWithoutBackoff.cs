using System.Text.RegularExpressions;

namespace ChatOps.Capabilities.Diagnose.Rules.Findings;

/// <summary>Sees retry loops that try again at once, or after the same pause each time.</summary>
internal static partial class RetryWithoutBackoff
{
    /// <summary>The first such loop of the file; null when it has none.</summary>
    public static Finding? In(string path, string[] lines)
    {
        var python = path.EndsWith(".py", StringComparison.Ordinal);
        if (!python && !CStyle(path))
            return null;
        for (var i = 0; i < lines.Length; i++)
        {
            if (!(python ? PythonLoop() : OtherLoop()).IsMatch(lines[i]) || !(RetryWord().IsMatch(lines[i]) || i > 0 && lines[..i].TakeLast(12).Any(line => RetryWord().IsMatch(line) && FunctionHead().IsMatch(line))))
                continue;
            var end = python ? PythonBlock.End(lines, i) : BraceBlock.End(lines, i);
            var body = lines[(i + 1)..end];
            var code = python ? body.Select(PythonBlock.Code).ToArray() : body;
            if (!code.Any(line => Catch().IsMatch(line)) || !code.Any(line => Call().IsMatch(line)))
                continue;
            if (Seen(path, i, end, code) is { } finding)
                return finding;
        }
        return null;
    }

    private static Finding? Seen(string path, int loop, int end, string[] code)
    {
        var pause = Array.FindIndex(code, line => Pause().IsMatch(line));
        if (pause < 0)
            return new Finding(path, loop + 1, loop + 1, end, "retries at once, without backoff",
                $"The loop at `{path}:{loop + 1}` catches the error and goes straight on to the next attempt: nothing in lines {loop + 1} to {end} waits. Under throttling each failed call turns into several more within milliseconds, from every worker at the same time.");
        if (FixedPause().IsMatch(code[pause]) && !code.Any(line => Grows().IsMatch(line)))
            return new Finding(path, loop + 2 + pause, loop + 1, end, "waits the same fixed time before each retry, without backoff or jitter",
                $"The loop at `{path}:{loop + 1}` pauses for the same time before every attempt (`{code[pause].Trim()}`), so callers that were throttled together come back together.");
        return null;
    }

    private static bool CStyle(string path) => Path.GetExtension(path) is ".js" or ".ts" or ".mjs" or ".cjs" or ".tsx" or ".java" or ".kt" or ".cs" or ".go";

    [GeneratedRegex(@"^\s*(for\s+\w+\s+in\s+range\s*\(|while\s+[^:]*:)", RegexOptions.NonBacktracking)]
    private static partial Regex PythonLoop();

    [GeneratedRegex(@"^\s*(for|while|do)\b.*\{\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex OtherLoop();

    [GeneratedRegex("(?i)(attempt|retr(y|ies)|tries)", RegexOptions.NonBacktracking)]
    private static partial Regex RetryWord();

    [GeneratedRegex(@"\b(def|function|func|async|public|private|static|fun)\b", RegexOptions.NonBacktracking)]
    private static partial Regex FunctionHead();

    [GeneratedRegex(@"\b(except|catch)\b|err\s*!=\s*nil", RegexOptions.NonBacktracking)]
    private static partial Regex Catch();

    [GeneratedRegex(@"\w\s*\(", RegexOptions.NonBacktracking)]
    private static partial Regex Call();

    [GeneratedRegex("(?i)(sleep|backoff|delay|setTimeout|wait\\(|wait_|time\\.After|retry_after)", RegexOptions.NonBacktracking)]
    private static partial Regex Pause();

    [GeneratedRegex(@"(?i)(sleep|delay|wait)\s*\(\s*[0-9.]+\s*\)|sleep\(\s*[A-Z_]+\s*\)", RegexOptions.NonBacktracking)]
    private static partial Regex FixedPause();

    [GeneratedRegex(@"\*\*|\*=|random|jitter|expo|pow|<<", RegexOptions.NonBacktracking)]
    private static partial Regex Grows();
}
