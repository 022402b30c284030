using ChatOps.Chat;
using ChatOps.Platforms.Slack.People;
using ChatOps.Platforms.Slack.Sockets;

namespace ChatOps.Platforms.Slack;

/// <summary>Whether Slack takes the bot.</summary>
internal sealed class SlackHealth(SlackOptions options, Workspaces workspaces, SocketMode sockets, TimeProvider clock) : IHealthComponent
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private (DateTimeOffset At, ComponentHealth Health)? _last;

    /// <inheritdoc/>
    public string Name => "slack";

    /// <inheritdoc/>
    public async Task<ComponentHealth> CheckAsync(CancellationToken cancellationToken)
    {
        if (!options.IsConfigured)
            return new(HealthState.NotConfigured, "Slack is not connected; set SLACK_BOT_TOKEN, and SLACK_APP_TOKEN or SLACK_SIGNING_SECRET.");
        if (options.TakesSockets && sockets.Open == 0)
        {
            return sockets.Error is null
                ? new(HealthState.Degraded, "Socket Mode is connecting.")
                : new(HealthState.Down, "No Socket Mode connection is open; check SLACK_APP_TOKEN (scope connections:write) and that Socket Mode is on.");
        }

        if (string.IsNullOrWhiteSpace(options.BotToken))
            return new(HealthState.Ok, "Workspaces install the app at /slack/install.");
        if (_last is { } last && clock.GetUtcNow() - last.At < Kept)
            return last.Health;
        var found = await workspaces.ByTokenAsync(cancellationToken);
        var health = found.Refusal is { } refusal ? new ComponentHealth(HealthState.Down, refusal.Sentence) : new ComponentHealth(HealthState.Ok, options.TakesSockets ? "Slack takes the token; requests come by Socket Mode." : "Slack takes the token; requests come over HTTP.");
        _last = (clock.GetUtcNow(), health);
        return health;
    }
}
