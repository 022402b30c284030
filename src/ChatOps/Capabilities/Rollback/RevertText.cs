using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ChatOps.Adapters.Git.Changes;
using ChatOps.Adapters.GitHub;
using ChatOps.Capabilities.PullRequests;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Rollback;

/// <summary>What a revert says of itself on GitHub and in git's history.</summary>
internal sealed partial class RevertText(Preflight flight, ChangeKind kind, string reason, string operationId, Permalinks links)
{
    private const int TitleLength = 180;
    private const int MostRisks = 20;

    /// <summary>The pull request's title; git and GitHub know by it what is taken back.</summary>
    public string Title => flight.Landed is [var only] ? $"{Subject} (#{only.PullRequest.Number})" : Subject;

    // A number at the end of a commit's subject is that of its own pull request, which GitHub adds.
    private string Subject => flight.Landed is [var only]
        ? kind == ChangeKind.Reapply ? $"Reapply \"{Original(only.PullRequest.Title)}\"" : $"Revert \"{OutsideText.Line(only.PullRequest.Title, TitleLength)}\""
        : $"{(kind == ChangeKind.Reapply ? "Reapply" : "Revert")} {flight.Landed.Count} pull requests: {Numbers(" and ")}";

    /// <summary>The branch's name without a suffix.</summary>
    public string Branch(DateTimeOffset today)
    {
        var numbers = flight.Landed.Select(landed => landed.PullRequest.Number.ToString(CultureInfo.InvariantCulture)).ToList();
        var which = numbers.Count <= 3 ? string.Join('-', numbers) : $"{numbers[0]}-and-{numbers.Count - 1}-more";
        return string.Create(CultureInfo.InvariantCulture, $"ai/{kind.Text()}-{which}-{today:yyyyMMdd}");
    }

    /// <summary>The commit's message, with git's own sentence for each commit.</summary>
    public string Message()
    {
        var text = new StringBuilder(Subject).Append("\n\n");
        if (reason.Length > 0)
            text.Append(OutsideText.Lines(reason, RollbackRequest.MaxReasonLength)).Append("\n\n");
        foreach (var landed in flight.Landed)
        {
            foreach (var sha in landed.Commits.Reverse())
                text.Append(landed.Method == LandingMethod.Merge ? $"This reverts commit {sha}, reversing\nchanges made to {landed.Before}.\n" : $"This reverts commit {sha}.\n");
        }

        return text.Append($"\nChatOps-Operation: {operationId}\n").ToString();
    }

    /// <summary>The pull request's description, as Markdown.</summary>
    public string Body()
    {
        var text = new StringBuilder();
        foreach (var landed in flight.Landed)
            text.Append($"Reverts {flight.Git.Repository.GitHub}#{landed.PullRequest.Number}\n");
        text.Append(kind == ChangeKind.Reapply ? "\nThis re-applies what was taken back.\n" : "").Append("\n### What is taken back\n");
        foreach (var landed in flight.Landed)
            text.Append(CultureInfo.InvariantCulture, $"- #{landed.PullRequest.Number} {OutsideText.Code(landed.PullRequest.Title)}, merged {flight.StatusOf(landed).MergedAt:yyyy-MM-dd HH:mm} UTC ({landed.Method.ToString().ToLowerInvariant()}): {string.Join(", ", landed.Commits.Reverse().Take(10).Select(Commit))}, {Count(landed.Files.Count, "file")}\n");
        text.Append("\n### Why\n").Append(reason.Length > 0 ? OutsideText.Block(reason, "text") : "No reason was given.").Append('\n');
        AppendChecks(text);
        text.Append("\n### To bring it back\nOnce this is merged, ask ChatOps to roll back this pull request: taking a revert back re-applies what it took out.\n");
        return text.Append($"\n---\nNothing is merged until somebody merges this. Operation `{operationId}`.\n").ToString();
    }

    private void AppendChecks(StringBuilder text)
    {
        text.Append($"\n### Checked before\nIt comes out of {OutsideText.Code(flight.Git.BaseBranch)} at {Commit(flight.Git.BaseSha)} cleanly.");
        var later = flight.Statuses.SelectMany(status => status.LaterCommits).DistinctBy(commit => commit.Sha).ToList();
        text.Append(later.Count == 0 ? " No later commit changed the same files.\n" : " These later commits changed the same files and stay:\n");
        foreach (var commit in later.Take(10))
            text.Append($"- {Commit(commit.Sha)} {OutsideText.Code(commit.Subject)}\n");
        var risks = flight.Statuses.SelectMany(status => status.Risks).Where(risk => risk.Kind != RiskKind.LaterChange).Distinct().ToList();
        if (risks.Count == 0)
            return;
        text.Append("\n### Look at this before merging\n");
        foreach (var risk in risks.Take(MostRisks))
            text.Append($"- {OutsideText.Code(risk.Path)}: {OutsideText.Line(risk.Why, 300)}\n");
        if (risks.Count > MostRisks)
            text.Append(CultureInfo.InvariantCulture, $"- and {risks.Count - MostRisks} more\n");
    }

    private string Commit(string sha) => links.Commit(flight.Git.Repository, sha) is { } link ? $"[`{sha[..10]}`]({link})" : $"`{sha[..10]}`";

    private string Numbers(string last)
    {
        var numbers = flight.Landed.Select(landed => $"#{landed.PullRequest.Number}").ToList();
        return numbers.Count <= 5 ? $"{string.Join(", ", numbers[..^1])}{last}{numbers[^1]}" : $"{string.Join(", ", numbers.Take(5))}{last}{numbers.Count - 5} more";
    }

    // Of Revert "Tune retries" (#46): Tune retries.
    private static string Original(string title) => OutsideText.Line(Reverted().Match(title) is { Success: true } match ? match.Groups["title"].Value : title, TitleLength);

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : string.Create(CultureInfo.InvariantCulture, $"{count} {what}s");

    [GeneratedRegex("^Revert \"(?<title>.+)\"(?: \\(#[0-9]+\\))*$", RegexOptions.NonBacktracking)]
    private static partial Regex Reverted();
}
