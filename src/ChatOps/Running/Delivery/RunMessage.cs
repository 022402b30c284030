using ChatOps.Chat;
using ChatOps.Running.Operations;

namespace ChatOps.Running.Delivery;

/// <summary>The one message of a run: posted once, edited through its steps, and at last its answer. After a crash it is found and edited again.</summary>
internal sealed partial class RunMessage(DeliveryStore deliveries, ChatPlatforms platforms, OperationStore operations, OperationSignals signals, CommandCatalog catalog, CardMarks marks, TimeProvider clock, ILogger<RunMessage> logger)
{
    // Slack takes about one edit a second; what comes in between is seen in the next one.
    private static readonly TimeSpan BetweenEdits = TimeSpan.FromSeconds(1);

    /// <summary>Shows the steps of an operation until it is over; best effort.</summary>
    /// <param name="delivery">Where.</param>
    /// <param name="over">The operation is over.</param>
    /// <param name="leaving">The host stops. A message under way is waited for otherwise: it would be there, and nobody would know its id.</param>
    public async Task FollowAsync(Delivery delivery, CancellationToken over, CancellationToken leaving)
    {
        var id = delivery.OperationId;
        try
        {
            if (await operations.FindAsync(id, over) is not { IsFinished: false } operation || catalog.Find(operation.Kind) is not { IsPrivate: false, AnswersOnCard: false })
                return;
            for (var shown = 0; ;)
            {
                var change = signals.Next(id);
                var steps = await operations.StepsAsync(id, 0, over);
                if (steps.Count > shown)
                {
                    shown = steps.Count;
                    // Its card shows it; a message of its own would make everybody read why it was refused.
                    if (delivery.Address.Click is not null && await marks.IsMarkedAsync(id, over))
                        return;
                    await ShowAsync(id, new PostedCard(id, ProgressCard.From(operation.Kind, id, steps)), leaving);
                    await Task.Delay(BetweenEdits, clock, over);
                }

                await signals.WaitAsync(change, over);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested || leaving.IsCancellationRequested)
        {
            // The answer follows, or another host.
        }
#pragma warning disable CA1031 // Progress is best effort: it never stops the work it tells of.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogLost(e, id);
        }
    }

    /// <summary>Posts the message, or edits it where it is; one that cannot be edited is posted anew.</summary>
    public async Task<Shown> ShowAsync(string operationId, PostedCard message, CancellationToken cancellationToken)
    {
        while (await deliveries.FindOpenAsync(operationId, cancellationToken) is { } delivery)
        {
            if (delivery is { Message: null, Posting: false })
                await deliveries.PostingAsync(operationId, cancellationToken);
            var shown = await platforms.Find(delivery.Address.Platform)!.PostAsync(delivery.Target, message, cancellationToken);
            if (shown is Shown.Done done && done.Message != delivery.Message)
                await deliveries.PostedAsync(operationId, done.Message, cancellationToken);
            if (shown is not Shown.Gone || delivery.Message is null)
                return shown is Shown.Gone ? new Shown.Never("there is nothing to edit") : shown;
            await deliveries.PostedAsync(operationId, null, cancellationToken);
        }

        return new Shown.Never("it was delivered");
    }

    [LoggerMessage(LogLevel.Warning, "The progress of {OperationId} could not be shown")]
    private partial void LogLost(Exception exception, string operationId);
}
