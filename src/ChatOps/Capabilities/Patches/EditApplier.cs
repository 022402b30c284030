using ChatOps.Adapters.Git;

namespace ChatOps.Capabilities.Patches;

/// <summary>A change as an analyst writes it: a piece of text to replace, or a whole file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Search">Text that stands in it exactly once; null for a whole file.</param>
/// <param name="Replace">What takes its place, or the whole new file.</param>
internal sealed record Edit(string Path, string? Search, string Replace);

/// <summary>Applies edits to the repository's text. Nothing is guessed: a piece that stands nowhere or twice is an error.</summary>
internal static class EditApplier
{
    /// <summary>Full new text by path, or why the edits do not apply. It is all or nothing, because half a fix is a new bug.</summary>
    public static (IReadOnlyDictionary<string, string> Files, IReadOnlyList<string> Problems) Apply(Snapshot snapshot, IReadOnlyList<Edit> edits)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (var edit in edits)
        {
            if (RepositoryPath.Normalise(edit.Path) is not { } path)
            {
                problems.Add("An edit names a path outside the repository.");
                continue;
            }

            var before = files.GetValueOrDefault(path) ?? (RepositoryPath.Exists(snapshot, path) ? snapshot.ReadText(path) : null);
            var (after, problem) = string.IsNullOrEmpty(edit.Search) ? (WholeFile(before, edit.Replace), null) : Replace(path, before, edit.Search, edit.Replace);
            if (after is null)
                problems.Add(problem!);
            else
                files[path] = after;
        }

        return problems.Count > 0 ? (new Dictionary<string, string>(), problems) : (files, []);
    }

    /// <summary>A whole file keeps the line ends and the last newline of the one it replaces.</summary>
    private static string WholeFile(string? before, string text)
    {
        var after = WithLineEnds(text, UsesCrLf(before));
        var endsWithNewline = before is null || before.Length == 0 || before.EndsWith('\n');
        return endsWithNewline && after.Length > 0 && !after.EndsWith('\n') ? after + (UsesCrLf(before) ? "\r\n" : "\n") : after;
    }

    private static (string? After, string? Problem) Replace(string path, string? before, string search, string replace)
    {
        if (before is null)
            return (null, $"An edit searches in {path}, which is not a text file of the repository.");

        var at = before.IndexOf(search, StringComparison.Ordinal);
        if (at >= 0)
            return before.IndexOf(search, at + 1, StringComparison.Ordinal) >= 0
                ? (null, $"An edit's search text stands more than once in {path}; it must be unique.")
                : (string.Concat(before.AsSpan(0, at), WithLineEnds(replace, UsesCrLf(before)), before.AsSpan(at + search.Length)), null);

        return ReplaceLines(path, before, search, replace);
    }

    /// <summary>Second try: whole lines, without regard to their line ends and trailing blanks.</summary>
    private static (string? After, string? Problem) ReplaceLines(string path, string before, string search, string replace)
    {
        var lines = before.Split('\n');
        var wanted = search.TrimEnd('\r', '\n').Split('\n').Select(line => line.TrimEnd()).ToArray();
        var places = Enumerable.Range(0, Math.Max(0, lines.Length - wanted.Length + 1))
            .Where(at => wanted.Select((line, i) => (line, i)).All(pair => lines[at + pair.i].AsSpan().TrimEnd().SequenceEqual(pair.line)))
            .Take(2).ToList();
        if (places.Count == 0)
            return (null, $"An edit's search text does not stand in {path}.");

        if (places.Count > 1)
            return (null, $"An edit's search text stands more than once in {path}; it must be unique.");

        var crLf = UsesCrLf(before);
        var tail = lines[(places[0] + wanted.Length)..];
        var text = WithLineEnds(replace.TrimEnd('\r', '\n'), crLf) + (crLf && tail.Length > 0 ? "\r" : "");
        string[] middle = replace.Length == 0 ? [] : [text];
        return (string.Join('\n', (string[])[.. lines[..places[0]], .. middle, .. tail]), null);
    }

    private static bool UsesCrLf(string? text) => text is not null && text.Contains("\r\n", StringComparison.Ordinal);

    private static string WithLineEnds(string text, bool crLf)
    {
        var plain = text.ReplaceLineEndings("\n");
        return crLf ? plain.Replace("\n", "\r\n", StringComparison.Ordinal) : plain;
    }
}
