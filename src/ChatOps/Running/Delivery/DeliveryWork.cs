using System.Globalization;
using ChatOps.Adapters.Jobs;

namespace ChatOps.Running.Delivery;

/// <summary>Tries again to deliver an answer.</summary>
internal sealed class DeliveryWork(Courier courier) : IWork
{
    /// <summary>The name it is queued by.</summary>
    public const string Name = "delivery";

    /// <summary>What is queued: each try has a name of its own.</summary>
    public static string Argument(string operationId, int attempt) => string.Create(CultureInfo.InvariantCulture, $"{operationId}:{attempt}");

    /// <inheritdoc/>
    public Task RunAsync(string argument, CancellationToken cancellationToken) => courier.DeliverAsync(argument.Split(':')[0], cancellationToken);
}
