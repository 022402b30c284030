using ChatOps.Running.Rest;
using Dapper;

namespace ChatOps.Capabilities.History;

/// <summary>What a page of a history is narrowed by, as the condition over a table with <c>id</c>, <c>repo</c>, <c>requested_by</c> and <c>created_at</c>.</summary>
internal static class HistoryFilter
{
    /// <summary>The condition and its parameters, <c>@take</c> with one row more than the page has among them.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="allowed">Names of the repositories that may be seen; null for all.</param>
    /// <param name="prefix">The ids' prefix, <c>dg</c>.</param>
    public static (string Where, DynamicParameters Parameters) Of(PageQuery query, IReadOnlyList<string>? allowed, string prefix)
    {
        var among = new RepositoryFilter(allowed);
        var oldest = query.OldestId(prefix);
        var where = "created_at >= @Since"
            + (oldest is null ? "" : " and id >= @oldest")
            + (query.Before is null ? "" : " and id < @Before")
            + (query.Repo is null ? "" : " and lower(repo) = lower(@Repo)")
            + (query.Person is null ? "" : " and requested_by = @Person")
            + among.Sql;
        return (where, among.With(new { query.Since, oldest, query.Before, query.Repo, query.Person, take = query.Limit + 1 }));
    }
}
