using System.Globalization;
using System.Text;
using DiffPlex;
using DiffPlex.Model;

namespace ChatOps.Capabilities.Patches;

/// <summary>Writes the unified diff of two texts as git does, so that <c>git apply</c> takes it.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>The diff of one file; empty when nothing changes.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="before">Its text; null when it is new.</param>
    /// <param name="after">Its new text.</param>
    public static string Of(string path, string? before, string after)
    {
        if (before == after)
            return "";

        var diff = new StringBuilder();
        if (before is null)
            diff.Append(CultureInfo.InvariantCulture, $"diff --git {Name("a/" + path)} {Name("b/" + path)}\nnew file mode 100644\n");

        if (before is null && after.Length == 0)
            return diff.ToString();

        diff.Append(CultureInfo.InvariantCulture, $"--- {(before is null ? "/dev/null" : Header("a/" + path))}\n");
        diff.Append(CultureInfo.InvariantCulture, $"+++ {Header("b/" + path)}\n");
        var blocks = Differ.Instance.CreateDiffs(before ?? "", after, ignoreWhiteSpace: false, ignoreCase: false, WholeLines.Instance);
        foreach (var hunk in Hunks(blocks.DiffBlocks))
            Write(diff, blocks, hunk);

        return diff.ToString();
    }

    /// <summary>Blocks whose contexts touch belong to one hunk.</summary>
    private static List<List<DiffBlock>> Hunks(IEnumerable<DiffBlock> blocks)
    {
        var hunks = new List<List<DiffBlock>>();
        foreach (var block in blocks)
            if (hunks.Count > 0 && block.DeleteStartA - (hunks[^1][^1].DeleteStartA + hunks[^1][^1].DeleteCountA) <= 2 * Context)
                hunks[^1].Add(block);
            else
                hunks.Add([block]);

        return hunks;
    }

    private static void Write(StringBuilder diff, DiffResult lines, List<DiffBlock> hunk)
    {
        var (first, last) = (hunk[0], hunk[^1]);
        var startA = Math.Max(0, first.DeleteStartA - Context);
        var startB = first.InsertStartB - (first.DeleteStartA - startA);
        var endA = Math.Min(lines.PiecesOld.Count, last.DeleteStartA + last.DeleteCountA + Context);
        var endB = last.InsertStartB + last.InsertCountB + (endA - last.DeleteStartA - last.DeleteCountA);
        diff.Append(CultureInfo.InvariantCulture, $"@@ -{Range(startA, endA - startA)} +{Range(startB, endB - startB)} @@\n");

        var at = startA;
        foreach (var block in hunk)
        {
            for (; at < block.DeleteStartA; at++)
                Append(diff, ' ', lines.PiecesOld[at]);

            for (; at < block.DeleteStartA + block.DeleteCountA; at++)
                Append(diff, '-', lines.PiecesOld[at]);

            for (var added = 0; added < block.InsertCountB; added++)
                Append(diff, '+', lines.PiecesNew[block.InsertStartB + added]);
        }

        for (; at < endA; at++)
            Append(diff, ' ', lines.PiecesOld[at]);
    }

    private static void Append(StringBuilder diff, char mark, string line)
    {
        diff.Append(mark).Append(line);
        if (!line.EndsWith('\n'))
            diff.Append("\n\\ No newline at end of file\n");
    }

    /// <summary>Lines count from 1; an empty range names the line before it.</summary>
    private static string Range(int start, int count)
        => count == 1 ? $"{start + 1}" : $"{(count == 0 ? start : start + 1)},{count}";

    /// <summary>git ends a name that holds a blank with a tab, so that a reader knows where it ends.</summary>
    private static string Header(string name) => Name(name) + (name.Contains(' ', StringComparison.Ordinal) ? "\t" : "");

    private static string Name(string name)
        => name.Contains('"', StringComparison.Ordinal) ? $"\"{name.Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : name;

    /// <summary>Lines with their terminators, so that CRLF, LF and a missing last newline differ.</summary>
    private sealed class WholeLines : IChunker
    {
        public static readonly WholeLines Instance = new();

        public IReadOnlyList<string> Chunk(string text)
        {
            var lines = new List<string>();
            for (var at = 0; at < text.Length;)
            {
                var newline = text.IndexOf('\n', at);
                var end = newline < 0 ? text.Length : newline + 1;
                lines.Add(text[at..end]);
                at = end;
            }

            return lines;
        }
    }
}
