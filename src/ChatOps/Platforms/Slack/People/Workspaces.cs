using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ChatOps.Chat;
using ChatOps.Platforms.Slack.Doors;
using ChatOps.Platforms.Slack.Wire;

namespace ChatOps.Platforms.Slack.People;

/// <summary>The workspaces that the app answers in: the one of the configured token, those that installed it, and those of an organisation that did.</summary>
internal sealed class Workspaces(SlackOptions options, SlackApi api, Installations installations, TimeProvider clock)
{
    private const int MostPages = 50;
    private static readonly Refusal NotInstalled = new(RefusalKind.Forbidden, "This workspace has not installed the app, or is none of those that it answers in (Slack:Workspaces). An admin of a workspace that is listed installs it at /slack/install.");
    private static readonly Refusal NoAnswer = new(RefusalKind.ProviderFailed, "Slack does not answer just now. Try again in a minute.");

    // A token that was taken back is noticed by its own calls; this only bounds how long a changed install is missed.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, Workspace Workspace)> _known = new(StringComparer.Ordinal);

    /// <summary>Finds a workspace, or says why there is none.</summary>
    public async Task<Answer<Workspace>> FindAsync(string teamId, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(teamId, out var known) && known.Until > clock.GetUtcNow())
            return known.Workspace;
        var organised = await OfOrganisationAsync(teamId, cancellationToken);
        var found = options.MayInstall(teamId) && await installations.FindAsync(teamId, cancellationToken) is { } installed
            ? organised?.Refusal is { } unknown ? unknown : installed with { Organisation = organised?.Value?.Organisation }
            : organised ?? await ByTokenAsync(teamId, cancellationToken);
        if (found.Value is { } workspace)
            _known[teamId] = (clock.GetUtcNow() + Kept, workspace);
        return found;
    }

    /// <summary>The workspace of the configured token.</summary>
    public async Task<Answer<Workspace>> ByTokenAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(options.BotToken))
            return NotInstalled with { Kind = RefusalKind.NotConfigured };
        var answer = await api.CallAsync(options.BotToken, "auth.test", [], cancellationToken);
        if (answer.IsOk && answer.Text("team_id") is { } team && answer.Text("user_id") is { } bot)
        {
            var isOrganisation = new Payload(answer.Body).Flag("is_enterprise_install");
            return new Workspace(isOrganisation ? answer.Text("enterprise_id") ?? team : team, options.BotToken, bot) { IsOrganisation = isOrganisation };
        }

        return answer.IsPassing ? NoAnswer : new Refusal(RefusalKind.ProviderFailed, $"Slack does not take the bot token ({answer.Error}). An admin copies it again into Slack:BotToken.");
    }

    /// <summary>Forgets what is known of a workspace or organisation, after it installed or removed the app.</summary>
    public void Forget(string id)
    {
        // Which workspaces were an organisation's is asked again.
        if (id.StartsWith('E'))
            _known.Clear();
        else
            _known.TryRemove(id, out _);
    }

    private async Task<Answer<Workspace>> ByTokenAsync(string teamId, CancellationToken cancellationToken)
    {
        var found = await ByTokenAsync(cancellationToken);
        if (found.Value is not { } workspace || workspace.TeamId == teamId)
            return found;
        return workspace.IsOrganisation ? await InOrganisationAsync(workspace, teamId, cancellationToken) ?? NotInstalled : NotInstalled;
    }

    private async Task<Answer<Workspace>?> OfOrganisationAsync(string teamId, CancellationToken cancellationToken)
    {
        if (!options.TakesInstalls)
            return null;
        foreach (var id in (await installations.OrganisationsAsync(cancellationToken)).Where(options.MayInstall))
        {
            if (await installations.FindAsync(id, cancellationToken) is { } organisation && await InOrganisationAsync(organisation, teamId, cancellationToken) is { } found)
                return found;
        }

        return null;
    }

    // An admin of the organisation says in which of its workspaces the app is (docs.slack.dev, "auth.teams.list"): what a request says of itself decides nothing.
    private async Task<Answer<Workspace>?> InOrganisationAsync(Workspace organisation, string teamId, CancellationToken cancellationToken)
    {
        string? cursor = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await api.CallAsync(organisation.Token, "auth.teams.list", new JsonObject { ["limit"] = 1_000, ["cursor"] = cursor }, cancellationToken);
            if (!answer.IsOk)
            {
                if (answer.IsPassing)
                    return NoAnswer;
                return null;
            }

            if (new Payload(answer.Body).List("teams").Any(team => team.Text("id") == teamId))
                return organisation with { TeamId = teamId, IsOrganisation = false, Organisation = organisation.TeamId };
            if (answer.Text("response_metadata", "next_cursor") is not { Length: > 0 } next)
                return null;
            cursor = next;
        }

        return null;
    }
}
