using ChatOps.Chat;

namespace ChatOps.Adapters.GitHub;

/// <summary>GitHub, by concern. Every call answers with a refusal where GitHub cannot be used or says no, and throws only when it is cancelled.</summary>
internal sealed class GitHubApi(
    GitHubOptions options,
    GitHubConnection connection,
    PullRequests pullRequests,
    PullRequestChanges changes,
    MergeChecks merging,
    RepositoryDetails repositories,
    SignedCommits signedCommits,
    CheckRuns checks,
    Accounts accounts,
    DeviceFlow deviceFlow,
    Permalinks links,
    Webhooks webhooks,
    GitCredentials credentials)
{
    /// <summary>The label of the pull requests that we open.</summary>
    public string Label => options.Label;

    /// <summary>Whether there is a token or an App at all.</summary>
    public bool IsConfigured => options.IsConfigured;

    /// <summary>Reads pull requests.</summary>
    public PullRequests PullRequests => pullRequests;

    /// <summary>Opens, comments on, approves, merges and closes them.</summary>
    public PullRequestChanges Changes => changes;

    /// <summary>What a merge depends on.</summary>
    public MergeChecks Merging => merging;

    /// <summary>Settings of repositories and branches.</summary>
    public RepositoryDetails Repositories => repositories;

    /// <summary>Commits that GitHub signs.</summary>
    public SignedCommits SignedCommits => signedCommits;

    /// <summary>Reports on commits.</summary>
    public CheckRuns Checks => checks;

    /// <summary>Who is who.</summary>
    public Accounts Accounts => accounts;

    /// <summary>How a person links an account.</summary>
    public DeviceFlow DeviceFlow => deviceFlow;

    /// <summary>Addresses for people.</summary>
    public Permalinks Links => links;

    /// <summary>What GitHub posts to us.</summary>
    public Webhooks Webhooks => webhooks;

    /// <summary>What git needs.</summary>
    public GitCredentials Credentials => credentials;

    /// <summary>Why GitHub cannot be used for a repository; null when it can.</summary>
    public Refusal? WhyNot(RepositoryRef repository) => connection.WhyNot(repository);
}
