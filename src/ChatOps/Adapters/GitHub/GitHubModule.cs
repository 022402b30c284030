using ChatOps.Adapters.GitHub.Http;
using ChatOps.Chat;
using ChatOps.Settings;

namespace ChatOps.Adapters.GitHub;

/// <summary>Registers GitHub.</summary>
internal static class GitHubModule
{
    /// <summary>Adds everything of this folder, and gives git its credentials.</summary>
    public static void AddGitHub(this WebApplicationBuilder builder)
    {
        builder.AddSettings<GitHubOptions>("GitHub");
        var services = builder.Services;
        services.AddSingleton<GitHubHttp>();
        services.AddSingleton<AppTokens>();
        services.AddSingleton<GitHubConnection>();
        services.AddSingleton<PullRequests>();
        services.AddSingleton<PullRequestChanges>();
        services.AddSingleton<RepositoryDetails>();
        services.AddSingleton<SignedCommits>();
        services.AddSingleton<Accounts>();
        services.AddSingleton<CheckRuns>();
        services.AddSingleton<MergeChecks>();
        services.AddSingleton<DeviceFlow>();
        services.AddSingleton<Permalinks>();
        services.AddSingleton<Webhooks>();
        services.AddSingleton<GitCredentials>();
        services.AddSingleton<GitHubApi>();
        services.AddSingleton<GitAuthorization>(provider => provider.GetRequiredService<GitCredentials>().AuthorizationAsync);
        services.AddSingleton<IHealthComponent, GitHubHealth>();
    }
}
