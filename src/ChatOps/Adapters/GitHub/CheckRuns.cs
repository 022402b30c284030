using ChatOps.Adapters.GitHub.Http;
using ChatOps.Chat;
using Octokit;

namespace ChatOps.Adapters.GitHub;

/// <summary>Reports on commits. Only a GitHub App may.</summary>
internal sealed class CheckRuns(GitHubConnection gitHub, GitHubOptions options, TimeProvider clock)
{
    /// <summary>Whether we are a GitHub App, and so may report at all.</summary>
    public bool CanReport => options.IsApp;

    /// <summary>Keeps one check run on a commit: makes it, or rewrites the one that has the same name and id.</summary>
    public Task<Answer<CheckReport>> SetAsync(RepositoryRef repository, CheckReport report, CancellationToken cancellationToken) =>
        gitHub.RunAsync<CheckReport>(repository, async session =>
        {
            var (owner, name) = (session.Repository.Owner, session.Repository.Name);
            var conclusion = report.Conclusion switch { CheckState.Passing => CheckConclusion.Success, CheckState.Failing => CheckConclusion.Failure, _ => CheckConclusion.Neutral };
            var output = new NewCheckRunOutput(report.Title, report.Summary);
            var isNew = false;
            var run = await Once.DoAsync(
                () => FindAsync(session, report),
                async () =>
                {
                    isNew = true;
                    return await session.Client.Check.Run.Create(owner, name, new NewCheckRun(report.Name, report.HeadSha) { ExternalId = report.Id, Status = CheckStatus.Completed, Conclusion = conclusion, CompletedAt = clock.GetUtcNow(), Output = output });
                },
                clock,
                session.CancellationToken);
            if (!isNew && (run.Output?.Title != report.Title || run.Output?.Summary != report.Summary || run.Conclusion?.Value != conclusion))
                await session.Client.Check.Run.Update(owner, name, run.Id, new CheckRunUpdate { Status = CheckStatus.Completed, Conclusion = conclusion, CompletedAt = clock.GetUtcNow(), Output = output });
            return report;
        }, cancellationToken);

    private static async Task<CheckRun?> FindAsync(GitHubSession session, CheckReport report)
    {
        var runs = await session.Client.Check.Run.GetAllForReference(session.Repository.Owner, session.Repository.Name, report.HeadSha, new CheckRunRequest { CheckName = report.Name, Filter = CheckRunCompletedAtFilter.Latest });
        return runs.CheckRuns.FirstOrDefault(run => run.ExternalId == report.Id);
    }
}

/// <summary>What a check found.</summary>
internal sealed record CheckReport
{
    /// <summary>Its name in the list of checks.</summary>
    public required string Name { get; init; }

    /// <summary>What we know it by when GitHub tells of it.</summary>
    public required string Id { get; init; }

    /// <summary>The commit.</summary>
    public required string HeadSha { get; init; }

    /// <summary>How it went; <see cref="CheckState.None"/> when there was nothing to judge.</summary>
    public required CheckState Conclusion { get; init; }

    /// <summary>One line.</summary>
    public required string Title { get; init; }

    /// <summary>The whole, as Markdown; at most 65,535 characters (docs.github.com, "Create a check run").</summary>
    public required string Summary { get; init; }
}
