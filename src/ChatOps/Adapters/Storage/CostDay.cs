using System.Data.Common;
using Dapper;

namespace ChatOps.Adapters.Storage;

/// <summary>The table <c>cost_days</c> as those see it who change calls of models: a day's sums are made from its calls, and go as soon as one of them is entered, changed or deleted.</summary>
internal static class CostDay
{
    /// <summary>A day, in milliseconds.</summary>
    public const long Length = 86_400_000;

    private const string All = "dimension in ('day', 'operation', 'user', 'provider', 'model')";

    /// <summary>Forgets the sums of one call's day.</summary>
    public static Task ForgetAsync(DbTransaction transaction, string callId, CancellationToken cancellationToken) =>
        ExecuteAsync(transaction, $"delete from cost_days where {All} and day = (select created_at / {Length} from model_calls where id = @callId)", new { callId }, cancellationToken);

    /// <summary>Forgets the sums of the days up to a moment, its own included.</summary>
    public static Task ForgetUntilAsync(DbTransaction transaction, DateTimeOffset moment, CancellationToken cancellationToken) =>
        ExecuteAsync(transaction, $"delete from cost_days where {All} and day <= @day", new { day = moment.ToUnixTimeMilliseconds() / Length }, cancellationToken);

    private static Task<int> ExecuteAsync(DbTransaction transaction, string sql, object parameters, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken));
}
