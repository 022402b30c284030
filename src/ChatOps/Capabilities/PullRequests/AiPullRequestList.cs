using ChatOps.Adapters.Git;
using ChatOps.Adapters.GitHub;
using ChatOps.Chat;

namespace ChatOps.Capabilities.PullRequests;

/// <summary>Lists the pull requests with our label: what they are comes from GitHub, where they come from out of our own record.</summary>
internal sealed class AiPullRequestList(GitHubApi gitHub, WorkflowStore workflows)
{
    private const int MostItems = 200;

    /// <summary>The list.</summary>
    /// <param name="configured">The repository.</param>
    /// <param name="state"><c>open</c>, <c>merged</c> or <c>closed</c>; null or <c>all</c> for every one.</param>
    /// <param name="limit">How many, 1 to 200.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<Answer<AiPullRequests>> ReadAsync(RepositoryRef configured, string? state, int limit, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MostItems)
            return Wrong("limit", "takes a whole number from 1 to 200.");
        PullRequestState? wanted = null;
        switch (state?.Trim().ToLowerInvariant())
        {
            case null or "" or "all": break;
            case "open": wanted = PullRequestState.Open; break;
            case "merged": wanted = PullRequestState.Merged; break;
            case "closed": wanted = PullRequestState.Closed; break;
            default: return Wrong("state", "takes open, merged, closed or all.");
        }

        var found = await gitHub.PullRequests.WithLabelAsync(Origin.Identify(configured), gitHub.Label, wanted, limit, cancellationToken);
        if (found.Value is not { } labelled)
            return found.Refusal!;
        var known = labelled.Newest.Length == 0 ? new Dictionary<int, WorkflowOrigin>()
            : await workflows.OriginsAsync(configured.Name, labelled.Newest.Min(pull => pull.Number), labelled.Newest.Max(pull => pull.Number), cancellationToken);
        return new AiPullRequests([.. labelled.Newest.Select(pull => Show(pull, known.GetValueOrDefault(pull.Number)))], labelled.Total);
    }

    private static AiPullRequest Show(PullRequest pull, WorkflowOrigin? origin) => new()
    {
        PrNumber = pull.Number,
        Title = pull.Title,
        Kind = origin is null ? KindOf(pull.Branch) : origin.Kind switch { ChangeKind.Fix => "fix", ChangeKind.Feature => "feature", _ => "revert" },
        State = Planned.StateText(pull.State),
        Branch = pull.Branch,
        PrUrl = pull.Url,
        CreatedAt = pull.CreatedAt,
        MergedAt = pull.MergedAt,
        OperationId = origin?.OperationId,
        RevertedBy = origin?.RevertedBy,
    };

    // One whose record was deleted, or that a person labelled: our branches say what they are for.
    private static string KindOf(string branch) =>
        branch.StartsWith("ai/fix-", StringComparison.Ordinal) ? "fix"
        : branch.StartsWith("ai/revert-", StringComparison.Ordinal) || branch.StartsWith("ai/reapply-", StringComparison.Ordinal) ? "revert"
        : "feature";

    private static Refusal Wrong(string field, string sentence) => new(RefusalKind.Invalid, $"{field} {sentence} Correct it and try again.") { Fields = new Dictionary<string, string> { [field] = sentence } };
}
