using System.Data.Common;
using ChatOps.Adapters.GitHub;
using ChatOps.Adapters.Storage;
using Dapper;

namespace ChatOps.Capabilities.PullRequests.Tracking;

/// <summary>What the table <c>workflows</c> learns of its pull requests' later life.</summary>
internal sealed class TrackingStore(Database database, TimeProvider clock)
{
    // Enough for a minute's look; the rest has its turn at the next one.
    private const int MostAtOnce = 100;

    /// <summary>A workflow that a look at GitHub is due for.</summary>
    internal sealed class Due
    {
        public string Id { get; set; } = "";
        public string Repo { get; set; } = "";
        public int PrNumber { get; set; }
        public string State { get; set; } = "";
        public long CheckedAt { get; set; }
    }

    /// <summary>Takes the workflows that nobody has looked at for a while: the open ones, and the merged ones that may still be taken back. Of several hosts each gets others.</summary>
    /// <param name="pause">How long a look is good for.</param>
    /// <param name="followed">How long a merged one is followed.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task<IReadOnlyList<Due>> TakeDueAsync(TimeSpan pause, TimeSpan followed, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        List<Due> due;
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            due = (await connection.QueryAsync<Due>(new CommandDefinition(
                """
                select id Id, repo Repo, pr_number PrNumber, state State, checked_at CheckedAt from workflows
                where checked_at <= @before and (state = 'open' or (state = 'merged' and reverted_by is null and merged_at >= @since)) order by checked_at, id limit @MostAtOnce
                """,
                new { before = (now - pause).ToUnixTimeMilliseconds(), since = (now - followed).ToUnixTimeMilliseconds(), MostAtOnce },
                cancellationToken: cancellationToken))).AsList();
        }

        if (due.Count == 0)
            return due;
        return await database.WriteAsync(
            async transaction =>
            {
                List<Due> taken = [];
                foreach (var workflow in due)
                {
                    if (await ExecuteAsync(transaction, "update workflows set checked_at = @now where id = @Id and checked_at = @CheckedAt", new { workflow.Id, workflow.CheckedAt, now = now.ToUnixTimeMilliseconds() }, cancellationToken) == 1)
                        taken.Add(workflow);
                }

                return taken;
            },
            cancellationToken);
    }

    /// <summary>Keeps what a pull request of ours is now; one that was merged takes back what it was made to take back.</summary>
    public Task SeenAsync(string repo, PullRequest pull, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async transaction =>
            {
                var ours = await ExecuteAsync(
                    transaction,
                    "update workflows set state = @state, merged_at = @merged, closed_at = @closed, checked_at = @now where lower(repo) = lower(@repo) and pr_number = @Number",
                    new
                    {
                        repo,
                        pull.Number,
                        state = Planned.StateText(pull.State),
                        merged = pull.MergedAt?.ToUnixTimeMilliseconds(),
                        closed = pull.ClosedAt?.ToUnixTimeMilliseconds(),
                        now = clock.GetUtcNow().ToUnixTimeMilliseconds(),
                    },
                    cancellationToken);
                if (ours == 0 || pull.State != PullRequestState.Merged)
                    return;
                var taken = await transaction.Connection!.QueryAsync<int>(new CommandDefinition(
                    """
                    select workflow_reverts.pr_number from workflow_reverts join workflows on workflows.id = workflow_reverts.workflow_id
                    where lower(workflows.repo) = lower(@repo) and workflows.pr_number = @Number and workflows.reverted_by is null
                    """,
                    new { repo, pull.Number },
                    transaction,
                    cancellationToken: cancellationToken));
                foreach (var number in taken.AsList())
                    await TakeBackAsync(transaction, repo, number, pull.Number, cancellationToken);
            },
            cancellationToken);

    /// <summary>Keeps that a pull request which is not ours took another one back.</summary>
    /// <param name="repo">The repository's name.</param>
    /// <param name="number">What was taken back.</param>
    /// <param name="by">By what; unless we took that back in turn.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public Task TakenBackAsync(string repo, int number, int by, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async transaction =>
            {
                var isBack = await transaction.Connection!.ExecuteScalarAsync<long>(new CommandDefinition(
                    """
                    select count(*) from workflow_reverts join workflows on workflows.id = workflow_reverts.workflow_id
                    where lower(workflows.repo) = lower(@repo) and workflows.state = 'merged' and workflow_reverts.pr_number = @by
                    """,
                    new { repo, by },
                    transaction,
                    cancellationToken: cancellationToken));
                if (isBack == 0)
                    await TakeBackAsync(transaction, repo, number, by, cancellationToken);
            },
            cancellationToken);

    private static async Task TakeBackAsync(DbTransaction transaction, string repo, int number, int by, CancellationToken cancellationToken)
    {
        await ExecuteAsync(transaction, "update workflows set reverted_by = @by where lower(repo) = lower(@repo) and pr_number = @number and state = 'merged' and reverted_by is null", new { repo, number, by }, cancellationToken);
        // What a revert took back is in force again once the revert itself is taken back.
        await ExecuteAsync(transaction, "update workflows set reverted_by = null where lower(repo) = lower(@repo) and reverted_by = @number", new { repo, number }, cancellationToken);
    }

    private static Task<int> ExecuteAsync(DbTransaction transaction, string sql, object parameters, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken));
}
