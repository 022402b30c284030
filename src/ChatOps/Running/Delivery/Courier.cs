using ChatOps.Adapters.Jobs;
using ChatOps.Chat;
using ChatOps.Running.Operations;

namespace ChatOps.Running.Delivery;

/// <summary>Brings answers into chats. An operation asked for there is complete only when its answer was taken, or is recorded as one that cannot be delivered.</summary>
internal sealed partial class Courier(DeliveryStore deliveries, ChatPlatforms platforms, RunMessage message, OperationStore operations, CommandCatalog catalog, CardMarks marks, JobQueue jobs, TimeProvider clock, ILogger<Courier> logger)
{
    /// <summary>How long it is tried.</summary>
    internal static readonly TimeSpan Horizon = TimeSpan.FromHours(24);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>An operation's open delivery; null when nobody in a chat waits for it.</summary>
    public async Task<Delivery?> FindAsync(string operationId, CancellationToken cancellationToken) =>
        platforms.Any ? await deliveries.FindOpenAsync(operationId, cancellationToken) : null;

    /// <summary>Completes a request before it runs, and takes the click that it came by.</summary>
    public async Task<Answer<CommandRequest>> CompleteAsync(Delivery delivery, CommandRequest request, CancellationToken cancellationToken)
    {
        if (platforms.Find(delivery.Address.Platform) is not { } platform)
            return new Refusal(RefusalKind.NotConfigured, $"This host no longer answers in {delivery.Address.Platform}.");
        var completed = await platform.CompleteAsync(request, delivery.Address, cancellationToken);
        if (completed.Value is not { } whole || delivery.Address.Click is not { } click)
            return completed;
        var (refusal, isMarked) = await marks.TakeAsync(click, whole, delivery.OperationId, cancellationToken);
        if (refusal is not null)
            return refusal;
        // What takes a while is seen on the card at once, whose buttons are gone before somebody clicks again.
        if (isMarked && catalog.Find(request.Command) is { AnswersOnCard: false })
            await RedrawAsync(delivery, click, cancellationToken);
        return completed;
    }

    /// <summary>Delivers an answered operation's answer, or queues the next try.</summary>
    public async Task DeliverAsync(string operationId, CancellationToken cancellationToken)
    {
        if (await deliveries.FindOpenAsync(operationId, cancellationToken) is not { } delivery || await operations.FindAsync(operationId, cancellationToken) is not { IsFinished: true } operation)
            return;
        var shown = platforms.Find(delivery.Address.Platform) is { } platform ? await ShowAsync(platform, delivery, operation, cancellationToken) : new Shown.Never("this host has no such platform");
        if (shown is Shown.Later && clock.GetUtcNow() - delivery.CreatedAt >= Horizon)
            shown = new Shown.Never("not taken within a day");
        switch (shown)
        {
            case Shown.Done:
                await deliveries.DeliveredAsync(operationId, cancellationToken);
                break;
            case Shown.Later later:
                await TryLaterAsync(delivery, later.After, cancellationToken);
                break;
            default:
                var reason = shown is Shown.Never never ? never.Reason : "the message is gone";
                await deliveries.UndeliverableAsync(operation, delivery.Address.Platform, reason, cancellationToken);
                LogUndeliverable(operationId, delivery.Address.Platform, reason);
                break;
        }
    }

    private async Task<Shown> ShowAsync(IChatPlatform platform, Delivery delivery, Operation operation, CancellationToken cancellationToken)
    {
        var command = catalog.Find(operation.Kind);
        var succeeded = operation.State == OperationState.Succeeded;
        if (delivery.Address.Click is { } click && await marks.SettleAsync(operation.Id, succeeded, cancellationToken))
        {
            var redrawn = await RedrawAsync(delivery, click, cancellationToken);
            if (redrawn is Shown.Later || (succeeded && command is { AnswersOnCard: true }))
                return redrawn;
        }

        var answer = (succeeded ? await marks.DrawAsync(operation.Id, cancellationToken) : null)
            ?? new PostedCard(operation.Id, RefusalCard.Of(operation.Kind, operation.Error ?? OperationEnd.Unexpected(operation.Id))) { IsFinal = true, Refusal = operation.Error };
        // What nobody there asked for is for everybody there, or for nobody.
        if (delivery.Address.Requester.Length == 0)
            return succeeded ? await message.ShowAsync(operation.Id, answer, cancellationToken) : new Shown.Never("it came to nothing");
        var isSeen = delivery is not { Message: null, Posting: false };
        var isPrivate = command?.IsPrivateWith(succeeded ? operation.Result : null) == true;
        // Everybody has seen the work begin, and sees it end; how is said to who asked. First this, which may be done again.
        if (isPrivate && isSeen && await message.ShowAsync(operation.Id, new PostedCard(operation.Id, ProgressCard.Over(operation.Kind, operation.Id)), cancellationToken) is Shown.Later later)
            return later;
        // A refusal concerns who asked, unless everybody has already seen the work begin.
        return isPrivate || (!succeeded && !isSeen)
            ? await platform.TellAsync(delivery.Target, answer, cancellationToken)
            : await message.ShowAsync(operation.Id, answer, cancellationToken);
    }

    private async Task<Shown> RedrawAsync(Delivery delivery, CardClick click, CancellationToken cancellationToken) =>
        await marks.DrawAsync(click.OperationId, cancellationToken) is { } card
            ? await platforms.Find(delivery.Address.Platform)!.RedrawAsync(delivery.Target with { Message = click.Message, MayBeThere = false }, card, cancellationToken)
            : new Shown.Never("the card's operation is gone");

    private async Task TryLaterAsync(Delivery delivery, TimeSpan? after, CancellationToken cancellationToken)
    {
        var attempt = delivery.Attempts + 1;
        var pause = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, Math.Min(attempt, 10))));
        await jobs.EnqueueAsync(
            DeliveryWork.Name,
            DeliveryWork.Argument(delivery.OperationId, attempt),
            isLong: false,
            transaction => DeliveryStore.CountAsync(transaction, delivery.OperationId, cancellationToken),
            cancellationToken,
            after > pause ? after.Value : pause);
        LogLater(delivery.OperationId, attempt);
    }

    [LoggerMessage(LogLevel.Warning, "The answer of {OperationId} cannot be delivered in {Platform}: {Reason}")]
    private partial void LogUndeliverable(string operationId, string platform, string reason);

    [LoggerMessage(LogLevel.Information, "The answer of {OperationId} was not taken; try {Attempt} follows")]
    private partial void LogLater(string operationId, int attempt);
}
