using ChatOps.Adapters.GitHub.Http;
using ChatOps.Chat;
using Octokit;

namespace ChatOps.Adapters.GitHub;

/// <summary>Lets GitHub make a commit, which it then signs: where signed commits are required, nothing that we push is accepted. REST has no way to do that.</summary>
internal sealed class SignedCommits(GitHubConnection gitHub, GitHubOptions options, TimeProvider clock)
{
    private const string Mutation = "mutation($input:CreateCommitOnBranchInput!){createCommitOnBranch(input:$input){commit{oid}}}";

    /// <summary>Makes the branch and the commit; a repeat returns the commit of the first time.</summary>
    public Task<Answer<CommitOnGitHub>> CommitAsync(RepositoryRef repository, SignedCommit wanted, CancellationToken cancellationToken) =>
        gitHub.RunAsync<CommitOnGitHub>(repository, async session => await Once.DoAsync(
            () => FindAsync(session, wanted),
            () => MakeAsync(session, wanted),
            clock, session.CancellationToken), cancellationToken);

    private static async Task<CommitOnGitHub?> FindAsync(GitHubSession session, SignedCommit wanted)
    {
        if (await TipAsync(session, wanted.Branch) is not { } tip || tip == wanted.BaseSha) return null;
        var commit = await session.Client.Git.Commit.Get(session.Repository.Owner, session.Repository.Name, tip);
        if (commit.Parents is [var parent] && parent.Sha == wanted.BaseSha && commit.Message.TrimEnd() == wanted.Message.Trim()) return new CommitOnGitHub(tip);
        throw new GitHubRefusedException(new Refusal(RefusalKind.Conflict, $"The branch {wanted.Branch} is on GitHub already, with something else on it. Choose another name, or delete it."));
    }

    private async Task<CommitOnGitHub> MakeAsync(GitHubSession session, SignedCommit wanted)
    {
        if (await TipAsync(session, wanted.Branch) is null)
            await session.Client.Git.Reference.Create(session.Repository.Owner, session.Repository.Name, new NewReference($"refs/heads/{wanted.Branch}", wanted.BaseSha));
        var (headline, body) = Split(wanted.Message);
        var answer = await session.PostAsync(options.GraphQl, new
        {
            query = Mutation,
            variables = new
            {
                input = new
                {
                    branch = new { repositoryNameWithOwner = session.Repository.FullName, branchName = wanted.Branch },
                    message = new { headline, body },
                    expectedHeadOid = wanted.BaseSha,
                    fileChanges = new
                    {
                        additions = wanted.Written.Select(file => new { path = file.Path, contents = Convert.ToBase64String(file.Content) }),
                        deletions = wanted.Deleted.Select(path => new { path }),
                    },
                },
            },
        });
        if (answer.TryGetProperty("errors", out _))
            throw new GitHubRefusedException(Refusals.Of(System.Net.HttpStatusCode.UnprocessableEntity, Refusals.MessageOf(answer.GetRawText()), TokenOf.Host));
        return new CommitOnGitHub(answer.GetProperty("data").GetProperty("createCommitOnBranch").GetProperty("commit").GetProperty("oid").GetString()!);
    }

    private static async Task<string?> TipAsync(GitHubSession session, string branch)
    {
        try
        {
            return (await session.JsonAsync($"{session.Repository.Path}/git/ref/{Uri.EscapeDataString($"heads/{branch}")}")).GetProperty("object").GetProperty("sha").GetString();
        }
        catch (NotFoundException)
        {
            return null;
        }
    }

    private static (string Headline, string Body) Split(string message)
    {
        var parts = message.Trim().Split('\n', 2);
        return (parts[0].Trim(), parts.Length == 2 ? parts[1].Trim() : "");
    }
}
