using ChatOps.Adapters.Llm;
using ChatOps.Capabilities.Fix.Planning;
using ChatOps.Capabilities.Patches;
using ChatOps.Chat;
using ChatOps.Running;
using ChatOps.Running.Plans;

namespace ChatOps.Capabilities.Fix;

/// <summary>Registers fixes: their plans, and the pull requests that come of them.</summary>
internal static class FixModule
{
    /// <summary>Adds everything of this folder.</summary>
    public static void AddFix(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<CheckSandbox>();
        services.AddSingleton<BuildCheck>();
        services.AddSingleton<FixPlanner>();
        // The diagnosis says which repository it is about; the plugin asks for the role there.
        services.AddCommand(CommandRegistration.For<FixPlugin, PlanView>("fix", "plan_fix", "Propose a pull request with the fix of a diagnosis", Role.Responder, PlanCard.From) with { NeedsRepository = false, Deadline = seconds => seconds.Fix });
        var asksModels = services.Any(service => service.ImplementationInstance is AiOptions ai && ai.Providers.Exists(provider => provider.IsConfigured));
        services.AddCommand(CommandRegistration.For<FixActions, FixedDiagnosis>("diagnose-and-fix", "diagnose_and_fix", "Find the root cause of a production error and open a pull request with the fix", Role.Responder, FixCard.From) with { IsTyped = false, IsModelBacked = asksModels, Deadline = seconds => seconds.Fix });
    }
}
