using System.Collections.Concurrent;
using ChatOps.Chat;
using ChatOps.Platforms.Slack.Wire;

namespace ChatOps.Platforms.Slack.People;

/// <summary>The workspaces that the app answers in: the one of the configured token, and those that installed it.</summary>
internal sealed class Workspaces(SlackOptions options, SlackApi api, Installations installations, TimeProvider clock)
{
    // A token that was taken back is noticed by its own calls; this only bounds how long a changed install is missed.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, Workspace Workspace)> _known = new(StringComparer.Ordinal);

    /// <summary>Finds a workspace, or says why there is none.</summary>
    public async Task<Answer<Workspace>> FindAsync(string teamId, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(teamId, out var known) && known.Until > clock.GetUtcNow())
            return known.Workspace;
        var found = await installations.FindAsync(teamId, cancellationToken) is { } installed ? installed : await ByTokenAsync(cancellationToken);
        if (found.Value is not { } workspace)
            return found;
        if (workspace.TeamId != teamId)
            return new Refusal(RefusalKind.Forbidden, "This workspace has not installed the app. An admin of it does so at /slack/install.");
        _known[teamId] = (clock.GetUtcNow() + Kept, workspace);
        return workspace;
    }

    /// <summary>The workspace of the configured token.</summary>
    public async Task<Answer<Workspace>> ByTokenAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(options.BotToken))
            return new Refusal(RefusalKind.NotConfigured, "This workspace has not installed the app. An admin of it does so at /slack/install.");
        var answer = await api.CallAsync(options.BotToken, "auth.test", [], cancellationToken);
        return answer.IsOk && answer.Text("team_id") is { } team && answer.Text("user_id") is { } bot
            ? new Workspace(team, options.BotToken, bot)
            : new Refusal(RefusalKind.ProviderFailed, answer.IsPassing ? "Slack does not answer just now. Try again in a minute." : $"Slack does not take the bot token ({answer.Error}). An admin copies it again into Slack:BotToken.");
    }

    /// <summary>Forgets what is known of a workspace, after it installed or removed the app.</summary>
    public void Forget(string teamId) => _known.TryRemove(teamId, out _);
}
