using ChatOps.Chat;
using ChatOps.Running;
using ChatOps.Settings;

namespace ChatOps.Capabilities.Orchestrate;

/// <summary>Registers orchestration.</summary>
internal static class OrchestrateModule
{
    /// <summary>Adds everything of this folder.</summary>
    public static void AddOrchestrate(this WebApplicationBuilder builder)
    {
        builder.AddSettings<OrchestrateOptions>("Orchestrate");
        var services = builder.Services;
        services.AddSingleton<Agent>();
        services.AddSingleton<OrchestrationStore>();
        services.AddScoped<ChangeOffer>();
        services.AddScoped<Implementer>();
        services.AddScoped<Orchestrator>();
        services.AddScoped<OrchestratePlugin>();
        services.AddScoped<Planner>();
        services.AddScoped<Reviewer>();
        services.AddCommand(CommandRegistration.For<OrchestrateActions, Orchestration>("orchestrate", "orchestrate_and_open", "Have three models plan, write and review a change", Role.Responder, OrchestrateCard.From) with { IsModelBacked = true, Deadline = seconds => seconds.Orchestrate });
    }
}
