using ChatOps.Chat;

namespace ChatOps.Adapters.Git.Changes;

/// <summary>
/// Branches of the remote, by the <c>git</c> process: the same transport, credentials and limits as a fetch. LibGit2Sharp would replay a wrong token fifteen times, and
/// has no way to say "only if there is no such branch".
/// </summary>
internal sealed class RemoteBranches(GitProcess git, string repository, string address, string? authorization)
{
    private static readonly GitLimits Limits = new(TimeSpan.FromMinutes(5), 1024 * 1024);

    private const int MostShown = 300;

    /// <summary>Where a branch stands now.</summary>
    public async Task<Answer<BranchTip>> TipAsync(string branch, CancellationToken cancellationToken)
    {
        var result = await git.RunAsync(["ls-remote", "--end-of-options", address, $"refs/heads/{branch}"], GitLimits.Short, environment: RemoteSource.Environment(authorization), cancellationToken: cancellationToken);
        if (!result.Succeeded) return Failure("Asking", branch, result);
        var line = result.Output.Split('\n').FirstOrDefault(line => line.EndsWith($"\trefs/heads/{branch}", StringComparison.Ordinal));
        return new BranchTip(line?.Split('\t')[0]);
    }

    /// <summary>Makes a new branch at a commit. A branch that is there already with the same commit is a success, with another one a conflict: nothing is ever overwritten.</summary>
    public async Task<Refusal?> PushAsync(string sha, string branch, CancellationToken cancellationToken)
    {
        // An empty expected value says that there must be no such branch.
        var pushed = await PushAsync([$"--force-with-lease=refs/heads/{branch}:"], $"{sha}:refs/heads/{branch}", cancellationToken);
        if (pushed.Succeeded) return null;
        var tip = await TipAsync(branch, cancellationToken);
        if (tip.Value?.Sha == sha) return null;
        return tip.Value?.Sha is { } other
            ? new Refusal(RefusalKind.Conflict, $"The branch {branch} of {repository} exists already and stands at {other[..10]}. Nothing was pushed.")
            : Failure("Pushing", branch, pushed);
    }

    /// <summary>Moves a branch on as long as it stands where it is expected to. The commit has to follow that one, so that nothing is ever overwritten.</summary>
    public async Task<Refusal?> AdvanceAsync(string sha, string branch, string from, CancellationToken cancellationToken)
    {
        var pushed = await PushAsync([$"--force-with-lease=refs/heads/{branch}:{from}"], $"{sha}:refs/heads/{branch}", cancellationToken);
        if (pushed.Succeeded) return null;
        var tip = await TipAsync(branch, cancellationToken);
        if (tip.Value?.Sha == sha) return null;
        return tip.Value is { Sha: var other } && other != from
            ? new Refusal(RefusalKind.Conflict, $"The branch {branch} of {repository} {(other is null ? "is gone" : $"has moved on to {other[..10]}")}. Nothing was pushed.")
            : Failure("Pushing", branch, pushed);
    }

    /// <summary>Removes a branch as long as it stands where we left it.</summary>
    public async Task<Refusal?> DeleteAsync(string branch, string sha, CancellationToken cancellationToken)
    {
        var pushed = await PushAsync([$"--force-with-lease=refs/heads/{branch}:{sha}"], $":refs/heads/{branch}", cancellationToken);
        if (pushed.Succeeded) return null;
        return (await TipAsync(branch, cancellationToken)).Value is { Sha: null } ? null : Failure("Removing", branch, pushed);
    }

    private Task<GitResult> PushAsync(IReadOnlyList<string> options, string refspec, CancellationToken cancellationToken) =>
        git.RunAsync(["push", "--porcelain", "--no-verify", .. options, "--end-of-options", address, refspec], Limits, environment: RemoteSource.Environment(authorization), cancellationToken: cancellationToken);

    private Refusal Failure(string doing, string branch, GitResult result)
    {
        var what = $"{doing} {branch} of {repository} failed";
        if (result.TimedOut) return new Refusal(RefusalKind.ProviderFailed, $"{what}: it took too long. Try again.");
        if (result.Error.Contains("returned error: 403", StringComparison.Ordinal) || result.Error.Contains("ermission to", StringComparison.Ordinal))
            return new Refusal(RefusalKind.Forbidden, $"{what}: the token may not write there. It needs the permission to write contents.");
        if (result.Error.Contains("Authentication failed", StringComparison.Ordinal) || result.Error.Contains("could not read Username", StringComparison.Ordinal))
            return new Refusal(RefusalKind.Forbidden, $"{what}: no valid credentials. Check GitHub:Token, or the app's key.");
        return Rejection(result) is { } reason
            ? new Refusal(RefusalKind.Unprocessable, $"{what}: the remote refused it: {reason}")
            : new Refusal(RefusalKind.ProviderFailed, $"{what}. Check its address, the network and the credentials.");
    }

    /// <summary>What a hook or a protected branch said.</summary>
    private static string? Rejection(GitResult result)
    {
        var flag = result.Output.Split('\n').FirstOrDefault(line => line.StartsWith('!'));
        if (flag is null) return null;
        var said = result.Error.Split('\n').Where(line => line.StartsWith("remote:", StringComparison.Ordinal)).Select(line => line["remote:".Length..].Trim()).Where(line => line.Any(char.IsLetter));
        var text = string.Join(" ", [flag.Split('\t')[^1].Trim(), .. said]);
        return new string([.. text.Where(c => !char.IsControl(c)).Take(MostShown)]).TrimEnd('.') + ".";
    }
}
