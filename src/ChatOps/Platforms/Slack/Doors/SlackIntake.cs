using System.Data.Common;
using System.Text.Json.Nodes;
using ChatOps.Chat;
using ChatOps.Platforms.Slack.Blocks;
using ChatOps.Platforms.Slack.Delivery;
using ChatOps.Platforms.Slack.People;
using ChatOps.Running;
using ChatOps.Running.Delivery;
using ChatOps.Running.Operations;

namespace ChatOps.Platforms.Slack.Doors;

/// <summary>Stores what came through a door: chooses the repository, or asks for it, and says so in one sentence when it cannot be stored.</summary>
internal sealed class SlackIntake(OperationQueue queue, CommandCatalog catalog, RepositoryDirectory repositories, IdempotencyKeys keys, ParkedRequests parked, SlackOptions options, TimeProvider clock)
{
    // Slack hangs up after three seconds; a sentence before that is worth more than silence after it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>That nothing was stored in time.</summary>
    public static readonly Refusal Busy = new(RefusalKind.OverLimit, "There is more to do at the moment than can be taken. Nothing was started: try again in a minute.");

    /// <summary>What became of a request.</summary>
    /// <param name="Operation">The operation that it is now.</param>
    /// <param name="Question">What has to be chosen first, as a message.</param>
    /// <param name="Refusal">Why it is neither.</param>
    internal sealed record Taken(Operation? Operation, SlackMessage? Question, Refusal? Refusal);

    /// <summary>Stores a request.</summary>
    /// <param name="request">What is asked for; its secrets are masked.</param>
    /// <param name="address">Where to answer.</param>
    /// <param name="reply">The request's own address; null when it has none.</param>
    /// <param name="eventId">What tells a repeated delivery from a new request.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task<Taken> TakeAsync(CommandRequest request, ChatAddress address, string? reply, string eventId, CancellationToken cancellationToken)
    {
        if (catalog.Find(request.Command) is not { } command)
            return new Taken(null, null, new Refusal(RefusalKind.NotFound, $"There is no command {request.Command}. /chatops help lists them."));
        // The key is kept as a hash: it identifies the delivery, whoever delivers it and however often.
        var key = keys.Of(request.Caller, SlackPlatform.DoorName, $"{address.Workspace} {eventId}", default);
        var origin = new ChatOrigin(address, options.IsResponseUrl(reply) ? reply : null);
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            if (command.NeedsRepository && request.Repository is null)
            {
                var fitting = repositories.ForChannel(address.Channel);
                if (fitting.Count > 1)
                {
                    var id = await parked.ParkAsync(request, origin, key, either.Token);
                    return new Taken(null, RepositoryQuestion.Of(id, fitting), null);
                }

                request = request with { Repository = fitting is [var only] ? only.Name : null };
            }

            var submitted = await queue.SubmitAsync(request, key, origin, either.Token);
            return new Taken(submitted.Value, null, submitted.Refusal);
        }
        catch (Exception e) when (either.IsCancellationRequested && (e is OperationCanceledException or DbException || e.InnerException is OperationCanceledException))
        {
            return new Taken(null, null, Busy);
        }
    }

    /// <summary>The person behind a request, whose role is found out when it runs.</summary>
    public static Caller CallerOf(string home, string userId, string? name) => new(SlackPeople.IdOf(home, userId), string.IsNullOrWhiteSpace(name) ? userId : name, Role.None);

    /// <summary>A message that only who asked sees.</summary>
    public static JsonObject Ephemeral(SlackMessage message) => new() { ["response_type"] = "ephemeral", ["text"] = message.Text, ["blocks"] = message.Blocks.DeepClone() };

    /// <summary>A sentence that only who asked sees.</summary>
    public static JsonObject Ephemeral(string sentence) => new() { ["response_type"] = "ephemeral", ["text"] = BlockText.EscapeWithin(BlockText.Clean(sentence), SlackMessage.MostText) };
}
