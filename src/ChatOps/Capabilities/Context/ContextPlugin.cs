using System.ComponentModel;
using ChatOps.Adapters.Git;
using ChatOps.Chat;
using Microsoft.SemanticKernel;

namespace ChatOps.Capabilities.Context;

/// <summary>Says what is known of the run's repository, without a model and without changing anything.</summary>
internal sealed class ContextPlugin(RunContext context, GitStore git, TimeProvider clock)
{
    private const int ChangesShown = 20;
    private const int MaxTaskLength = 32 * 1024;

    /// <summary>Surveys the repository.</summary>
    /// <param name="file">A file to look at more closely; null for none.</param>
    /// <param name="task">What is to be done, in words; files that bear on it are listed. Null for nothing.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    [KernelFunction("repository_context"), Description("Languages, frameworks, infrastructure and recent changes of the team's repository.")]
    public async Task<Answer<RepositoryContext>> GetAsync(
        [Description("A file to look at more closely.")] string? file = null,
        [Description("What is to be done, in words.")] string? task = null,
        CancellationToken cancellationToken = default)
    {
        var started = clock.GetTimestamp();
        if (task is { Length: > MaxTaskLength })
            return new Refusal(RefusalKind.TooLarge, $"task is over the limit of {MaxTaskLength} characters.");
        if (file?.Split('/', '\\').Contains("..") == true)
            return new Refusal(RefusalKind.Invalid, "file must be a path inside the repository, like src/app.py, without .. in it.") { Fields = new Dictionary<string, string> { ["file"] = "must be a path inside the repository." } };
        var opened = await git.OpenAsync(context.Repository, null, cancellationToken);
        if (opened.Value is not { } snapshot)
            return opened.Refusal!;

        var warnings = new List<string>(snapshot.Warnings);
        var named = file is null ? null : snapshot.Paths.FirstOrDefault(path => path == file.Trim().Replace('\\', '/').TrimStart('/'));
        if (file is not null && named is null)
            warnings.Add("The file is not in the repository at this commit; what follows is about the whole repository.");
        var iac = snapshot.Paths.Where(RepositorySurvey.IsIac).ToList();
        return new RepositoryContext
        {
            Repo = snapshot.Repository.Name,
            HeadSha = snapshot.Sha,
            Branch = snapshot.Branch,
            Languages = RepositorySurvey.Languages(snapshot.Paths),
            Files = snapshot.Paths.Count,
            Frameworks = RepositorySurvey.Frameworks(snapshot.Paths, snapshot.ReadText),
            Iac = iac,
            IamPolicies = RepositorySurvey.IamPolicies(iac, snapshot.ReadText),
            RecentChanges = [.. (await ChangesAsync(snapshot, named, cancellationToken)).Select(commit => new RecentChange(commit.Sha, commit.PrNumber, commit.Author, commit.CommittedAt, commit.Subject))],
            RelevantFiles = await RelevantFiles.FindAsync(snapshot, named, task, cancellationToken),
            Warnings = warnings,
            DurationMs = (long)clock.GetElapsedTime(started).TotalMilliseconds,
        };
    }

    private static async Task<IEnumerable<CommitInfo>> ChangesAsync(Snapshot snapshot, string? file, CancellationToken cancellationToken) => file is null
        ? (await snapshot.RecentAsync(ChangesShown, cancellationToken)).Select(change => change.Commit).Take(ChangesShown)
        : await snapshot.LogAsync(file, ChangesShown, cancellationToken);
}
