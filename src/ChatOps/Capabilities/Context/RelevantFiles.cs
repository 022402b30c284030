using System.Text.RegularExpressions;
using ChatOps.Adapters.Git;

namespace ChatOps.Capabilities.Context;

/// <summary>Files that bear on a file or a task: what changes together with it, and what holds the task's words.</summary>
internal static partial class RelevantFiles
{
    private const int Most = 12;
    private const int MostWords = 12;
    private const int HitsPerWord = 60;

    private static readonly HashSet<string> Stop = new(StringComparer.OrdinalIgnoreCase)
    {
        "with", "when", "that", "this", "from", "into", "have", "must", "should", "please", "make", "code", "file", "files", "function", "operations", "logic", "error", "errors", "create", "created", "update",
    };

    /// <summary>The files, most likely first; empty when neither is given.</summary>
    public static async Task<IReadOnlyList<RelevantFile>> FindAsync(Snapshot snapshot, string? file, string? task, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, (double Score, string Why)>();
        void Add(string path, double score, string why) => found[path] = found.TryGetValue(path, out var known) ? (known.Score + score, known.Why) : (score, why);

        if (file is not null)
        {
            Add(file, 100, "the file itself");
            foreach (var change in await snapshot.RecentAsync(500, cancellationToken))
            {
                if (change.Paths.Count <= 10 && change.Paths.Contains(file))
                {
                    foreach (var other in change.Paths.Where(path => path != file))
                        Add(other, 2, "changed together with it");
                }
            }
        }

        foreach (var word in Words(task))
        {
            var hits = await snapshot.SearchAsync(word, null, HitsPerWord, cancellationToken);
            // A word that stands in few files says more about each of them.
            var files = hits.Select(hit => hit.Path).Distinct().ToList();
            foreach (var path in files)
                Add(path, 3.0 / files.Count + (path.Contains(word, StringComparison.OrdinalIgnoreCase) ? 2 : 0), $"mentions {word}");
            foreach (var path in snapshot.Paths.Where(path => Path.GetFileNameWithoutExtension(path).Contains(word, StringComparison.OrdinalIgnoreCase)).Take(HitsPerWord))
                Add(path, 1, $"is named after {word}");
        }

        var there = new HashSet<string>(snapshot.Paths, StringComparer.Ordinal);
        return [.. found.Where(pair => there.Contains(pair.Key)).OrderByDescending(pair => pair.Value.Score).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(Most).Select(pair => new RelevantFile(pair.Key, pair.Value.Why))];
    }

    private static IEnumerable<string> Words(string? task) =>
        Word().Matches(task ?? "").Select(match => match.Value).Where(word => !Stop.Contains(word)).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostWords);

    [GeneratedRegex(@"[A-Za-z_][A-Za-z0-9_]{3,40}", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
