using System.Text;
using ChatOps.Adapters.GitHub.Http;
using ChatOps.Chat;
using Octokit;

namespace ChatOps.Adapters.GitHub;

/// <summary>Finds out what GitHub would say to an approval or a merge before anybody asks for one.</summary>
internal sealed class MergeChecks(GitHubConnection gitHub, Accounts accounts, TimeProvider clock)
{
    /// <summary>GitHub tries a merge in the background when it is first asked whether one is possible.</summary>
    private const int MostLooks = 5;

    /// <summary>The conditions of a merge now.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="number">The pull request.</param>
    /// <param name="personToken">The linked account of the person who would act; null for the host's own.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<Answer<MergeConditions>> ConditionsAsync(RepositoryRef repository, int number, string? personToken, CancellationToken cancellationToken) =>
        gitHub.RunAsync<MergeConditions>(repository, personToken, async session =>
        {
            var theirs = await ComputedAsync(session, number);
            var pullRequest = theirs.ToOurs();
            var facts = await RepositoryDetails.FactsAsync(session);
            var rules = await RepositoryDetails.RulesAsync(session, pullRequest.BaseBranch);
            var reviews = await session.ListAsync<Octokit.PullRequestReview>($"{session.Repository.Path}/pulls/{number.InPath()}/reviews?per_page=100");
            var last = LastWords(reviews);
            var conditions = new MergeConditions
            {
                PullRequest = pullRequest,
                Mergeable = theirs.Mergeable,
                MergeableState = theirs.MergeableState?.StringValue ?? "unknown",
                Checks = await CommitChecks.ReadAsync(session, pullRequest.HeadSha, rules.RequiredChecks),
                ApprovedBy = [.. last.Where(review => review.Value == "APPROVED").Select(review => review.Key)],
                ChangesRequestedBy = [.. last.Where(review => review.Value == "CHANGES_REQUESTED").Select(review => review.Key)],
                Rules = rules,
                CodeOwners = rules.RequiresCodeOwners ? await OwnersAsync(session, pullRequest) : [],
                AllowedMethods = Methods(facts, rules),
                Actor = personToken is null ? await accounts.SelfAsync(session) : new GitHubActor((await session.Client.User.Current()).Login, IsApp: false),
                MergeObstacles = [],
                OnlyChecksMissing = false,
            };
            var obstacles = new MergeObstacles(conditions, facts);
            return conditions with { MergeObstacles = obstacles.Sentences, OnlyChecksMissing = obstacles.OnlyChecks };
        }, cancellationToken);

    private async Task<Octokit.PullRequest> ComputedAsync(GitHubSession session, int number)
    {
        for (var look = 1; ; look++)
        {
            var found = await session.Client.PullRequest.Get(session.Repository.Owner, session.Repository.Name, number);
            if (found.Mergeable is not null || found.State.StringValue != "open" || look == MostLooks) return found;
            await Backoff.WaitAsync(Math.Min(look, 3), clock, session.CancellationToken);
        }
    }

    /// <summary>A comment leaves an earlier verdict standing; a dismissal does not.</summary>
    private static Dictionary<string, string> LastWords(IReadOnlyList<Octokit.PullRequestReview> oldestFirst)
    {
        var last = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var review in oldestFirst.Where(review => review.User is not null))
        {
            var state = review.State.StringValue.ToUpperInvariant();
            if (state is "APPROVED" or "CHANGES_REQUESTED" or "DISMISSED") last[review.User.Login] = state;
        }

        return last;
    }

    private static MergeMethod[] Methods(RepositoryFacts facts, BranchRules rules) =>
        rules.HasMergeQueue ? [] : [.. facts.AllowedMethods.Where(method => (rules.AllowedMethods?.Contains(method) ?? true) && !(rules.RequiresLinearHistory && method == MergeMethod.Merge))];

    private static async Task<string[]> OwnersAsync(GitHubSession session, PullRequest pullRequest)
    {
        foreach (var place in CodeOwnersFile.Places)
        {
            try
            {
                var content = await session.JsonAsync($"{session.Repository.Path}/contents/{Uri.EscapeDataString(place)}?ref={Uri.EscapeDataString(pullRequest.BaseBranch)}");
                var file = CodeOwnersFile.Read(Encoding.UTF8.GetString(Convert.FromBase64String(content.GetProperty("content").GetString()!)));
                var changed = await PullRequests.FilesAsync(session, pullRequest.Number);
                return [.. changed.SelectMany(one => file.OwnersOf(one.Path)).Distinct(StringComparer.OrdinalIgnoreCase)];
            }
            catch (NotFoundException)
            {
            }
        }

        return [];
    }
}
