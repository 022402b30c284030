using ChatOps.Chat;
using ChatOps.Running;

namespace ChatOps.Capabilities.Costs;

/// <summary>Registers costs.</summary>
internal static class CostsModule
{
    /// <summary>Adds everything of this folder.</summary>
    public static void AddCosts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CostBooks>();
        builder.Services.AddCommand(CommandRegistration.For<CostsPlugin, CostReport>("costs", "costs", "What models cost: costs [day|week|month|all] [by user|model|repo]", Role.Viewer, CostsCard.From) with { NeedsRepository = false });
    }
}
