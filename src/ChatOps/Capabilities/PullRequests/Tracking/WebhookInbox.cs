using ChatOps.Adapters.GitHub;
using ChatOps.Adapters.Jobs;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using Dapper;

namespace ChatOps.Capabilities.PullRequests.Tracking;

/// <summary>The table <c>webhook_deliveries</c>: a delivery is taken once, together with the job that it is for.</summary>
internal sealed class WebhookInbox(JobQueue jobs, Database database, TimeProvider clock) : IWebhookListener
{
    /// <summary>What a delivery is about.</summary>
    internal sealed class Delivery
    {
        public string Repo { get; set; } = "";
        public int PrNumber { get; set; }
    }

    /// <inheritdoc/>
    public async Task TakeAsync(string deliveryId, RepositoryRef repository, WebhookEvent happened, CancellationToken cancellationToken)
    {
        if (happened is not { Name: "pull_request", PullRequest: { } number })
            return;
        try
        {
            await jobs.EnqueueAsync(
                WebhookWork.Name,
                deliveryId,
                isLong: false,
                async transaction =>
                {
                    var added = await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                        "insert into webhook_deliveries (id, repo, pr_number, created_at) values (@deliveryId, @Name, @number, @now) on conflict (id) do nothing",
                        new { deliveryId, repository.Name, number, now = clock.GetUtcNow().ToUnixTimeMilliseconds() },
                        transaction,
                        cancellationToken: cancellationToken));
                    return added == 1 ? true : throw new KnownDeliveryException();
                },
                cancellationToken);
        }
        catch (KnownDeliveryException)
        {
            // Taken before with its own job; this one is taken back with the transaction.
        }
    }

    /// <summary>What a delivery is about; null when it is not known any more.</summary>
    public async Task<Delivery?> FindAsync(string deliveryId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QueryFirstOrDefaultAsync<Delivery>(new CommandDefinition("select repo Repo, pr_number PrNumber from webhook_deliveries where id = @deliveryId", new { deliveryId }, cancellationToken: cancellationToken));
    }

    private sealed class KnownDeliveryException : Exception;
}
