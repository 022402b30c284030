namespace ChatOps.Iam.Patches;

/// <summary>Applies a unified diff's changes of infrastructure files, so that a change that brings its own policy is judged with it.</summary>
internal static class DiffedFiles
{
    /// <summary>The files after the change, and what could not be applied, each a sentence.</summary>
    public static (IReadOnlyDictionary<string, string> Files, IReadOnlyList<string> Warnings) Apply(string diff, IReadOnlyDictionary<string, string> files)
    {
        var changed = new Dictionary<string, string>(files, StringComparer.Ordinal);
        List<string> warnings = [];
        var lines = diff.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        for (var i = 0; i + 1 < lines.Length; i++)
        {
            if (!lines[i].StartsWith("--- ", StringComparison.Ordinal) || !lines[i + 1].StartsWith("+++ ", StringComparison.Ordinal))
                continue;
            var path = Path(lines[i + 1]);
            var from = Path(lines[i]);
            var start = i + 2;
            for (i = start; i < lines.Length && !lines[i].StartsWith("--- ", StringComparison.Ordinal) && !lines[i].StartsWith("diff ", StringComparison.Ordinal);)
                i++;
            var hunks = lines[start..i--];
            if (path is null && from is not null)
                changed.Remove(from);
            if (path is null || !AnalysedFiles.IsInfrastructure(path))
                continue;
            if (Patched(from is null ? "" : files.GetValueOrDefault(from) ?? "", hunks) is { } text)
                changed[path] = text;
            else
                warnings.Add($"The diff's change of {path} does not fit the file in the repository: its policies are taken as they stand there.");
        }

        return (changed, warnings);
    }

    private static string? Path(string line)
    {
        var name = line[4..].Split('\t')[0].Trim();
        return name == "/dev/null" ? null : name.Length > 2 && name[1] == '/' && name[0] is 'a' or 'b' ? name[2..] : name;
    }

    private static string? Patched(string text, string[] hunks)
    {
        List<string> old = [.. text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n')];
        List<string> now = [];
        var at = 0;
        for (var i = 0; i < hunks.Length; i++)
        {
            if (!hunks[i].StartsWith("@@ -", StringComparison.Ordinal))
                continue;
            var first = hunks[i][4..].Split(',', ' ')[0];
            if (!int.TryParse(first, out var line) || line - 1 < at - 1 || Math.Max(line - 1, 0) > old.Count)
                return null;
            for (; at < line - 1; at++)
                now.Add(old[at]);
            for (i++; i < hunks.Length && !hunks[i].StartsWith("@@ ", StringComparison.Ordinal); i++)
            {
                var (sign, rest) = hunks[i].Length == 0 ? (' ', "") : (hunks[i][0], hunks[i][1..]);
                if (sign == '+')
                    now.Add(rest);
                else if (sign is ' ' or '-')
                {
                    // The last line of a diff is often an empty one too many.
                    if (hunks[i].Length == 0 && i == hunks.Length - 1)
                        break;
                    if (at >= old.Count || old[at] != rest)
                        return null;
                    if (sign == ' ')
                        now.Add(rest);
                    at++;
                }
            }

            i--;
        }

        for (; at < old.Count; at++)
            now.Add(old[at]);
        return string.Join('\n', now);
    }
}
