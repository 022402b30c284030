using ChatOps.Adapters.Storage;
using ChatOps.Running.Rest;
using Dapper;

namespace ChatOps.Capabilities.History;

/// <summary>Reads pages of a table with <c>id</c>, <c>operation_id</c>, <c>requested_by</c>, <c>repo</c> and <c>created_at</c>.</summary>
internal sealed class HistoryPages(Database database)
{
    /// <summary>The rows that a query asks for, newest first, of the repositories that the caller may see.</summary>
    /// <param name="table">The table.</param>
    /// <param name="prefix">Its ids' prefix, <c>dg</c>.</param>
    /// <param name="columns">What else is read, with the names of <typeparamref name="TRow"/>'s properties.</param>
    /// <param name="show">A row as REST returns it.</param>
    /// <param name="query">Which rows.</param>
    /// <param name="allowed">Names of the repositories that may be seen; null for all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<Page<TEntry>> ReadAsync<TRow, TEntry>(string table, string prefix, string columns, Func<TRow, TEntry> show, PageQuery query, IReadOnlyList<string>? allowed, CancellationToken cancellationToken) where TRow : HistoryRow
    {
        var (where, parameters) = HistoryFilter.Of(query, allowed, prefix);
        var sql = $"select id, operation_id as OperationId, requested_by as RequestedBy, repo, created_at as CreatedAt, {columns} from {table} where {where} order by id desc limit @take";
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = (await connection.QueryAsync<TRow>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))).AsList();
        return query.Page(rows, row => row.Id, show);
    }
}

/// <summary>What the rows of every history table have.</summary>
internal abstract class HistoryRow
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The operation that it came of.</summary>
    public required string OperationId { get; init; }

    /// <summary>Who asked, by pseudonym.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>The repository.</summary>
    public required string Repo { get; init; }

    /// <summary>When, in milliseconds since 1970.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset At => DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt);
}
