using System.Text.RegularExpressions;
using ChatOps.Capabilities.Diagnose.Rules.Findings;

namespace ChatOps.Capabilities.Diagnose.Rules.Recipes;

/// <summary>A Python retry loop of the one shape that may be changed mechanically.</summary>
/// <param name="Variable">The attempt counter, which counts from 0.</param>
/// <param name="HandlerEnd">Index of the line after the handler's last one.</param>
/// <param name="HandlerIndent">The white space before the handler's statements.</param>
/// <param name="FixedSleep">Index of a <c>time.sleep(constant)</c> in the handler; null when it has none.</param>
/// <param name="Trailing">Index of a <c>continue</c> or <c>pass</c> that ends the handler; null when it has none.</param>
/// <param name="EndsWithRaise">Whether the handler raises on the last attempt, so that no one waits after it.</param>
internal sealed partial record RetryLoop(string Variable, int HandlerEnd, string HandlerIndent, int? FixedSleep, int? Trailing, bool EndsWithRaise)
{
    /// <summary>Reads the loop at <paramref name="header"/>; null when it has another shape.</summary>
    /// <param name="lines">The file.</param>
    /// <param name="header">Index of the <c>for</c> line.</param>
    /// <param name="end">Index after the loop's last line.</param>
    public static RetryLoop? Read(List<string> lines, int header, int end)
    {
        var loop = Header().Match(PythonBlock.Code(lines[header]));
        if (!loop.Success)
            return null;
        var body = Enumerable.Range(header + 1, end - header - 1).Where(i => PythonBlock.Code(lines[i]).Trim().Length > 0).ToList();
        if (body.Count < 4 || PythonBlock.Code(lines[body[0]]).Trim() != "try:")
            return null;
        var depth = PythonBlock.Indent(lines[body[0]]);
        var atDepth = body.Where(i => PythonBlock.Indent(lines[i]) == depth).ToList();
        // try and one except, nothing else in the loop.
        if (atDepth.Count != 2 || PythonBlock.Indent(lines[header]) >= depth || !Except().IsMatch(PythonBlock.Code(lines[atDepth[1]])))
            return null;
        var handler = body.Where(i => i > atDepth[1]).ToList();
        var attempt = body.Where(i => i > atDepth[0] && i < atDepth[1]).ToList();
        if (handler.Count == 0 || !attempt.Exists(i => Leaves().IsMatch(lines[i])))
            return null;
        var indent = lines[handler[0]][..^lines[handler[0]].TrimStart().Length];
        return ReadHandler(lines, handler, indent, loop.Groups["name"].Value);
    }

    private static RetryLoop? ReadHandler(List<string> lines, List<int> handler, string indent, string variable)
    {
        var depth = PythonBlock.Indent(lines[handler[0]]);
        int? sleep = null, trailing = null;
        var raises = false;
        for (var n = 0; n < handler.Count; n++)
        {
            var code = PythonBlock.Code(lines[handler[n]]).Trim();
            var isLast = n == handler.Count - 1;
            if (PythonBlock.Indent(lines[handler[n]]) > depth)
            {
                // Only "if this was the last attempt: raise" may be nested.
                if (!code.StartsWith("raise", StringComparison.Ordinal) && !Remembers().IsMatch(code))
                    return null;
                raises |= code.StartsWith("raise", StringComparison.Ordinal);
            }
            else if (Sleep().IsMatch(code))
            {
                if (sleep is not null)
                    return null;
                sleep = handler[n];
            }
            else if (code is "continue" or "pass" && isLast)
            {
                trailing = handler[n];
            }
            else if (!LastAttempt().IsMatch(code) && !Remembers().IsMatch(code))
            {
                return null;
            }
        }
        return new RetryLoop(variable, handler[^1] + 1, indent, sleep, trailing, raises);
    }

    [GeneratedRegex(@"^\s*for\s+(?<name>[A-Za-z]\w*)\s+in\s+range\(\s*(0\s*,\s*)?[\w.]+(\s*\+\s*1)?\s*\)\s*:\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Header();

    [GeneratedRegex(@"^\s*except(\s+[\w.(), ]+?(\s+as\s+\w+)?)?\s*:\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Except();

    [GeneratedRegex(@"^\s*(return|break)\b", RegexOptions.NonBacktracking)]
    private static partial Regex Leaves();

    [GeneratedRegex(@"^time\.sleep\(\s*([0-9.]+|[A-Z_]+)\s*\)$", RegexOptions.NonBacktracking)]
    private static partial Regex Sleep();

    [GeneratedRegex(@"^if\s+[\w.]+\s*(==|>=)\s*[\w. ]+(-\s*1)?\s*:$", RegexOptions.NonBacktracking)]
    private static partial Regex LastAttempt();

    [GeneratedRegex(@"^(\w+\s*=\s*\w+|(logger|log|logging|print)(\.\w+)?\(.*\))$", RegexOptions.NonBacktracking)]
    private static partial Regex Remembers();
}
