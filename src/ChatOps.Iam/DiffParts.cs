using System.Text;

namespace ChatOps.Iam;

/// <summary>A file's part that a diff shows: its lines in their places, with which of them it adds.</summary>
/// <param name="Path">The file.</param>
/// <param name="Text">The lines that are there after the change, each on its own line number; a form feed stands where lines are left out.</param>
/// <param name="Added">The lines that the change adds.</param>
internal sealed record DiffPart(string Path, string Text, HashSet<int> Added);

/// <summary>Reads unified diffs, also cut off ones.</summary>
internal static class DiffParts
{
    /// <summary>A larger line number is not believed: the text before it would be empty lines.</summary>
    private const int MaxLine = 200_000;

    /// <summary>The parts, a file each.</summary>
    public static IReadOnlyList<DiffPart> Read(string diff)
    {
        Dictionary<string, (StringBuilder Text, HashSet<int> Added, int Line)> parts = new(StringComparer.Ordinal);
        string? path = null;
        var (line, left, oldLeft) = (0, 0, 0);
        foreach (var range in diff.AsSpan().Split('\n'))
        {
            var text = diff.AsSpan()[range].TrimEnd('\r');
            if (left <= 0 && oldLeft <= 0 && text.StartsWith("+++ "))
            {
                path = PathOf(text[4..]);
                continue;
            }
            if (text.StartsWith("@@ ") && Hunk(text) is var (start, count, oldCount))
            {
                (line, left, oldLeft) = (start, count, oldCount);
                continue;
            }
            if (path is null || (left <= 0 && oldLeft <= 0) || line > MaxLine)
                continue;
            if (text.StartsWith("-"))
            {
                oldLeft--;
                continue;
            }
            if (text.StartsWith("\\"))
                continue;
            var added = text.StartsWith("+");
            if (!parts.TryGetValue(path, out var part))
                part = (new StringBuilder(), [], 1);
            if (part.Line < line)
                part.Text.Append('\f').Append('\n', line - part.Line);
            part.Text.Append(text.Length > 0 ? text[1..] : text).Append('\n');
            if (added)
                part.Added.Add(line);
            parts[path] = (part.Text, part.Added, Math.Max(part.Line, line) + 1);
            line++;
            left--;
            oldLeft -= added ? 0 : 1;
        }
        return [.. parts.Select(part => new DiffPart(part.Key, part.Value.Text.ToString(), part.Value.Added))];
    }

    private static string? PathOf(ReadOnlySpan<char> name)
    {
        var tab = name.IndexOf('\t');
        name = (tab < 0 ? name : name[..tab]).Trim();
        if (name.Equals("/dev/null", StringComparison.Ordinal))
            return null;
        return (name.StartsWith("b/") ? name[2..] : name).ToString().Replace('\\', '/');
    }

    // @@ -1,4 +1,6 @@
    private static (int Start, int Count, int OldCount)? Hunk(ReadOnlySpan<char> text)
    {
        var parts = text.ToString().Split(' ');
        return parts.Length >= 3 && Numbers(parts[1], '-') is var (_, oldCount) && Numbers(parts[2], '+') is var (start, count) ? (start, count, oldCount) : null;
    }

    private static (int Start, int Count)? Numbers(string text, char sign)
    {
        if (text.Length < 2 || text[0] != sign)
            return null;
        var parts = text[1..].Split(',');
        return int.TryParse(parts[0], out var start) && start >= 0 && int.TryParse(parts.Length > 1 ? parts[1] : "1", out var count) ? (start, count) : null;
    }
}
