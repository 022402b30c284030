using System.Collections.Concurrent;
using ChatOps.Chat;

namespace ChatOps.Adapters.Llm;

/// <summary>How each provider did when it was last asked; health shows it, and the router leaves a provider alone that asked for it.</summary>
internal sealed class ProviderStates(AiOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, ProviderState> _states = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every provider with its state, in the order of the settings.</summary>
    public IReadOnlyList<(string Name, ProviderState State)> All
        => [.. options.Providers.Select(provider => (provider.Name, Of(provider)))];

    /// <summary>The state of one provider.</summary>
    public ProviderState Of(ProviderOptions provider)
        => !provider.IsConfigured
            ? new ProviderState(HealthState.NotConfigured, $"No key for {provider.Name}: set Ai:Providers or its environment variable.")
            : _states.GetValueOrDefault(provider.Name) ?? new ProviderState(HealthState.Ok, $"{provider.Model} has not been asked yet.");

    /// <summary>It answered.</summary>
    public void Answered(ProviderOptions provider)
    {
        var tools = _states.GetValueOrDefault(provider.Name)?.TakesFunctions ?? true;
        _states[provider.Name] = new ProviderState(HealthState.Ok, $"{provider.Model} answered.") { TakesFunctions = tools };
    }

    /// <summary>It failed.</summary>
    public void Failed(ProviderOptions provider, CallFailedException failure)
    {
        var down = failure.Failure is CallFailure.Unauthorised or CallFailure.Rejected or CallFailure.Network;
        _states[provider.Name] = new ProviderState(down ? HealthState.Down : HealthState.Degraded, failure.Sentence(provider.Name) + ".")
        {
            BusyUntil = failure.RetryAfter is { } wait ? clock.GetUtcNow() + wait : null,
            TakesFunctions = _states.GetValueOrDefault(provider.Name)?.TakesFunctions ?? true,
        };
    }

    /// <summary>It does not take functions together with structured output; it is asked without from now on.</summary>
    public void TakesNoFunctions(ProviderOptions provider) => _states[provider.Name] = Of(provider) with { TakesFunctions = false };
}

/// <summary>How a provider is.</summary>
/// <param name="State">As health has it.</param>
/// <param name="Sentence">For people.</param>
internal sealed record ProviderState(HealthState State, string Sentence)
{
    /// <summary>Until when it asked to be left alone; null when it did not.</summary>
    public DateTimeOffset? BusyUntil { get; init; }

    /// <summary>Whether functions can be offered to it.</summary>
    public bool TakesFunctions { get; init; } = true;
}
