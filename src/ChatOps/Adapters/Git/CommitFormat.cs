using System.Globalization;

namespace ChatOps.Adapters.Git;

/// <summary>How commits are printed by <c>git log</c> for us, and read again.</summary>
internal static class CommitFormat
{
    /// <summary>Fields end with 0x1F, commits start with 0x1E: neither stands in a message that git accepts from a person.</summary>
    public const string Argument = "--format=%x1e%H%x1f%an%x1f%ct%x1f%s%x1f";

    /// <summary>Starts a commit.</summary>
    public const char Start = '\x1e';

    private const char End = '\x1f';

    /// <summary>The commit at the start of <paramref name="record"/> (without <see cref="Start"/>), and what follows it.</summary>
    public static (CommitInfo Commit, string Tail)? Read(string record)
    {
        var fields = record.Split(End, 5);
        if (fields.Length < 5 || fields[0].Length < 40 || !long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return null;
        return (new CommitInfo(fields[0], fields[1], DateTimeOffset.FromUnixTimeSeconds(seconds), fields[3], PullRequest(fields[3])), fields[4]);
    }

    /// <summary>The pull request's number in a subject: <c>Tune retries (#46)</c>, <c>Merge pull request #46 from …</c>; null when none.</summary>
    public static int? PullRequest(string subject)
    {
        const string Merge = "Merge pull request #";
        if (subject.StartsWith(Merge, StringComparison.Ordinal)) return Number(subject.AsSpan(Merge.Length));
        // The last one is what the host appended; an earlier one is the issue it is about, or a change it reverts.
        var at = subject.LastIndexOf("(#", StringComparison.Ordinal);
        return at < 0 || subject.IndexOf(')', at) < 0 ? null : Number(subject.AsSpan(at + 2));
    }

    private static int? Number(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && char.IsAsciiDigit(text[length])) length++;
        return int.TryParse(text[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
