using ChatOps.Capabilities.Diagnose.Evidence;

namespace ChatOps.Capabilities.Diagnose.Rules;

/// <summary>The line of the repository that the answer points at.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line, from 1; null when only the file is known.</param>
/// <param name="Code">The line's text; empty when there is none.</param>
/// <param name="FromTrace">Whether the pasted text names the line; otherwise it was found by its words.</param>
internal sealed record FailingLine(string Path, int? Line, string Code, bool FromTrace)
{
    private const int NearestCode = 3;

    /// <summary><c>path:line</c>, or the path alone.</summary>
    public string Place => Line is { } line ? $"{Path}:{line}" : Path;

    /// <summary>Finds it: where the trace says, else the first line of the leading file with one of the words; null when no file is known.</summary>
    public static FailingLine? Of(EvidenceSet evidence, RepositoryFiles repository, IReadOnlyList<string> words)
    {
        var traced = evidence.Files.Take(3).FirstOrDefault(file => file.FrameLines.Count > 0);
        if (traced is not null && (ReferenceEquals(traced, evidence.Files[0]) || evidence.FilePath is null))
        {
            var lines = repository.Lines(traced.Path);
            var line = traced.FrameLines.Select(line => CodeAt(lines, line)).FirstOrDefault(line => line > 0);
            return line > 0 ? new FailingLine(traced.Path, line, lines[line - 1], FromTrace: true) : new FailingLine(traced.Path, null, "", FromTrace: true);
        }
        var path = evidence.FilePath ?? (evidence.Files.Count > 0 ? evidence.Files[0].Path : null);
        if (path is null)
            return null;
        var text = repository.Lines(path);
        foreach (var word in words)
        {
            var at = Array.FindIndex(text, line => Holds(line, word) && !IsNoise(line));
            if (at >= 0)
                return new FailingLine(path, at + 1, text[at], FromTrace: false);
        }
        return new FailingLine(path, null, "", FromTrace: false);
    }

    /// <summary>The line, or the nearest code above it when the trace is of a slightly older version and it is blank now; 0 when there is none.</summary>
    private static int CodeAt(string[] lines, int line)
    {
        if (line > lines.Length) return 0;
        for (var at = line; at >= Math.Max(1, line - NearestCode); at--)
        {
            if (lines[at - 1].AsSpan().ContainsAnyInRange('0', 'z') && !IsComment(lines[at - 1].TrimStart())) return at;
        }
        return 0;
    }

    private static bool IsNoise(string line) => line.TrimStart() is var text && (IsComment(text) || text.StartsWith("import ", StringComparison.Ordinal)
        || text.StartsWith("from ", StringComparison.Ordinal) || text.StartsWith("using ", StringComparison.Ordinal) || text.Contains("require(", StringComparison.Ordinal));

    private static bool IsComment(string text) => text is ['#', ..] or ['/', '/', ..] or ['/', '*', ..] or ['*', ' ' or '/', ..] or "*";

    private static bool Holds(string line, string word)
    {
        for (var at = line.IndexOf(word, StringComparison.Ordinal); at >= 0; at = line.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if ((at == 0 || !char.IsLetterOrDigit(line[at - 1])) && (end == line.Length || !char.IsLetterOrDigit(line[end])))
                return true;
        }
        return false;
    }
}
