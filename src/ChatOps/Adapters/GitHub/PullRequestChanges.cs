using ChatOps.Adapters.GitHub.Http;
using ChatOps.Chat;
using Octokit;

namespace ChatOps.Adapters.GitHub;

/// <summary>Changes pull requests. Each of these may be repeated: a second call finds what the first one did, also when the first one's answer was lost.</summary>
internal sealed class PullRequestChanges(GitHubConnection gitHub, GitHubOptions options, Accounts accounts, TimeProvider clock)
{
    /// <summary>Opens a pull request with our label; the open one of the same branches, when there is one already.</summary>
    public Task<Answer<PullRequest>> OpenAsync(RepositoryRef repository, NewPullRequest wanted, CancellationToken cancellationToken) =>
        gitHub.RunAsync<PullRequest>(repository, async session => await LabelAsync(session, await CreateAsync(session, wanted)), cancellationToken);

    /// <summary>As <see cref="OpenAsync"/>, but without the label: when this refuses, no pull request was opened.</summary>
    public Task<Answer<PullRequest>> CreateAsync(RepositoryRef repository, NewPullRequest wanted, CancellationToken cancellationToken) =>
        gitHub.RunAsync<PullRequest>(repository, async session => await CreateAsync(session, wanted), cancellationToken);

    /// <summary>Gives a pull request our label, unless it has it.</summary>
    public Task<Answer<PullRequest>> LabelAsync(RepositoryRef repository, PullRequest pullRequest, CancellationToken cancellationToken) =>
        gitHub.RunAsync<PullRequest>(repository, async session => await LabelAsync(session, pullRequest), cancellationToken);

    /// <summary>Comments under a pull request or issue, once for each marker.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="number">The pull request.</param>
    /// <param name="marker">What tells this comment from others, such as an operation's id; hidden in the comment.</param>
    /// <param name="body">The comment, as Markdown.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<Answer<PullRequestComment>> CommentAsync(RepositoryRef repository, int number, string marker, string body, CancellationToken cancellationToken)
    {
        var hidden = Hidden(marker);
        return gitHub.RunAsync<PullRequestComment>(repository, session => OnceAsync(session,
            async () => (await session.ListAsync<IssueComment>($"{session.Repository.Path}/issues/{number.InPath()}/comments?per_page=100")).FirstOrDefault(comment => comment.Body?.Contains(hidden, StringComparison.Ordinal) == true) is { } found ? ToOurs(found) : null,
            async () => ToOurs(await session.Client.Issue.Comment.Create(session.Repository.Owner, session.Repository.Name, number, $"{body}\n\n{hidden}"))), cancellationToken);
    }

    /// <summary>Keeps one comment under a pull request: writes it, or rewrites the one of ours that has the marker.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="number">The pull request.</param>
    /// <param name="marker">What tells this comment from others; hidden in the comment.</param>
    /// <param name="body">The comment, as Markdown.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<Answer<PullRequestComment>> SetCommentAsync(RepositoryRef repository, int number, string marker, string body, CancellationToken cancellationToken)
    {
        var hidden = Hidden(marker);
        var text = $"{body}\n\n{hidden}";
        return gitHub.RunAsync<PullRequestComment>(repository, async session =>
        {
            var self = await accounts.SelfAsync(session);
            // Anybody may write the marker into a comment of their own: only ours is rewritten.
            async Task<IssueComment?> FindAsync() => (await session.ListAsync<IssueComment>($"{session.Repository.Path}/issues/{number.InPath()}/comments?per_page=100"))
                .FirstOrDefault(comment => comment.Body?.Contains(hidden, StringComparison.Ordinal) == true && self.Is(comment.User?.Login, comment.User?.Type == AccountType.Bot));
            var there = await Once.DoAsync(FindAsync, () => session.Client.Issue.Comment.Create(session.Repository.Owner, session.Repository.Name, number, text), clock, session.CancellationToken);
            return ToOurs(there.Body == text ? there : await session.Client.Issue.Comment.Update(session.Repository.Owner, session.Repository.Name, there.Id, text));
        }, cancellationToken);
    }

    /// <summary>Approves a pull request as a person, at a commit that must still be its head.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="number">The pull request.</param>
    /// <param name="headSha">The commit that the person saw.</param>
    /// <param name="personToken">The person's linked account.</param>
    /// <param name="body">What the review says.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<Answer<PullRequestReview>> ApproveAsync(RepositoryRef repository, int number, string headSha, string personToken, string body, CancellationToken cancellationToken) =>
        gitHub.RunAsync<PullRequestReview>(repository, personToken, async session =>
        {
            var login = (await session.Client.User.Current()).Login;
            return await OnceAsync(session,
                async () =>
                {
                    var reviews = await session.ListAsync<Octokit.PullRequestReview>($"{session.Repository.Path}/pulls/{number.InPath()}/reviews?per_page=100");
                    if (reviews.LastOrDefault(review => review.User?.Login == login && review.State.StringValue.Equals("APPROVED", StringComparison.OrdinalIgnoreCase) && review.CommitId == headSha) is { } found)
                        return ToOurs(found);
                    RequireUnchanged(await PullRequests.GetAsync(session, number), headSha);
                    return null;
                },
                async () => ToOurs(await session.Client.PullRequest.Review.Create(session.Repository.Owner, session.Repository.Name, number,
                    new PullRequestReviewCreate { CommitId = headSha, Body = body, Event = PullRequestReviewEvent.Approve })));
        }, cancellationToken);

