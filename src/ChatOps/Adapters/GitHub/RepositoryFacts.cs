namespace ChatOps.Adapters.GitHub;

/// <summary>What GitHub says of a repository.</summary>
internal sealed record RepositoryFacts
{
    /// <summary><c>owner/name</c>.</summary>
    public required string FullName { get; init; }

    /// <summary>Its page on GitHub.</summary>
    public required string Url { get; init; }

    /// <summary>The branch that pull requests go into unless something else is asked for.</summary>
    public required string DefaultBranch { get; init; }

    /// <summary>The merge methods that its settings allow, GitHub's default first.</summary>
    public required IReadOnlyList<MergeMethod> AllowedMethods { get; init; }

    /// <summary>Whether the token may push and open pull requests. Of an App's token GitHub does not say it here: false then means nothing.</summary>
    public required bool CanPush { get; init; }

    /// <summary>Whether the token may change its settings.</summary>
    public required bool CanAdminister { get; init; }

    /// <summary>Whether it is read-only.</summary>
    public required bool Archived { get; init; }

    /// <summary>Whether only its members see it.</summary>
    public required bool Private { get; init; }
}

/// <summary>Who acts on GitHub.</summary>
/// <param name="Login">The login; of an App <c>slug[bot]</c>.</param>
/// <param name="IsApp">Whether it is a GitHub App, and so nobody's own account.</param>
internal sealed record GitHubActor(string Login, bool IsApp)
{
    /// <summary>The login of an App whose token does not say which one it is.</summary>
    public const string Unnamed = "a GitHub App";

    /// <summary>Whether an account is this one; an App that is not named takes any bot for itself.</summary>
    /// <param name="login">The account.</param>
    /// <param name="isBot">Whether it is a bot.</param>
    public bool Is(string? login, bool isBot) => Login == Unnamed ? isBot : Login.Equals(login, StringComparison.OrdinalIgnoreCase);
}
