using ChatOps.Adapters.Llm;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Orchestrate;

/// <summary>Asks a model in one of the three roles, and keeps count of what that took.</summary>
internal sealed class Agent(ModelRouter router, TimeProvider clock)
{
    /// <summary>Asks.</summary>
    /// <param name="role">As people read it: <c>planner</c>.</param>
    /// <param name="request">The question.</param>
    /// <param name="verdict">The answer's verdict, for a reviewer; null for none.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<AgentAnswer<T>> AskAsync<T>(string role, ModelRequest<T> request, Func<T, ReviewVerdict?>? verdict, CancellationToken cancellationToken) where T : class
    {
        var started = clock.GetTimestamp();
        var result = await router.AskAsync(request, cancellationToken);
        var reply = result as ModelReply<T>;
        var turn = new AgentTurn
        {
            Role = role,
            Provider = reply?.Provider,
            Model = reply?.Model,
            InputTokens = result.Spend.InputTokens,
            OutputTokens = result.Spend.OutputTokens,
            CostUsd = result.Spend.CostNanoUsd is { } nano ? nano / 1_000_000_000m : null,
            DurationMs = (long)clock.GetElapsedTime(started).TotalMilliseconds,
            Verdict = reply is null ? null : verdict?.Invoke(reply.Value),
        };
        return new AgentAnswer<T>(reply, result is ModelUnavailable<T> unavailable ? new Refusal(unavailable.Kind, unavailable.Sentence) : null, turn, result.Warnings);
    }
}

/// <summary>What came of asking an agent.</summary>
/// <param name="Reply">The answer with its conversation; null when there is none.</param>
/// <param name="Refusal">Why there is none; null when there is one.</param>
/// <param name="Turn">What it took, either way.</param>
/// <param name="Warnings">Which providers failed before.</param>
internal sealed record AgentAnswer<T>(ModelReply<T>? Reply, Refusal? Refusal, AgentTurn Turn, IReadOnlyList<string> Warnings) where T : class;
