using System.Text.Json;
using ChatOps.Chat;
using Octokit;

namespace ChatOps.Adapters.GitHub;

/// <summary>Reads what a repository and its branches are set to.</summary>
internal sealed class RepositoryDetails(GitHubConnection gitHub)
{
    /// <summary>The repository as GitHub has it.</summary>
    public Task<Answer<RepositoryFacts>> FactsAsync(RepositoryRef repository, CancellationToken cancellationToken) =>
        gitHub.RunAsync<RepositoryFacts>(repository, async session => await FactsAsync(session), cancellationToken);

    /// <summary>What a branch asks of a change.</summary>
    public Task<Answer<BranchRules>> RulesAsync(RepositoryRef repository, string branch, CancellationToken cancellationToken) =>
        gitHub.RunAsync<BranchRules>(repository, async session => await RulesAsync(session, branch), cancellationToken);

    /// <summary>What somebody may do there, by the names of GitHub's older roles: <c>admin</c>, <c>write</c> (maintainers too), <c>read</c> (triagers too), <c>none</c>.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="login">Who.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<Answer<string>> PermissionAsync(RepositoryRef repository, string login, CancellationToken cancellationToken) =>
        gitHub.RunAsync<string>(repository, async session =>
        {
            try
            {
                return (await session.JsonAsync($"{session.Repository.Path}/collaborators/{Uri.EscapeDataString(login)}/permission")).GetProperty("permission").GetString() ?? "none";
            }
            catch (NotFoundException)
            {
                // There is no such user, as an App has none.
                return "none";
            }
        }, cancellationToken);

    /// <summary>See <see cref="FactsAsync(RepositoryRef, CancellationToken)"/>.</summary>
    internal static async Task<RepositoryFacts> FactsAsync(GitHubSession session)
    {
        var theirs = await session.Client.Repository.Get(session.Repository.Owner, session.Repository.Name);
        // Without write access GitHub does not say which methods are allowed.
        var methods = new List<MergeMethod>();
        if (theirs.AllowMergeCommit ?? true) methods.Add(MergeMethod.Merge);
        if (theirs.AllowSquashMerge ?? true) methods.Add(MergeMethod.Squash);
        if (theirs.AllowRebaseMerge ?? true) methods.Add(MergeMethod.Rebase);
        return new RepositoryFacts
        {
            FullName = theirs.FullName,
            Url = theirs.HtmlUrl,
            DefaultBranch = theirs.DefaultBranch,
            AllowedMethods = methods,
            CanPush = theirs.Permissions is { } may && (may.Push || may.Maintain || may.Admin),
            CanAdminister = theirs.Permissions?.Admin ?? false,
            Archived = theirs.Archived,
            Private = theirs.Private,
        };
    }

    /// <summary>See <see cref="RulesAsync(RepositoryRef, string, CancellationToken)"/>.</summary>
    internal static async Task<BranchRules> RulesAsync(GitHubSession session, string branch)
    {
        var path = $"{session.Repository.Path}/branches/{Uri.EscapeDataString(branch)}";
        var rules = BranchRulesFormat.OfRulesets(await OrNoneAsync(session.JsonAsync($"{session.Repository.Path}/rules/branches/{Uri.EscapeDataString(branch)}")));
        var details = await session.JsonAsync(path);
        if (!details.TryGetProperty("protected", out var isProtected) || !isProtected.GetBoolean()) return rules;
        // Only an administrator sees the protection whole; everybody sees its required checks.
        var protection = await OrNoneAsync(session.JsonAsync($"{path}/protection")) ?? BranchRulesFormat.PublicPart(details);
        return BranchRulesFormat.Add(rules, protection);
    }

    private static async Task<JsonElement?> OrNoneAsync(Task<JsonElement> asked)
    {
        try
        {
            return await asked;
        }
        catch (ApiException e) when ((int)e.StatusCode is 403 or 404)
        {
            return null;
        }
    }
}
