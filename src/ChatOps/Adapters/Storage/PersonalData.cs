using System.Data.Common;
using Dapper;

namespace ChatOps.Adapters.Storage;

/// <summary>Forgets a person: what they asked and were answered goes, and with it who was behind the pseudonym. What they spent, what they changed on GitHub and the audit log stay, about nobody.</summary>
internal static class PersonalData
{
    // In this order: what hangs on an operation goes before it.
    private static readonly (string What, string Sql)[] Steps =
    [
        ("operation_steps", "delete from operation_steps where operation_id in (select id from operations where requested_by = @pseudonym)"),
        ("deliveries", "delete from deliveries where operation_id in (select id from operations where requested_by = @pseudonym)"),
        ("parked_requests", "delete from parked_requests where person = @pseudonym"),
        ("diagnoses", "delete from diagnoses where requested_by = @pseudonym"),
        ("feedback", "update diagnoses set feedback_note = null, feedback_by = null where feedback_by = @pseudonym"),
        ("orchestrations", "delete from orchestrations where requested_by = @pseudonym"),
        // A plan that was applied is a pull request by now, and tracked for everybody.
        ("plans", "delete from change_plans where requested_by = @pseudonym and state = 'proposed'"),
        ("operations", "delete from operations where requested_by = @pseudonym"),
        ("github_accounts", "delete from github_accounts where person = @pseudonym"),
        ("people", "delete from people where pseudonym = @pseudonym"),
    ];

    /// <summary>Whether something that they asked for is still under way; deleting it would leave its job without a row.</summary>
    public static async Task<bool> IsBusyAsync(DbTransaction transaction, string pseudonym, CancellationToken cancellationToken) =>
        await transaction.Connection!.ExecuteScalarAsync<long>(new CommandDefinition("select count(*) from operations where requested_by = @pseudonym and finished_at is null", new { pseudonym }, transaction, cancellationToken: cancellationToken)) > 0;

    /// <summary>Forgets the person.</summary>
    /// <returns>How many rows went, by what they were.</returns>
    public static async Task<IReadOnlyDictionary<string, int>> ForgetAsync(DbTransaction transaction, string pseudonym, CancellationToken cancellationToken)
    {
        var deleted = new Dictionary<string, int>();
        foreach (var (what, sql) in Steps)
            deleted[what] = await transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, new { pseudonym }, transaction, cancellationToken: cancellationToken));
        return deleted;
    }
}
