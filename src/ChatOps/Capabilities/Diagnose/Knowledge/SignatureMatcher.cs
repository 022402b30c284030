using System.Collections.Frozen;
using System.Text.RegularExpressions;
using ChatOps.Traces;

namespace ChatOps.Capabilities.Diagnose.Knowledge;

/// <summary>Finds known errors in pasted text. Patterns meet one line at a time, and only lines that hold a word the pattern needs.</summary>
internal sealed class SignatureMatcher(KnowledgeBase knowledge)
{
    // A line is cut here around the word; error messages that need more say the rest in vain.
    private const int MaxLine = 4_000;

    // A word on every line of a long log must not cost a match for each.
    private const int MaxLinesTried = 300;

    /// <summary>The signatures that match, strongest first, each once at the first line that fits it.</summary>
    /// <param name="text">The pasted text.</param>
    /// <param name="parsed">What the trace parser made of it: its clean text is searched too, and its languages rule signatures of others out.</param>
    public IReadOnlyList<SignatureMatch> Match(string text, ParsedText parsed)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(parsed);
        var languages = parsed.Traces.Select(trace => NameOf(trace.Language)).OfType<string>().ToFrozenSet();
        var lines = new LineIndex(text);
        var matches = new List<SignatureMatch>();
        foreach (var entry in knowledge.Entries)
        {
            if (languages.Count > 0 && entry.Signature.Languages.Count > 0 && !entry.Signature.Languages.Any(languages.Contains))
                continue;
            var match = Find(entry, text, lines.LineOf);
            if (match is null && parsed.CleanText.Length > 0 && !ReferenceEquals(parsed.CleanText, text) && parsed.CleanText != text)
                match = Find(entry, parsed.CleanText, at => Math.Min(LineIndex.Count(parsed.CleanText, at), lines.Total));
            if (match is not null)
                matches.Add(match);
        }
        return [.. matches.OrderByDescending(match => match.Weight).ThenBy(match => match.TextLine).ThenBy(match => match.Signature.Id, StringComparer.Ordinal)];
    }

    private static SignatureMatch? Find(KnowledgeEntry entry, string text, Func<int, int> lineOf)
    {
        foreach (var pattern in entry.Patterns)
        {
            var (at, tried) = (0, 0);
            while (at < text.Length && tried++ < MaxLinesTried)
            {
                var hit = pattern.Words?.IndexIn(text.AsSpan(at)) ?? 0;
                if (hit < 0)
                    break;
                hit += at;
                var (start, end) = LineAround(text, hit);
                var line = text.Substring(start, end - start);
                var match = pattern.Regex.Match(line);
                if (match.Success && !entry.Unless.Any(unless => unless.IsMatch(line)))
                    return new SignatureMatch(entry.Signature, Captures(pattern.Regex, match), lineOf(start), entry.Signature.Weight);
                at = end + 1;
            }
        }
        return null;
    }

    private static (int Start, int End) LineAround(string text, int at)
    {
        var from = Math.Max(0, at - MaxLine / 2);
        var start = text.LastIndexOf('\n', Math.Max(0, at - 1), Math.Max(0, at - 1) - from + (at > 0 ? 1 : 0)) + 1;
        start = Math.Max(start, from);
        var until = Math.Min(text.Length, at + MaxLine / 2);
        var newline = text.AsSpan(at, until - at).IndexOf('\n');
        return (Math.Min(start, at), newline < 0 ? until : at + newline);
    }

    private static FrozenDictionary<string, string> Captures(Regex regex, Match match) => regex.GetGroupNames()
        .Where(name => !char.IsAsciiDigit(name[0]) && match.Groups[name].Success)
        .ToFrozenDictionary(name => name, name => match.Groups[name].Value.Trim());

    private static string? NameOf(TraceLanguage language) => language switch
    {
        TraceLanguage.Unknown or TraceLanguage.Elixir or TraceLanguage.Native => null,
        _ => language.ToString().ToLowerInvariant(),
    };
}
