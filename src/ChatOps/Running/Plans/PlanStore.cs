using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Running.Auditing;
using Dapper;

namespace ChatOps.Running.Plans;

/// <summary>The table <c>change_plans</c>. Every change of state is conditional on the state it leaves, so that two hosts cannot both make it.</summary>
internal sealed class PlanStore(Database database, People people, AuditLog audit, TimeProvider clock)
{
    private const string Columns =
        "id Id, kind Kind, state State, repo Repo, digest Digest, document Document, progress Progress, applied_by AppliedBy, applied_in AppliedIn, result Result";

    /// <summary>Stores a new plan of a run: its id, operation, person and times are set here.</summary>
    public async Task<StoredPlan> ProposeAsync(RunContext context, ChangePlan proposed, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var plan = proposed with
        {
            Id = Identifier.New("pl", clock),
            OperationId = context.OperationId,
            RequestedBy = await people.PseudonymAsync(context.Caller, cancellationToken),
            CreatedAt = now,
            ExpiresAt = now + proposed.Kind.Lifetime(),
        };
        var digest = PlanDigest.Of(plan);
        await database.WriteAsync(
            transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition(
                """
                insert into change_plans (id, operation_id, kind, state, repo, digest, requested_by, document, progress, created_at, expires_at)
                values (@Id, @OperationId, @kind, 'proposed', @Repository, @digest, @RequestedBy, @document, '{}', @created, @expires)
                """,
                new
                {
                    plan.Id,
                    plan.OperationId,
                    kind = plan.Kind.Text(),
                    plan.Repository,
                    digest,
                    plan.RequestedBy,
                    document = JsonSerializer.Serialize(plan, PlanJson.Default.ChangePlan),
                    created = plan.CreatedAt.ToUnixTimeMilliseconds(),
                    expires = plan.ExpiresAt.ToUnixTimeMilliseconds(),
                },
                transaction,
                cancellationToken: cancellationToken)),
            cancellationToken);
        return new StoredPlan(plan, digest, PlanState.Proposed);
    }

    /// <summary>A plan; null for an unknown id.</summary>
    public Task<StoredPlan?> FindAsync(string id, CancellationToken cancellationToken) => FirstAsync("id = @id", new { id }, cancellationToken);

    /// <summary>The plan that an operation made first; null when it made none. A repeated operation goes on with it.</summary>
    public Task<StoredPlan?> FindByOperationAsync(string operationId, CancellationToken cancellationToken) =>
        FirstAsync("operation_id = @operationId order by id limit 1", new { operationId }, cancellationToken);

    /// <summary>The plan that an operation applies or applied; null when it took none.</summary>
    public Task<StoredPlan?> FindTakenByAsync(string operationId, CancellationToken cancellationToken) => FirstAsync("applied_in = @operationId", new { operationId }, cancellationToken);

    /// <summary>The newest plan of a kind with a digest in a repository; null when there is none.</summary>
    public Task<StoredPlan?> FindByDigestAsync(string repository, ChangeKind kind, string digest, CancellationToken cancellationToken) =>
        FirstAsync("lower(repo) = lower(@repository) and kind = @kind and digest = @digest order by id desc limit 1", new { repository, kind = kind.Text(), digest }, cancellationToken);

    /// <summary>The branches that plans which may still be applied would make in a repository.</summary>
    public async Task<IReadOnlyList<string>> OpenBranchesAsync(string repository, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var documents = await connection.QueryAsync<string>(new CommandDefinition(
            "select document from change_plans where lower(repo) = lower(@repository) and (state = 'applying' or (state = 'proposed' and expires_at > @now))",
            new { repository, now = clock.GetUtcNow().ToUnixTimeMilliseconds() },
            cancellationToken: cancellationToken));
        return [.. documents.Select(document => JsonSerializer.Deserialize(document, PlanJson.Default.ChangePlan)!.Branch).Distinct()];
    }

    /// <summary>Takes a plan for an operation to apply: a waiting one, its own from before a crash, or one that an operation left that has ended since.</summary>
    /// <returns>The plan as it now is; null when somebody else has it or it is done with.</returns>
    public Task<StoredPlan?> ClaimAsync(string id, string operationId, string person, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async transaction =>
            {
                var claimed = await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                    """
                    update change_plans set state = 'applying', applied_in = @operationId, applied_by = @person
                    where id = @id and (state = 'proposed' or (state = 'applying' and (applied_in = @operationId
                        or exists (select 1 from operations where operations.id = change_plans.applied_in and operations.finished_at is not null))))
                    """,
                    new { id, operationId, person },
                    transaction,
                    cancellationToken: cancellationToken));
                return claimed == 0 ? null : await FirstAsync(transaction.Connection!, transaction, "id = @id", new { id }, cancellationToken);
            },
            cancellationToken);

    /// <summary>Records what a step of applying came to.</summary>
    public Task RecordAsync(string id, IReadOnlyDictionary<string, string> progress, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition(
                "update change_plans set progress = @progress where id = @id",
                new { id, progress = JsonSerializer.Serialize(new Dictionary<string, string>(progress), PlanJson.Default.DictionaryStringString) },
                transaction,
                cancellationToken: cancellationToken)),
            cancellationToken);

    /// <summary>Ends the applying of a claimed plan, with its audit row in the same transaction.</summary>
    /// <param name="plan">As it was claimed.</param>
    /// <param name="state"><see cref="PlanState.Applied"/>, <see cref="PlanState.Void"/>, or <see cref="PlanState.Proposed"/> when it may be tried again.</param>
    /// <param name="result">What came of it; null unless applied.</param>
    /// <param name="facts">What its audit row says beside the usual.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task EndAsync(StoredPlan plan, PlanState state, ChangeResult? result, IReadOnlyDictionary<string, string> facts, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async transaction =>
            {
                await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                    "update change_plans set state = @state, result = @result, applied_at = @now where id = @Id and state = 'applying' and applied_in = @AppliedIn",
                    new
                    {
                        plan.Plan.Id,
                        plan.AppliedIn,
                        state = PlanJson.Text(state),
                        result = result is null ? null : JsonSerializer.Serialize(result, PlanJson.Default.ChangeResult),
                        now = state == PlanState.Applied ? clock.GetUtcNow().ToUnixTimeMilliseconds() : (long?)null,
                    },
                    transaction,
                    cancellationToken: cancellationToken));
                await audit.AppendAsync(transaction, Event(plan, state, result, facts), cancellationToken);
            },
            cancellationToken);

    private static AuditEvent Event(StoredPlan plan, PlanState state, ChangeResult? result, IReadOnlyDictionary<string, string> facts)
    {
        Dictionary<string, string> detail = new(facts)
        {
            ["kind"] = plan.Plan.Kind.Text(),
            ["state"] = PlanJson.Text(state),
            ["digest"] = plan.Digest,
            ["base"] = plan.Plan.BaseSha,
            ["operation"] = plan.AppliedIn ?? "",
        };
        if ((result?.PrNumber ?? plan.Plan.PullRequest?.Number) is { } number)
            detail["pr"] = number.ToString(CultureInfo.InvariantCulture);
        if (result?.Commit is { } commit)
            detail["commit"] = commit;
        return new AuditEvent(plan.AppliedBy!, "apply", plan.Plan.Id) { Repo = plan.Plan.Repository, Detail = detail };
    }

    private async Task<StoredPlan?> FirstAsync(string where, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await FirstAsync(connection, null, where, parameters, cancellationToken);
    }

    private static async Task<StoredPlan?> FirstAsync(DbConnection connection, DbTransaction? transaction, string where, object parameters, CancellationToken cancellationToken) =>
        (await connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition($"select {Columns} from change_plans where {where}", parameters, transaction, cancellationToken: cancellationToken)))?.ToPlan();

    private sealed class Row
    {
        public string Id { get; set; } = "";
        public string Kind { get; set; } = "";
        public string State { get; set; } = "";
        public string Repo { get; set; } = "";
        public string Digest { get; set; } = "";
        public string Document { get; set; } = "";
        public string Progress { get; set; } = "{}";
        public string? AppliedBy { get; set; }
        public string? AppliedIn { get; set; }
        public string? Result { get; set; }

        public StoredPlan ToPlan() => new(JsonSerializer.Deserialize(Document, PlanJson.Default.ChangePlan)!, Digest, Enum.Parse<PlanState>(State, ignoreCase: true))
        {
            Progress = JsonSerializer.Deserialize(Progress, PlanJson.Default.DictionaryStringString)!,
            AppliedBy = AppliedBy,
            AppliedIn = AppliedIn,
            Result = Result is null ? null : JsonSerializer.Deserialize(Result, PlanJson.Default.ChangeResult),
        };
    }
}
