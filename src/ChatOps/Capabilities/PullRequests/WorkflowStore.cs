using System.Data.Common;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using Dapper;

namespace ChatOps.Capabilities.PullRequests;

/// <summary>The tables <c>workflows</c> and <c>workflow_reverts</c>.</summary>
internal sealed class WorkflowStore(Database database, TimeProvider clock)
{
    private const string Columns =
        "id Id, plan_id PlanId, operation_id OperationId, diagnosis_id DiagnosisId, repo Repo, kind Kind, pr_number PrNumber, pr_url PrUrl, title Title, branch Branch, state State, "
        + "requested_by RequestedBy, reverted_by RevertedBy, created_at CreatedAt, merged_at MergedAt, closed_at ClosedAt";

    /// <summary>Stores a pull request that was opened; a repeat changes nothing.</summary>
    public Task AddAsync(Workflow workflow, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async transaction =>
            {
                var added = await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                    """
                    insert into workflows (id, plan_id, operation_id, diagnosis_id, repo, kind, pr_number, pr_url, title, branch, state, requested_by, created_at, checked_at, merged_at, closed_at)
                    values (@Id, @PlanId, @OperationId, @DiagnosisId, @Repo, @kind, @PrNumber, @PrUrl, @Title, @Branch, @State, @RequestedBy, @created, @now, @merged, @closed)
                    on conflict do nothing
                    """,
                    new
                    {
                        workflow.Id,
                        workflow.PlanId,
                        workflow.OperationId,
                        workflow.DiagnosisId,
                        workflow.Repo,
                        kind = workflow.Kind.Text(),
                        workflow.PrNumber,
                        workflow.PrUrl,
                        workflow.Title,
                        workflow.Branch,
                        workflow.State,
                        workflow.RequestedBy,
                        created = workflow.CreatedAt.ToUnixTimeMilliseconds(),
                        now = clock.GetUtcNow().ToUnixTimeMilliseconds(),
                        merged = workflow.MergedAt?.ToUnixTimeMilliseconds(),
                        closed = workflow.ClosedAt?.ToUnixTimeMilliseconds(),
                    },
                    transaction,
                    cancellationToken: cancellationToken));
                foreach (var number in added == 0 ? [] : workflow.Reverts)
                {
                    await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                        "insert into workflow_reverts (workflow_id, pr_number) values (@Id, @number)", new { workflow.Id, number }, transaction, cancellationToken: cancellationToken));
                }
            },
            cancellationToken);

    /// <summary>The pull request of that number, when we opened it; else null.</summary>
    public async Task<Workflow?> FindAsync(string repo, int prNumber, CancellationToken cancellationToken) =>
        await ReadAsync("lower(repo) = lower(@repo) and pr_number = @prNumber", new { repo, prNumber }, cancellationToken) is [var found, ..] ? found : null;

    /// <summary>The newest of ours that takes a pull request back and was not closed unmerged; null when there is none.</summary>
    public async Task<Workflow?> FindRevertOfAsync(string repo, int prNumber, CancellationToken cancellationToken) =>
        await ReadAsync(
            "lower(repo) = lower(@repo) and state <> 'closed' and exists (select 1 from workflow_reverts where workflow_reverts.workflow_id = workflows.id and workflow_reverts.pr_number = @prNumber) order by id desc limit 1",
            new { repo, prNumber },
            cancellationToken) is [var found, ..] ? found : null;

    /// <summary>The pull requests that were opened for an error, newest first.</summary>
    /// <param name="repo">The repository's name.</param>
    /// <param name="fingerprint">The error's fingerprint.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task<IReadOnlyList<Workflow>> FixesOfAsync(string repo, string fingerprint, CancellationToken cancellationToken) =>
        ReadAsync(
            "lower(repo) = lower(@repo) and kind = 'fix' and exists (select 1 from diagnoses where diagnoses.id = workflows.diagnosis_id and diagnoses.fingerprint = @fingerprint) order by id desc",
            new { repo, fingerprint },
            cancellationToken);

    /// <summary>Where the pull requests that we opened came from, by number.</summary>
    /// <param name="repo">The repository's name.</param>
    /// <param name="lowest">The first number.</param>
    /// <param name="highest">The last.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyDictionary<int, WorkflowOrigin>> OriginsAsync(string repo, int lowest, int highest, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            $"select {Columns} from workflows where lower(repo) = lower(@repo) and pr_number >= @lowest and pr_number <= @highest", new { repo, lowest, highest }, cancellationToken: cancellationToken));
        return rows.ToDictionary(row => row.PrNumber, row => new WorkflowOrigin(Enum.Parse<ChangeKind>(row.Kind, ignoreCase: true), row.OperationId, row.RevertedBy));
    }

    private async Task<IReadOnlyList<Workflow>> ReadAsync(string where, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition($"select {Columns} from workflows where {where}", parameters, cancellationToken: cancellationToken))).AsList();
        List<Workflow> found = [];
        foreach (var row in rows)
            found.Add(row.ToWorkflow([.. await RevertsAsync(connection, row.Id, cancellationToken)]));
        return found;
    }

    private static Task<IEnumerable<int>> RevertsAsync(DbConnection connection, string id, CancellationToken cancellationToken) =>
        connection.QueryAsync<int>(new CommandDefinition("select pr_number from workflow_reverts where workflow_id = @id order by pr_number", new { id }, cancellationToken: cancellationToken));

    private sealed class Row
    {
        public string Id { get; set; } = "";
        public string PlanId { get; set; } = "";
        public string OperationId { get; set; } = "";
        public string? DiagnosisId { get; set; }
        public string Repo { get; set; } = "";
        public string Kind { get; set; } = "";
        public int PrNumber { get; set; }
        public string PrUrl { get; set; } = "";
        public string Title { get; set; } = "";
        public string Branch { get; set; } = "";
        public string State { get; set; } = "";
        public string RequestedBy { get; set; } = "";
        public int? RevertedBy { get; set; }
        public long CreatedAt { get; set; }
        public long? MergedAt { get; set; }
        public long? ClosedAt { get; set; }

        public Workflow ToWorkflow(IReadOnlyList<int> reverts) => new()
        {
            Id = Id,
            PlanId = PlanId,
            OperationId = OperationId,
            DiagnosisId = DiagnosisId,
            Repo = Repo,
            Kind = Enum.Parse<ChangeKind>(Kind, ignoreCase: true),
            PrNumber = PrNumber,
            PrUrl = PrUrl,
            Title = Title,
            Branch = Branch,
            State = State,
            RequestedBy = RequestedBy,
            RevertedBy = RevertedBy,
            Reverts = reverts,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
            MergedAt = Time(MergedAt),
            ClosedAt = Time(ClosedAt),
        };

        private static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
    }
}
