using ChatOps.Chat;
using LibGit2Sharp;

namespace ChatOps.Adapters.Git;

/// <summary>A repository at an address: cloned bare once, fetched when it is old.</summary>
internal static class RemoteSource
{
    private static readonly string[] Refspecs = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];

    /// <summary>Fetches when asked to, then resolves the ref.</summary>
    public static async Task<Answer<SourceState>> OpenAsync(RepositoryRef repository, string? asked, string bare, bool fetch, GitAuthorization? authorization, CancellationToken cancellationToken)
    {
        List<string> warnings = [];
        if (fetch)
        {
            var failure = await FetchAsync(repository, bare, authorization is null ? null : await authorization(repository, repository.Url!, cancellationToken), cancellationToken);
            if (failure is not null && !HasRefs(bare)) return failure;
            if (failure is not null) warnings.Add($"{failure.Sentence} The copy of the last fetch was read.");
        }
        using var git = new Repository(bare);
        var answer = RefResolution.Resolve(git, repository, asked);
        return answer.Value is { } state ? state with { GitHub = repository.GitHub ?? GitHubName.Of(repository.Url), Warnings = warnings } : answer;
    }

    /// <summary>Fetches, or fails, and resolves the branch that pull requests go to.</summary>
    public static async Task<Answer<SourceState>> FetchedAsync(RepositoryRef repository, string bare, bool fetch, string? authorization, CancellationToken cancellationToken)
    {
        if (fetch && await FetchAsync(repository, bare, authorization, cancellationToken) is { } failure) return failure;
        using var git = new Repository(bare);
        var answer = RefResolution.Resolve(git, repository, null);
        return answer.Value is { } state ? state with { GitHub = repository.GitHub ?? GitHubName.Of(repository.Url) } : answer;
    }

    private static bool HasRefs(string bare)
    {
        using var git = new Repository(bare);
        return git.Refs.Any(reference => reference.CanonicalName.StartsWith("refs/heads/", StringComparison.Ordinal));
    }

    /// <summary>Fetches branches and tags into our clone, and its default branch.</summary>
    public static async Task<Refusal?> FetchAsync(RepositoryRef repository, string bare, string? authorization, CancellationToken cancellationToken)
    {
        if (!IsAllowed(repository.Url!)) return new Refusal(RefusalKind.NotConfigured, $"The address of {repository.Name} is not one git may fetch from. Use https://, ssh:// or user@host:path.");
        var git = new GitProcess(bare);
        var environment = Environment(authorization);
        var fetched = await git.RunAsync(["fetch", "--quiet", "--prune", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--end-of-options", repository.Url!, .. Refspecs], GitLimits.Transfer, environment: environment, cancellationToken: cancellationToken);
        if (!fetched.Succeeded)
            return new Refusal(RefusalKind.ProviderFailed, $"Fetching {repository.Name} failed{(fetched.TimedOut ? ": it took too long" : "")}. Check its address, the network and the credentials.");
        var head = await git.RunAsync(["ls-remote", "--symref", "--end-of-options", repository.Url!, "HEAD"], GitLimits.Short, environment: environment, cancellationToken: cancellationToken);
        const string Prefix = "ref: refs/heads/";
        if (head.Succeeded && head.Output.StartsWith(Prefix, StringComparison.Ordinal) && head.Output.IndexOf('\t', StringComparison.Ordinal) is > 0 and var tab && RefResolution.IsSafe(head.Output[Prefix.Length..tab]))
            await git.RunAsync(["symbolic-ref", "HEAD", "refs/heads/" + head.Output[Prefix.Length..tab]], GitLimits.Short, cancellationToken: cancellationToken);
        return null;
    }

    /// <summary>For a git process that speaks to a remote. Credentials go by the environment, so that no process list, file or address shows them.</summary>
    public static Dictionary<string, string> Environment(string? authorization)
    {
        var environment = new Dictionary<string, string> { ["GIT_ALLOW_PROTOCOL"] = "https:http:ssh:git:file" };
        if (authorization is not null)
        {
            environment["GIT_CONFIG_COUNT"] = "1";
            environment["GIT_CONFIG_KEY_0"] = "http.extraHeader";
            environment["GIT_CONFIG_VALUE_0"] = $"Authorization: {authorization}";
        }
        return environment;
    }

    private static bool IsAllowed(string address) =>
        address.Length > 0 && address[0] != '-' && !address.Contains("::", StringComparison.Ordinal) && !address.Any(char.IsControl);
}
