using ChatOps.Adapters.Storage;
using Dapper;

namespace ChatOps.Platforms.Slack.People;

/// <summary>The table <c>slack_installations</c>: workspaces, and organisations of Enterprise Grid that installed the app for all of theirs. Tokens are in it encrypted only.</summary>
internal sealed class Installations(Database database, Protector secrets, TimeProvider clock)
{
    private const string Purpose = "slack token";

    /// <summary>The ids of the organisations that installed the app: <c>E…</c>, as those of workspaces are <c>T…</c>.</summary>
    public async Task<IReadOnlyList<string>> OrganisationsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryAsync<string>(new CommandDefinition("select team_id from slack_installations where team_id like 'E%' order by team_id", cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>A workspace or organisation that installed the app; null for one that did not.</summary>
    public async Task<Workspace?> FindAsync(string teamId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = await connection.QueryFirstOrDefaultAsync<(string Token, string BotUserId)?>(new CommandDefinition(
            "select token, bot_user_id from slack_installations where team_id = @teamId", new { teamId }, cancellationToken: cancellationToken));
        return row is { } found && secrets.Unprotect(Purpose, found.Token) is { } token ? new Workspace(teamId, token, found.BotUserId) : null;
    }

    /// <summary>Keeps an install; a second one of the same workspace replaces the first.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="scopes">What was granted.</param>
    /// <param name="installedBy">Slack's id of who did it.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task SaveAsync(Workspace workspace, string name, string scopes, string installedBy, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition(
                """
                insert into slack_installations (team_id, team_name, bot_user_id, token, scopes, installed_by, installed_at)
                values (@TeamId, @name, @BotUserId, @token, @scopes, @installedBy, @now)
                on conflict (team_id) do update set team_name = excluded.team_name, bot_user_id = excluded.bot_user_id, token = excluded.token, scopes = excluded.scopes, installed_by = excluded.installed_by, installed_at = excluded.installed_at
                """,
                new { workspace.TeamId, name, workspace.BotUserId, token = secrets.Protect(Purpose, workspace.Token), scopes, installedBy, now = clock.GetUtcNow().ToUnixTimeMilliseconds() },
                transaction,
                cancellationToken: cancellationToken)),
            cancellationToken);

    /// <summary>Deletes the token of who removed the app.</summary>
    /// <param name="teamId">The workspace or organisation.</param>
    /// <param name="at">When that was, to the second; an install since then stays. Null for now.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task RemoveAsync(string teamId, DateTimeOffset? at, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition(
                "delete from slack_installations where team_id = @teamId and installed_at < @before",
                new { teamId, before = (at ?? clock.GetUtcNow()).AddSeconds(1).ToUnixTimeMilliseconds() },
                transaction,
                cancellationToken: cancellationToken)),
            cancellationToken);
}
