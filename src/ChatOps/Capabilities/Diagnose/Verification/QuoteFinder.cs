namespace ChatOps.Capabilities.Diagnose.Verification;

/// <summary>Finds where quoted lines stand in a file, forgiving indentation and line numbers but not a single other character.</summary>
internal static class QuoteFinder
{
    /// <summary>Further away than this, a quote that stands in several places is not taken for the one that was meant.</summary>
    private const int NearLines = 5;

    /// <summary>A shorter quote (<c>}</c>, <c>return</c>) proves nothing by standing somewhere in a file.</summary>
    private const int TellingLength = 8;

    /// <summary>The lines where the quote stands.</summary>
    /// <param name="lines">The file.</param>
    /// <param name="quote">The quoted text.</param>
    /// <param name="startLine">Where the analyst says that it begins, from 1.</param>
    /// <param name="endLine">Where the analyst says that it ends.</param>
    /// <returns>First and last line, from 1; null when it is not there, or not clear where.</returns>
    public static (int Start, int End)? Find(IReadOnlyList<string> lines, string quote, int startLine, int endLine)
    {
        var wanted = Trim(quote.Split('\n'));
        return FindLines(lines, wanted, startLine, endLine) ?? FindLines(lines, WithoutNumbers(wanted), startLine, endLine);
    }

    private static (int Start, int End)? FindLines(IReadOnlyList<string> lines, List<string> wanted, int startLine, int endLine)
    {
        if (wanted.Count == 0)
            return null;

        var places = new List<int>();
        for (var at = 0; at + wanted.Count <= lines.Count; at++)
            if (StandsAt(lines, wanted, at))
                places.Add(at + 1);

        var inside = places.Where(place => place >= startLine && place <= endLine).Take(1).ToList();
        if (inside.Count == 1)
            return (inside[0], inside[0] + wanted.Count - 1);

        if (wanted.Sum(line => line.Length) < TellingLength)
            return null;

        var near = places.Where(place => Math.Abs(place - startLine) <= NearLines).ToList();
        return (places.Count, near.Count) switch
        {
            (1, _) => (places[0], places[0] + wanted.Count - 1),
            (_, 1) => (near[0], near[0] + wanted.Count - 1),
            _ => null,
        };
    }

    /// <summary>The first and last quoted line may be a part of theirs; those between are whole.</summary>
    private static bool StandsAt(IReadOnlyList<string> lines, List<string> wanted, int at)
    {
        for (var i = 0; i < wanted.Count; i++)
        {
            var line = lines[at + i].AsSpan().Trim();
            var stands = wanted.Count == 1 ? line.Contains(wanted[0], StringComparison.Ordinal)
                : i == 0 ? line.EndsWith(wanted[i], StringComparison.Ordinal)
                : i == wanted.Count - 1 ? line.StartsWith(wanted[i], StringComparison.Ordinal)
                : line.SequenceEqual(wanted[i]);
            if (!stands)
                return false;
        }

        return true;
    }

    private static List<string> Trim(IEnumerable<string> lines)
    {
        var trimmed = lines.Select(line => line.Trim()).SkipWhile(line => line.Length == 0).ToList();
        while (trimmed.Count > 0 && trimmed[^1].Length == 0)
            trimmed.RemoveAt(trimmed.Count - 1);

        return trimmed;
    }

    /// <summary>Evidence is shown with line numbers, and models like to copy them along.</summary>
    private static List<string> WithoutNumbers(List<string> lines)
    {
        var bare = new List<string>(lines.Count);
        foreach (var line in lines)
        {
            var digits = line.TakeWhile(char.IsAsciiDigit).Count();
            if (digits == 0 || digits > 7 || digits < line.Length && line[digits] is not ('|' or ':' or ' ' or '\t'))
                return [];

            bare.Add(line[digits..].TrimStart('|', ':', ' ', '\t'));
        }

        return Trim(bare);
    }
}
