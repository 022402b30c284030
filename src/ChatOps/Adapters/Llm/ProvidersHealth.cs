using ChatOps.Chat;

namespace ChatOps.Adapters.Llm;

/// <summary>Shows each provider as it was when it was last asked; looking costs no call.</summary>
internal sealed class ProvidersHealth(ProviderStates states, AiOptions options, ModelPrices prices) : IHealthComponent
{
    /// <inheritdoc/>
    public string Name => "ai";

    /// <inheritdoc/>
    public Task<ComponentHealth> CheckAsync(CancellationToken cancellationToken)
    {
        var parts = states.All.ToDictionary(provider => provider.Name, provider => new ComponentHealth(provider.State.State, provider.State.Sentence + Unpriced(provider.Name)));
        var configured = parts.Values.Where(part => part.State != HealthState.NotConfigured).ToList();
        var health = configured.Count == 0 ? new ComponentHealth(HealthState.NotConfigured, "No model is configured, so the rules engine answers: set ANTHROPIC_API_KEY or OPENAI_API_KEY, or Ai:Providers.")
            : configured.Find(part => part.State == HealthState.Ok) ?? configured[0];
        return Task.FromResult(health with { Parts = parts });
    }

    private string Unpriced(string name) =>
        options.Providers.Find(provider => provider.Name == name) is { IsConfigured: true } provider && !prices.Knows(provider.Model)
            ? $" {provider.Model} has no price, so its calls are counted as unpriced and no budget holds for them: add it under Ai:Prices."
            : "";
}
