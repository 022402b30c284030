using System.Globalization;
using ChatOps.Adapters.Git;

namespace ChatOps.Capabilities.Patches;

/// <summary>What a path that an analyst wrote must look like before anything is read or changed under it.</summary>
internal static class RepositoryPath
{
    /// <summary>The path in the repository's own spelling, or null when it is absolute, leaves the repository or holds characters that mislead.</summary>
    /// <param name="path">As the analyst wrote it; a leading <c>./</c> is taken off and <c>\</c> is read as <c>/</c>.</param>
    public static string? Normalise(string? path)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Length > 1_000)
            return null;

        var normal = path.Trim().Replace('\\', '/');
        while (normal.StartsWith("./", StringComparison.Ordinal))
            normal = normal[2..];

        // A colon stands for a drive, an alternate stream or a URL's scheme; none of them is a file of the repository.
        if (normal.Length == 0 || normal[0] is '/' or '~' || normal.Contains(':', StringComparison.Ordinal) || normal.Any(IsMisleading))
            return null;

        return normal.Split('/').All(IsPlainSegment) ? normal : null;
    }

    /// <summary>A path as people paste it, without what changes nothing: <c>src//app/../retry.py:12</c> is <c>src/retry.py</c>. One that leaves the repository keeps its leading <c>..</c>; null for none.</summary>
    public static string? Tidy(string? path)
    {
        if (string.IsNullOrWhiteSpace(path))
            return null;

        var text = path.Trim().Replace('\\', '/');
        var kept = new List<string>();
        foreach (var segment in WithoutLine(text).Split('/', StringSplitOptions.RemoveEmptyEntries).Where(segment => segment != "."))
        {
            if (segment == ".." && kept.Count > 0 && kept[^1] != "..")
                kept.RemoveAt(kept.Count - 1);
            else
                kept.Add(segment);
        }

        return (text[0] == '/' ? "/" : "") + string.Join('/', kept);
    }

    /// <summary>Takes <c>:12</c> or <c>:12:5</c> off.</summary>
    private static string WithoutLine(string path)
    {
        for (var times = 0; times < 2 && path.LastIndexOf(':') is > 0 and var colon && colon + 1 < path.Length && path.AsSpan(colon + 1).IndexOfAnyExceptInRange('0', '9') < 0; times++)
            path = path[..colon];
        return path;
    }

    /// <summary>Whether the snapshot has a file of exactly this path.</summary>
    public static bool Exists(Snapshot snapshot, string path) => IndexOf(snapshot.Paths, path) >= 0;

    /// <summary>Where the path stands in the sorted list; negative, as <see cref="List{T}.BinarySearch(T)"/> has it, when it is not there.</summary>
    public static int IndexOf(IReadOnlyList<string> sorted, string path)
    {
        var (low, high) = (0, sorted.Count - 1);
        while (low <= high)
        {
            var middle = low + (high - low) / 2;
            var order = string.CompareOrdinal(sorted[middle], path);
            if (order == 0)
                return middle;

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    private static bool IsPlainSegment(string segment)
        => segment.Length > 0 && segment is not ("." or "..") && segment[^1] is not ('.' or ' ') && segment[0] != ' ';

    private static bool IsMisleading(char character)
        => char.IsControl(character) || char.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
