using System.Collections.Frozen;
using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace ChatOps.Capabilities.Diagnose.Knowledge;

/// <summary>Reads signatures from YAML: a list of entries, or one entry. Works on parser events, so that anchors, tags and nesting never get as far as being expanded.</summary>
internal static partial class SignatureReader
{
    private static readonly FrozenSet<string> Keys = new[] { "id", "pattern", "patterns", "unless", "category", "cause", "advice", "weight", "recipe", "example", "near_miss", "languages", "search_terms" }.ToFrozenSet();

    /// <summary>Reads what can be read; what cannot is added to <paramref name="warnings"/> with its file and line.</summary>
    /// <param name="path">The file's path, for warnings.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="recipes">The recipes that may be named.</param>
    /// <param name="warnings">Takes a sentence for each entry left out.</param>
    /// <param name="trusted">Whether a test already holds these entries to their examples, so that their patterns need not be compiled now.</param>
    public static IEnumerable<KnowledgeEntry> Read(string path, string text, IReadOnlySet<string> recipes, List<string> warnings, bool trusted = false)
    {
        foreach (var (chunk, firstLine) in Chunks(text))
        {
            if (chunk.Length > KnowledgeBase.MaxEntryLength)
            {
                warnings.Add($"{path}:{firstLine}: an entry may have {KnowledgeBase.MaxEntryLength / 1024} KiB; this one is left out.");
                continue;
            }
            RawSignature? raw;
            string? problem;
            var line = firstLine;
            try
            {
                raw = RawSignature.Parse(chunk, Keys);
                line = raw is null ? firstLine : firstLine + raw.Line - 1;
                problem = raw is null ? null : SignatureCheck.WhatIsWrong(raw, recipes) ?? (trusted ? null : SignatureCheck.WhatIsWrongWithPatterns(raw));
            }
            catch (YamlException e)
            {
                (raw, problem, line) = (null, e.InnerException?.Message ?? e.Message, firstLine + (int)Math.Max(0, e.Start.Line - 1));
            }
            if (problem is not null)
                warnings.Add($"{path}:{line}: {problem.TrimEnd('.')}; the entry is left out.");
            else if (raw is not null)
                yield return raw.ToEntry(path, line);
        }
    }

    // One broken entry must not take the others of its file with it, so each is parsed by itself.
    private static IEnumerable<(string Text, int FirstLine)> Chunks(string text)
    {
        var starts = EntryStart().EnumerateMatches(text);
        var positions = new List<int>();
        foreach (var match in starts)
            positions.Add(match.Index);
        if (positions.Count == 0)
        {
            yield return (text, 1);
            yield break;
        }
        var line = 1 + text.AsSpan(0, positions[0]).Count('\n');
        for (var i = 0; i < positions.Count; i++)
        {
            var end = i + 1 < positions.Count ? positions[i + 1] : text.Length;
            var chunk = text[positions[i]..end];
            yield return (chunk, line);
            line += chunk.AsSpan().Count('\n');
        }
    }

    [GeneratedRegex("^- ", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex EntryStart();
}
