using System.Text;

namespace ChatOps.Iam.Patches;

/// <summary>A unified diff of one file, as <c>git apply</c> takes it.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>The diff between two texts of a file that differ in one stretch; empty when they are the same.</summary>
    public static string Of(string path, string before, string after)
    {
        if (before == after)
            return "";
        var (old, now) = (Lines(before), Lines(after));
        var head = 0;
        while (head < old.Count && head < now.Count && old[head] == now[head])
            head++;
        var tail = 0;
        while (tail < old.Count - head && tail < now.Count - head && old[^(tail + 1)] == now[^(tail + 1)])
            tail++;
        var start = Math.Max(0, head - Context);
        var following = Math.Min(Context, tail);
        var (removed, added) = (old.Count - head - tail, now.Count - head - tail);
        var built = new StringBuilder();
        built.Append($"--- a/{path}\n+++ b/{path}\n");
        built.Append($"@@ -{Range(start, head - start + removed + following)} +{Range(start, head - start + added + following)} @@\n");
        for (var i = start; i < head; i++)
            Line(built, ' ', old[i]);
        for (var i = head; i < head + removed; i++)
            Line(built, '-', old[i]);
        for (var i = head; i < head + added; i++)
            Line(built, '+', now[i]);
        for (var i = head + removed; i < head + removed + following; i++)
            Line(built, ' ', old[i]);
        return built.ToString();
    }

    private static string Range(int start, int count) => count == 0 ? $"{start},0" : $"{start + 1},{count}";

    private static void Line(StringBuilder built, char sign, string line)
    {
        built.Append(sign).Append(line);
        if (!line.EndsWith('\n'))
            built.Append("\n\\ No newline at end of file\n");
    }

    private static List<string> Lines(string text)
    {
        List<string> lines = [];
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[at..end]);
            at = end;
        }

        return lines;
    }
}