    /// <summary>Merges a pull request at a commit that must still be its head.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="number">The pull request.</param>
    /// <param name="headSha">The commit that was agreed to.</param>
    /// <param name="method">How; one of <see cref="MergeConditions.AllowedMethods"/>.</param>
    /// <param name="personToken">The linked account of the person who merges; null for the host's own.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<Answer<PullRequest>> MergeAsync(RepositoryRef repository, int number, string headSha, MergeMethod method, string? personToken, CancellationToken cancellationToken) =>
        gitHub.RunAsync<PullRequest>(repository, personToken, session => OnceAsync(session,
            async () =>
            {
                var current = await PullRequests.GetAsync(session, number);
                if (current.State == PullRequestState.Merged) return current;
                RequireUnchanged(current, headSha);
                return null;
            },
            async () =>
            {
                var merge = await session.Client.PullRequest.Merge(session.Repository.Owner, session.Repository.Name, number, new MergePullRequest { Sha = headSha, MergeMethod = ToTheirs(method) });
                var merged = await PullRequests.GetAsync(session, number);
                return merged with { State = PullRequestState.Merged, MergeCommitSha = merge.Sha, MergedAt = merged.MergedAt ?? clock.GetUtcNow(), ClosedAt = merged.ClosedAt ?? clock.GetUtcNow() };
            }), cancellationToken);

    /// <summary>Closes a pull request without merging it; a merged one is a conflict.</summary>
    public Task<Answer<PullRequest>> CloseAsync(RepositoryRef repository, int number, CancellationToken cancellationToken) =>
        gitHub.RunAsync<PullRequest>(repository, session => OnceAsync(session,
            async () => await PullRequests.GetAsync(session, number) switch
            {
                { State: PullRequestState.Merged } => throw new GitHubRefusedException(new Refusal(RefusalKind.Conflict, $"#{number} has been merged, so it cannot be closed any more. Roll it back instead.")),
                { State: PullRequestState.Closed } closed => closed,
                _ => null,
            },
            async () => (await session.Client.PullRequest.Update(session.Repository.Owner, session.Repository.Name, number, new PullRequestUpdate { State = ItemState.Closed })).ToOurs()), cancellationToken);

    private static string Hidden(string marker) => $"<!-- chatops:{new string([.. marker.Where(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-')])} -->";

    private Task<PullRequest> CreateAsync(GitHubSession session, NewPullRequest wanted) => Once.DoAsync(
        async () => (await PullRequests.OfBranchAsync(session, wanted.Branch, "open")).FirstOrDefault(one => one.BaseBranch == wanted.BaseBranch),
        async () => (await session.Client.PullRequest.Create(session.Repository.Owner, session.Repository.Name,
            new Octokit.NewPullRequest(wanted.Title, wanted.Branch, wanted.BaseBranch) { Body = wanted.Body, Draft = wanted.Draft })).ToOurs(),
        clock, session.CancellationToken);

    private async Task<PullRequest> LabelAsync(GitHubSession session, PullRequest opened)
    {
        if (opened.Labels.Contains(options.Label, StringComparer.OrdinalIgnoreCase))
            return opened;
        // Octokit posts the bare list, which GitHub takes but does not describe. A label that does not exist is made by this; one that is there already stays.
        var path = new Uri($"{session.Repository.Path}/issues/{opened.Number.InPath()}/labels", UriKind.Relative);
        var labels = await Once.DoAsync(() => Task.FromResult<string[]?>(null),
            async () => [.. (await session.PostAsync(path, new { labels = (string[])[options.Label] })).EnumerateArray().Select(label => label.GetProperty("name").GetString()!)],
            clock, session.CancellationToken);
        return opened with { Labels = labels };
    }

    private async Task<Answer<T>> OnceAsync<T>(GitHubSession session, Func<Task<T?>> find, Func<Task<T>> make) where T : class =>
        await Once.DoAsync(find, make, clock, session.CancellationToken);

    private static void RequireUnchanged(PullRequest current, string headSha)
    {
        if (current.State != PullRequestState.Open)
            throw new GitHubRefusedException(new Refusal(RefusalKind.Conflict, $"#{current.Number} is {(current.State == PullRequestState.Merged ? "merged" : "closed")} already, so nothing was done."));
        if (current.HeadSha != headSha)
            throw new GitHubRefusedException(new Refusal(RefusalKind.Conflict, $"#{current.Number} has new commits since this was agreed to, so nothing was done. Look at it again and decide anew."));
    }

    private static PullRequestMergeMethod ToTheirs(MergeMethod method) => method switch
    {
        MergeMethod.Squash => PullRequestMergeMethod.Squash,
        MergeMethod.Rebase => PullRequestMergeMethod.Rebase,
        _ => PullRequestMergeMethod.Merge,
    };

    private static PullRequestComment ToOurs(IssueComment theirs) => new(theirs.Id, theirs.HtmlUrl);

    private static PullRequestReview ToOurs(Octokit.PullRequestReview theirs) => new(theirs.Id, theirs.User?.Login ?? "ghost", theirs.HtmlUrl);
}
