using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ChatOps.Chat;
using ChatOps.Platforms.Slack.Blocks;
using ChatOps.Platforms.Slack.People;
using ChatOps.Platforms.Slack.Wire;

namespace ChatOps.Platforms.Slack.Home;

/// <summary>The app's own page: who you are here, and what the capabilities show you.</summary>
internal sealed partial class AppHome(SlackApi api, Workspaces workspaces, SlackPeople people, IEnumerable<IHomeSection> sections, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<AppHome> logger)
{
    // Slack tells of each look at the page.
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _shown = new(StringComparer.Ordinal);

    /// <summary>Shows somebody their page, in the background.</summary>
    public void Show(string teamId, string userId)
    {
        var now = clock.GetUtcNow();
        if (_shown.TryGetValue($"{teamId}/{userId}", out var last) && now - last < Apart)
            return;
        if (_shown.Count > 10_000)
            _shown.Clear();
        _shown[$"{teamId}/{userId}"] = now;
        var stopping = lifetime.ApplicationStopping;
        _ = Task.Run(() => ShowAsync(teamId, userId, stopping), stopping);
    }

    private async Task ShowAsync(string teamId, string userId, CancellationToken cancellationToken)
    {
        try
        {
            if ((await workspaces.FindAsync(teamId, cancellationToken)).Value is not { } workspace || (await people.IdentifyAsync(workspace, userId, cancellationToken)).Value is not { } caller)
                return;
            var cards = new List<Card>();
            // Nobody without a role sees what goes on here.
            var isNobody = caller.RepositoriesWith(Role.Viewer) is { Count: 0 };
            foreach (var section in sections.Where(_ => !isNobody).OrderBy(section => section.Order))
            {
                if (await section.ForAsync(caller, cancellationToken) is { } card)
                    cards.Add(card);
            }

            var answer = await api.CallAsync(workspace.Token, "views.publish", new JsonObject { ["user_id"] = userId, ["view"] = HomeView.Of(caller, cards) }, cancellationToken);
            if (!answer.IsOk)
                LogNotShown(answer.Error!);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops.
        }
#pragma warning disable CA1031 // Nobody waits for this task: what goes wrong in it is at least in the log.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "App Home was not taken by Slack: {Error}")]
    private partial void LogNotShown(string error);

    [LoggerMessage(LogLevel.Error, "App Home failed unexpectedly")]
    private partial void LogFailed(Exception exception);
}
