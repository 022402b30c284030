namespace ChatOps.Chat;

/// <summary>One entry of the <c>Repositories</c> section.</summary>
internal sealed class RepositoryOptions
{
    /// <summary>What people call it; null for the last part of its path or address.</summary>
    public string? Name { get; set; }

    /// <inheritdoc cref="RepositoryRef.Path"/>
    public string? Path { get; set; }

    /// <inheritdoc cref="RepositoryRef.Url"/>
    public string? Url { get; set; }

    /// <inheritdoc cref="RepositoryRef.DefaultBranch"/>
    public string? DefaultBranch { get; set; }

    /// <inheritdoc cref="RepositoryRef.DeployedRef"/>
    public string? DeployedRef { get; set; }

    /// <inheritdoc cref="RepositoryRef.GitHub"/>
    public string? GitHub { get; set; }

    /// <summary>The chat channels whose requests are about this repository.</summary>
    public string[] Channels { get; set; } = [];

    /// <inheritdoc cref="RepositoryRef.CheckCommand"/>
    public string? CheckCommand { get; set; }

    /// <inheritdoc cref="RepositoryRef.CheckPermissions"/>
    public bool CheckPermissions { get; set; }
}
