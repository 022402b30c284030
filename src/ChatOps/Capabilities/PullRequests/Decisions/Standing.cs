using ChatOps.Adapters.GitHub;
using ChatOps.Chat;

namespace ChatOps.Capabilities.PullRequests.Decisions;

/// <summary>How a pull request stands for one person: what GitHub would accept from them now, and why not.</summary>
internal sealed record Standing
{
    /// <summary>All that GitHub decides by, read as the person's account or, without one, as ourselves.</summary>
    public required MergeConditions Conditions { get; init; }

    /// <summary>The person's linked account; null for none.</summary>
    public required LinkedAccount? Account { get; init; }

    /// <summary>Who we are on GitHub.</summary>
    public required GitHubActor Self { get; init; }

    /// <summary>How an account is linked, as a sentence.</summary>
    public required string HowToLink { get; init; }

    /// <summary>The pull request.</summary>
    public PullRequest Pull => Conditions.PullRequest;

    /// <summary>Why GitHub would not take the person's approval; null when it would.</summary>
    public Refusal? WhyNotApprove()
    {
        if (WhyNotOpen(Pull) is { } done)
            return done;
        var byOurToken = !Self.IsApp && IsAuthor(Self.Login)
            ? $" #{Pull.Number} was opened with the token of {Self.Login} (GITHUB_TOKEN), so on GitHub it is {Self.Login}'s own and {Self.Login} can never approve it; with a GitHub App in place of the token everybody can."
            : "";
        if (Account is null)
            return new Refusal(RefusalKind.Unprocessable, $"GitHub takes approvals from people only, and no GitHub account is linked to you. {HowToLink} Or merge #{Pull.Number}: an approver may do that without an account, and it is recorded under the pull request.{byOurToken} Nothing was changed.");
        if (IsAuthor(Account.Login) && byOurToken.Length > 0)
            return new Refusal(RefusalKind.Unprocessable, $"You are {Account.Login} on GitHub.{byOurToken} Somebody else has to approve it. Nothing was changed.");
        return Conditions.WhyNotApprove(Account.Login) is { } why
            ? new Refusal(IsAuthor(Account.Login) ? RefusalKind.Unprocessable : RefusalKind.Conflict, $"{why} Nothing was changed.")
            : null;
    }

    /// <summary>Why GitHub would not merge it, or we would not; null when both would.</summary>
    /// <param name="overridden">Whether an admin said in words that required checks do not matter.</param>
    public Refusal? WhyNotMerge(bool overridden)
    {
        if (WhyNotOpen(Pull) is { } done)
            return done;
        if (Conditions.MergeObstacles.Count == 0 || (overridden && Conditions.OnlyChecksMissing))
            return null;
        var hint = Conditions.OnlyChecksMissing ? " An admin may merge it all the same by saying why (override)." : "";
        // What GitHub has not worked out yet passes by itself.
        var kind = Conditions.Mergeable is null && Conditions.MergeObstacles.Count == 1 ? RefusalKind.ProviderFailed : RefusalKind.Conflict;
        return new Refusal(kind, $"{string.Join(" ", Conditions.MergeObstacles)}{hint} Nothing was changed.");
    }

    /// <summary>Why nothing can be decided about a pull request any more; null when it is open.</summary>
    public static Refusal? WhyNotOpen(PullRequest pull) => pull.State switch
    {
        PullRequestState.Merged => new Refusal(RefusalKind.Conflict, $"#{pull.Number} is merged already. To take it back, roll it back. Nothing was changed."),
        PullRequestState.Closed => new Refusal(RefusalKind.Conflict, $"#{pull.Number} is closed already. Reopen it on GitHub first. Nothing was changed."),
        _ => null,
    };

    /// <summary>Why what was planned does not hold any more: the pull request has other commits; null when it has not.</summary>
    public static Refusal? WhyStale(PullRequest pull, PlannedPullRequest planned) =>
        pull.HeadSha == planned.HeadSha ? null
        : new Refusal(RefusalKind.Conflict, $"#{pull.Number} has new commits since you looked at it ({Short(planned.HeadSha)}, now {Short(pull.HeadSha)}). Look at it again and decide anew. Nothing was changed.");

    private bool IsAuthor(string login) => Pull.Author.Equals(login, StringComparison.OrdinalIgnoreCase);

    private static string Short(string sha) => sha[..Math.Min(10, sha.Length)];
}
