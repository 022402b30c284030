using ChatOps.Adapters.Llm;
using ChatOps.Chat;

namespace ChatOps.Tests.Support;

/// <summary>Model calls as the ledger enters them, without a model.</summary>
internal static class CallBook
{
    public const long Dollar = 1_000_000_000;

    private static int _calls;

    /// <summary>Enters and settles a call.</summary>
    /// <param name="ledger">The host's ledger.</param>
    /// <param name="operation">The operation's id.</param>
    /// <param name="nano">Its cost; null for a model without a price.</param>
    /// <param name="change">What is different about it.</param>
    public static async Task EnterAsync(this ModelCallLedger ledger, string operation, long? nano, Func<CallEntry, CallEntry>? change = null)
    {
        var entry = new CallEntry
        {
            Id = $"mc_{Interlocked.Increment(ref _calls)}",
            OperationId = operation,
            Kind = "diagnose",
            Role = ModelRole.Diagnose,
            Provider = "anthropic",
            Model = "claude-test",
            PromptVersion = "1",
            Caller = Caller.Local,
            Repo = "orders",
            Attempt = 1,
        };
        entry = change?.Invoke(entry) ?? entry;
        Assert.Null(await ledger.ReserveAsync(entry, 10, nano, CancellationToken.None));
        await ledger.SettleAsync(entry.Id, "ok", new TokenUsage(100, 40, 0, 20, 0), nano, TimeSpan.FromSeconds(2), CancellationToken.None);
    }
}
