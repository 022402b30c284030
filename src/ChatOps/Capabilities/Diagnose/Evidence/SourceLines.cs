namespace ChatOps.Capabilities.Diagnose.Evidence;

/// <summary>Lines of a file, numbered from 1, without their line ends.</summary>
internal static class SourceLines
{
    /// <summary>The lines from <paramref name="before"/> above a line to <paramref name="after"/> below it, as far as there are any.</summary>
    public static List<string> Around(string text, int line, int before, int after)
    {
        List<string> found = [];
        var number = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            number++;
            if (number > line + after) break;
            if (number >= line - before) found.Add(text[range].TrimEnd('\r'));
        }
        return found;
    }

    /// <summary>All lines.</summary>
    public static string[] All(string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].EndsWith('\r')) lines[i] = lines[i][..^1];
        }
        return lines.Length > 1 && lines[^1].Length == 0 ? lines[..^1] : lines;
    }
}
