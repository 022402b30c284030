using ChatOps.Adapters.Git;
using ChatOps.Adapters.Git.Index;
using ChatOps.Capabilities.Diagnose.Ranking;

namespace ChatOps.Capabilities.Diagnose.Evidence;

/// <summary>Finds settings and infrastructure files that speak of the likeliest file or of the settings named near the failing lines.</summary>
internal static class ConfigMentions
{
    private const int MostFilesPerName = 3;

    /// <summary>Quotes the lines.</summary>
    public static void Add(Snapshot snapshot, SnapshotIndex index, RankedCandidates ranking, IReadOnlyList<PlacedFrame> frames, QuoteSelection quotes, int most)
    {
        if (ranking.Candidates.Count == 0) return;
        List<string> names = [.. Settings(ranking, frames)];
        var first = ranking.Candidates[0];
        if (first.Score > 0 && Path.GetFileNameWithoutExtension(first.Path) is { Length: > 6 } stem) names.Add(stem);
        var added = 0;
        HashSet<string> seen = [];
        foreach (var name in names)
        {
            var found = index.Occurrences(Term.Identifier(name)).Where(place => snapshot.Tree.Kinds[index.Files[place.At]] == PathKind.Config).ToList();
            if (found.Count is 0 or > MostFilesPerName) continue;
            foreach (var (at, _) in found)
            {
                var path = snapshot.Paths[index.Files[at]];
                if (added == most || !seen.Add(path) || ranking.Set.Text(index.Files[at]) is not { } text) continue;
                var lines = SourceLines.All(text);
                var line = Array.FindIndex(lines, content => content.Contains(name, StringComparison.Ordinal)) + 1;
                if (line > 0 && quotes.TryAdd(path, lines, line, 2, $"names {name}")) added++;
            }
        }
    }

    /// <summary>Names in capitals near the failing lines: environment variables and settings.</summary>
    private static IEnumerable<string> Settings(RankedCandidates ranking, IReadOnlyList<PlacedFrame> frames)
    {
        var near = frames.Where(frame => frame is { IsOurs: true, Frame.Line: not null }).Take(3).SelectMany(frame => ranking.Set.Text(frame.File) is { } text ? SourceLines.Around(text, frame.Frame.Line!.Value, 8, 4) : []);
        return near.SelectMany(line => line.Split([' ', '"', '\'', '(', ')', '[', ']', '.', ',', ':', '=', '{', '}', '$'], StringSplitOptions.RemoveEmptyEntries))
            .Where(word => word.Length > 4 && word.Contains('_') && word.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_')).Distinct().Take(6);
    }
}
