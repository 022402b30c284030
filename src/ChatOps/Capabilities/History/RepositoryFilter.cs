using Dapper;

namespace ChatOps.Capabilities.History;

/// <summary>Limits a query to the repositories that its reader may see. <c>in @list</c> and <c>= any(@list)</c> are each known to one of the two databases only.</summary>
/// <param name="allowed">Their names; null for all.</param>
internal sealed class RepositoryFilter(IReadOnlyList<string>? allowed)
{
    /// <summary>What goes behind the query's other conditions; empty for all.</summary>
    public string Sql => allowed is null ? ""
        : allowed.Count == 0 ? " and 1 = 0"
        : $" and lower(repo) in ({string.Join(", ", allowed.Select((_, i) => $"lower(@allowed{i})"))})";

    /// <summary>The query's parameters with this filter's.</summary>
    public DynamicParameters With(object? others = null)
    {
        var parameters = new DynamicParameters(others);
        for (var i = 0; i < allowed?.Count; i++)
            parameters.Add($"allowed{i}", allowed[i]);
        return parameters;
    }
}
