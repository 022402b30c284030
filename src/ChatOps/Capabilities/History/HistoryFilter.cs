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
        var oldest = query.OldestId(prefix);
        var where = "created_at >= @Since"
            + (oldest is null ? "" : " and id >= @oldest")
            + (query.Before is null ? "" : " and id < @Before")
            + (query.Repo is null ? "" : " and lower(repo) = lower(@Repo)")
            + (query.Person is null ? "" : " and requested_by = @Person")
            + Among(allowed);
        var parameters = new DynamicParameters(new { query.Since, oldest, query.Before, query.Repo, query.Person, take = query.Limit + 1 });
        for (var i = 0; i < allowed?.Count; i++)
            parameters.Add($"allowed{i}", allowed[i]);
        return (where, parameters);
    }

    // "in @list" and "= any(@list)" are each known to one of the two databases only.
    private static string Among(IReadOnlyList<string>? allowed) => allowed is null ? ""
        : allowed.Count == 0 ? " and 1 = 0"
        : $" and lower(repo) in ({string.Join(", ", allowed.Select((_, i) => $"lower(@allowed{i})"))})";
}
