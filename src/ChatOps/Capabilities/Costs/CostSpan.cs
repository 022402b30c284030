using System.Data.Common;
using System.Globalization;
using ChatOps.Adapters.Storage;
using Dapper;

namespace ChatOps.Capabilities.Costs;

/// <summary>A scope as it is read: whole days from their sums, and what is left call by call.</summary>
/// <param name="Calls">The condition over <c>model_calls</c>.</param>
/// <param name="Days">The condition over <c>cost_days</c>.</param>
/// <param name="Among">The part of both that limits them to repositories, with its <c>and</c>; empty for all.</param>
/// <param name="Parameters">Of all three.</param>
internal sealed record CostSpan(string Calls, string Days, string Among, DynamicParameters Parameters)
{
    /// <summary>With more holes than this between the days that were added up, all is read call by call.</summary>
    private const int MostGaps = 20;

    /// <summary>Splits a scope.</summary>
    /// <param name="connection">Read in the same transaction as the figures.</param>
    /// <param name="transaction">That transaction.</param>
    /// <param name="scope">The scope.</param>
    /// <param name="byDay">Whether sums of whole days will do.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<CostSpan> OfAsync(DbConnection connection, DbTransaction transaction, CostScope scope, bool byDay, CancellationToken cancellationToken)
    {
        var first = scope.From is { } from ? (from + CostDay.Length - 1) / CostDay.Length : 0;
        var last = (scope.To + 1) / CostDay.Length - 1;
        var days = !byDay || last < first ? [] : (await connection.QueryAsync<long>(new CommandDefinition(
            "select day from cost_days where dimension = 'day' and day between @first and @last order by day", new { first, last }, transaction, cancellationToken: cancellationToken))).AsList();
        var gaps = Gaps(scope, days);
        return gaps.Count <= MostGaps ? Of(scope, gaps, days) : Of(scope, Gaps(scope, []), []);
    }

    private static List<(long From, long To)> Gaps(CostScope scope, List<long> days)
    {
        var gaps = new List<(long From, long To)>();
        var next = scope.From ?? 0;
        foreach (var day in days)
        {
            if (next < day * CostDay.Length)
                gaps.Add((next, day * CostDay.Length - 1));
            next = (day + 1) * CostDay.Length;
        }

        if (next <= scope.To)
            gaps.Add((next, scope.To));
        return gaps;
    }

    private static CostSpan Of(CostScope scope, List<(long From, long To)> gaps, List<long> days)
    {
        var parameters = new DynamicParameters();
        for (var i = 0; i < gaps.Count; i++)
        {
            parameters.Add(string.Create(CultureInfo.InvariantCulture, $"from{i}"), gaps[i].From);
            parameters.Add(string.Create(CultureInfo.InvariantCulture, $"to{i}"), gaps[i].To);
        }

        // "in @list" and "= any(@list)" are each known to one of the two databases only.
        for (var i = 0; i < scope.Repositories?.Count; i++)
            parameters.Add(string.Create(CultureInfo.InvariantCulture, $"repo{i}"), scope.Repositories[i]);
        var among = scope.Repositories switch
        {
            null => "",
            [] => " and 1 = 0",
            { } names => $" and lower(repo) in ({string.Join(", ", names.Select((_, i) => $"lower(@repo{i})"))})",
        };
        parameters.Add("firstDay", days.Count == 0 ? 0 : days[0]);
        parameters.Add("lastDay", days.Count == 0 ? -1 : days[^1]);
        var calls = gaps.Count == 0 ? "1 = 0" : $"({string.Join(" or ", gaps.Select((_, i) => $"created_at between @from{i} and @to{i}"))}){among}";
        return new CostSpan(calls, $"day between @firstDay and @lastDay{among}", among, parameters);
    }
}
