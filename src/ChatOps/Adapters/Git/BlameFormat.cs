using System.Globalization;

namespace ChatOps.Adapters.Git;

/// <summary>Reads <c>git blame --porcelain</c>.</summary>
internal static class BlameFormat
{
    /// <summary>The lines in order.</summary>
    public static IReadOnlyList<BlamedLine> Read(string output)
    {
        Dictionary<string, CommitInfo> commits = new(StringComparer.Ordinal);
        List<BlamedLine> found = [];
        var (sha, line) = ("", 0);
        var (author, time, subject) = ("", 0L, "");
        foreach (var text in output.Split('\n'))
        {
            if (text.StartsWith('\t'))
            {
                if (!commits.TryGetValue(sha, out var commit))
                    commits[sha] = commit = new CommitInfo(sha, author, DateTimeOffset.FromUnixTimeSeconds(time), subject, CommitFormat.PullRequest(subject));
                found.Add(new BlamedLine(line, commit));
            }
            else if (text.StartsWith("author ", StringComparison.Ordinal)) author = text["author ".Length..];
            else if (text.StartsWith("committer-time ", StringComparison.Ordinal)) time = long.Parse(text["committer-time ".Length..], CultureInfo.InvariantCulture);
            else if (text.StartsWith("summary ", StringComparison.Ordinal)) subject = text["summary ".Length..];
            else if (text.Split(' ') is { Length: >= 3 } parts && parts[0].Length == 40 && parts[0].All(char.IsAsciiHexDigit))
                (sha, line) = (parts[0], int.Parse(parts[2], CultureInfo.InvariantCulture));
        }
        return found;
    }
}
