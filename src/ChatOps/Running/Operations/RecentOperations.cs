using System.Globalization;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using Dapper;

namespace ChatOps.Running.Operations;

/// <summary>What somebody asked for lately, on the bot's own page.</summary>
internal sealed class RecentOperations(Database database, People people) : IHomeSection
{
    private const int Shown = 5;

    /// <inheritdoc/>
    public int Order => 30;

    /// <inheritdoc/>
    public async Task<Card?> ForAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (await people.FindAsync(caller.Id, cancellationToken) is not { } person)
            return null;
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = (await connection.QueryAsync<(string Id, string Kind, string State, string? Repo, long At)>(new CommandDefinition(
            "select id, kind, state, repo, created_at from operations where requested_by = @person order by created_at desc limit @Shown", new { person, Shown }, cancellationToken: cancellationToken))).AsList();
        return HomeList.Of("What you asked for lately", [.. rows.Select(row => new CardItem($"{row.Kind}{(row.Repo is null ? "" : $" in {row.Repo}")}: {row.State}", string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.FromUnixTimeMilliseconds(row.At):yyyy-MM-dd HH:mm} UTC, {row.Id}")))]);
    }
}
