using ChatOps.Chat;
using ChatOps.Settings;

namespace ChatOps.Adapters.Llm;

/// <summary>Registers models, prices and budgets.</summary>
internal static class LlmModule
{
    /// <summary>Adds everything of this folder; a setting that cannot work stops the host.</summary>
    public static void AddLlm(this WebApplicationBuilder builder)
    {
        builder.AddSettings<AiOptions>("Ai");
        builder.Services.AddSingleton<ProviderClients>();
        builder.Services.AddSingleton<ProviderStates>();
        builder.Services.AddSingleton<ModelPrices>();
        builder.Services.AddSingleton<ModelCallLedger>();
        builder.Services.AddSingleton<ModelRouter>();
        builder.Services.AddSingleton<IHealthComponent, ProvidersHealth>();
    }
}
