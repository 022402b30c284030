using System.Globalization;

namespace ChatOps.Tests.Support.GitHub;

/// <summary>A file that differs between two commits.</summary>
internal sealed record Change(string Path, string? OldPath, string Status, string Blob, int Added, int Removed, string? Patch);

/// <summary>Reads <c>git diff</c>.</summary>
internal static class Changes
{
    public static List<Change> Of(BareGit git, string from, string to)
    {
        var found = new List<Change>();
        foreach (var line in BareGit.Lines(git.Run("diff", "--raw", "-M", "--no-abbrev", from, to)))
        {
            var tabs = line.Split('\t');
            var fields = tabs[0].Split(' ');
            var path = tabs[^1];
            var status = fields[4][0] switch { 'A' => "added", 'D' => "removed", 'R' => "renamed", _ => "modified" };
            // Without its old name a renamed file would look new.
            string[] paths = ["--", .. tabs[1..]];
            var counts = git.Run(["diff", "--numstat", "-M", from, to, .. paths]).Split('\t');
            var isBinary = counts[0] == "-";
            var diff = git.Run(["diff", "-M", from, to, .. paths]);
            var hunk = diff.IndexOf("\n@@", StringComparison.Ordinal);
            found.Add(new Change(path, status == "renamed" ? tabs[1] : null, status, fields[3], isBinary ? 0 : Number(counts[0]), isBinary ? 0 : Number(counts[1]), hunk < 0 ? null : diff[(hunk + 1)..].TrimEnd('\n')));
        }

        return found;
    }

    private static int Number(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
