using ChatOps.Adapters.GitHub.Http;
using ChatOps.Chat;
using Octokit;

namespace ChatOps.Adapters.GitHub;

/// <summary>Says whether GitHub takes our token. It is asked at most twice a minute, by calls that count against no limit.</summary>
internal sealed class GitHubHealth(GitHubOptions options, GitHubHttp http, AppTokens app, TimeProvider clock) : IHealthComponent
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private (DateTimeOffset At, ComponentHealth Health)? last;

    /// <inheritdoc/>
    public string Name => "github";

    /// <inheritdoc/>
    public async Task<ComponentHealth> CheckAsync(CancellationToken cancellationToken)
    {
        if (!options.IsConfigured) return new ComponentHealth(HealthState.NotConfigured, "GitHub is not configured, so no pull request can be opened: set GITHUB_TOKEN, or GitHub:Token, or GitHub:AppId and GitHub:PrivateKeyPath.");
        if (last is { } known && clock.GetUtcNow() - known.At < Fresh) return known.Health;
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var health = await LookAsync(either.Token);
            last = (clock.GetUtcNow(), health);
            return health;
        }
        catch (Exception e) when (Refusals.IsForeseen(e, cancellationToken))
        {
            var health = new ComponentHealth(HealthState.Down, Refusals.Of(e, TokenOf.Host).Sentence);
            last = (clock.GetUtcNow(), health);
            return health;
        }
    }

    private async Task<ComponentHealth> LookAsync(CancellationToken cancellationToken)
    {
        if (options.IsApp)
        {
            var current = await new GitHubClient(http.Connect(app.Jwt(), AuthenticationType.Bearer, cancellationToken)).GitHubApps.GetCurrent();
            return new ComponentHealth(HealthState.Ok, $"GitHub takes the App {current.Slug}.");
        }

        var core = (await new GitHubClient(http.Connect(options.Token!.Trim(), AuthenticationType.Oauth, cancellationToken)).RateLimit.GetRateLimits()).Resources.Core;
        return core.Remaining > 0
            ? new ComponentHealth(HealthState.Ok, "GitHub takes the token.")
            : new ComponentHealth(HealthState.Degraded, FormattableString.Invariant($"The token's rate limit on GitHub is used up until {core.Reset:HH:mm} UTC."));
    }
}
