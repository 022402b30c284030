using System.Text.RegularExpressions;
using ChatOps.Capabilities.Diagnose.Rules.Findings;

namespace ChatOps.Capabilities.Diagnose.Rules.Recipes;

/// <summary>
/// Gives a Python retry loop exponential backoff with full jitter. Only for one shape: <c>for x in range(n)</c> with a single <c>try</c>, a
/// <c>return</c> in it, and one <c>except</c> that remembers, logs, raises on the last attempt, continues or passes, and waits not at all or a fixed time.
/// </summary>
internal sealed partial class RetryBackoffRecipe : IFixRecipe
{
    // Full jitter up to 50 ms doubled per attempt, capped at 5 s: the SDKs' own base and a cap that fits a request.
    // https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    private static string Wait(string attempt) => $"time.sleep(random.uniform(0, min(5.0, 0.05 * 2 ** {attempt})))";

    public string Name => RecipeNames.RetryBackoff;

    public RecipeResult Apply(RecipeInput input)
    {
        foreach (var path in input.Files.Where(path => path.EndsWith(".py", StringComparison.Ordinal)))
        {
            if (input.Repository.ReadText(path) is { } text && RetryWithoutBackoff.In(path, input.Repository.Lines(path)) is { } finding)
                return Rewrite(path, text, finding);
        }
        return RecipeResult.None("No retry loop without backoff was found in the files concerned.");
    }

    private static RecipeResult Rewrite(string path, string text, Finding finding)
    {
        var newline = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var lines = text.Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        if (RetryLoop.Read(lines, finding.StartLine - 1, finding.EndLine) is not { } loop)
            return RecipeResult.None($"The retry loop at {path}:{finding.StartLine} has a shape that is not changed mechanically; the advice says what it needs.");

        var wait = Wait(loop.Variable);
        if (loop.FixedSleep is { } sleep)
            lines[sleep] = Indent(lines[sleep]) + wait;
        else if (loop.Trailing is { } trailing)
            // continue and pass were the whole of "try again"; waiting takes their place.
            lines[trailing] = Indent(lines[trailing]) + wait;
        else
            lines.Insert(loop.HandlerEnd, loop.HandlerIndent + wait);
        Import(lines, "time");
        Import(lines, "random");
        return RecipeResult.Change(path, string.Join(newline, lines),
            $"The change makes the loop at {path}:{finding.StartLine} wait a random time of up to 50 ms, doubled with each attempt up to 5 s, before it tries again{(loop.EndsWithRaise ? "" : ", also after the last attempt")}.");
    }

    private static string Indent(string line) => line[..^line.TrimStart().Length];

    // Below the last top-level import, or below the module's docstring, comments and __future__ imports when it has none.
    private static void Import(List<string> lines, string module)
    {
        if (lines.Exists(line => Regex.IsMatch(line, $@"^import\s+([\w., ]+,\s*)?{module}\b", RegexOptions.NonBacktracking)))
            return;
        var first = lines.FindIndex(line => PlainImport().IsMatch(line));
        var from = lines.FindIndex(line => FromImport().IsMatch(line));
        if (first >= 0)
        {
            // Plain imports are kept in order where they are in order.
            var at = first;
            while (at < lines.Count && PlainImport().IsMatch(lines[at]) && string.CompareOrdinal(lines[at], $"import {module}") < 0)
                at++;
            lines.Insert(at, $"import {module}");
        }
        else if (from >= 0)
        {
            lines.Insert(from, $"import {module}");
        }
        else
        {
            var at = AfterHeader(lines);
            lines.Insert(at, $"import {module}");
            if (at + 1 < lines.Count && lines[at + 1].Length > 0)
                lines.Insert(at + 1, "");
        }
    }

    private static int AfterHeader(List<string> lines)
    {
        var at = 0;
        while (at < lines.Count && (lines[at].StartsWith('#') || lines[at].Length == 0 || lines[at].StartsWith("from __future__", StringComparison.Ordinal)))
            at++;
        if (at < lines.Count && (lines[at].StartsWith("\"\"\"", StringComparison.Ordinal) || lines[at].StartsWith("'''", StringComparison.Ordinal)))
        {
            var quote = lines[at][..3];
            if (lines[at].Length < 6 || !lines[at].TrimEnd().EndsWith(quote, StringComparison.Ordinal))
                at = lines.FindIndex(at + 1, line => line.Contains(quote, StringComparison.Ordinal));
            at++;
            while (at < lines.Count && (lines[at].Length == 0 || lines[at].StartsWith("from __future__", StringComparison.Ordinal)))
                at++;
        }
        return Math.Max(0, at);
    }

    [GeneratedRegex(@"^import\s+\w", RegexOptions.NonBacktracking)]
    private static partial Regex PlainImport();

    [GeneratedRegex(@"^from\s+(?<m>[a-zA-Z.][\w.]*)\s+import\b", RegexOptions.NonBacktracking)]
    private static partial Regex FromImportAny();

    private static FromImports FromImport() => new(FromImportAny());

    // A __future__ import must stay first.
    private readonly record struct FromImports(Regex Regex)
    {
        public bool IsMatch(string line) => Regex.IsMatch(line) && !line.StartsWith("from __future__", StringComparison.Ordinal);
    }
}
