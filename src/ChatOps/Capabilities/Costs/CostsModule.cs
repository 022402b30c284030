using ChatOps.Adapters.Jobs;
using ChatOps.Capabilities.Costs.Digest;
using ChatOps.Chat;
using ChatOps.Running;
using ChatOps.Settings;

namespace ChatOps.Capabilities.Costs;

/// <summary>Registers costs.</summary>
internal static class CostsModule
{
    /// <summary>Adds everything of this folder.</summary>
    public static void AddCosts(this WebApplicationBuilder builder)
    {
        builder.AddSettings<DigestOptions>("Digest");
        builder.Services.AddSingleton<CostBooks>();
        builder.Services.AddSingleton<CostDays>();
        builder.Services.AddHostedService(services => services.GetRequiredService<CostDays>());
        builder.Services.AddSingleton<DigestBuilder>();
        builder.Services.AddSingleton<IHomeSection, CostsHome>();
        builder.Services.AddCommand(CommandRegistration.For<CostsPlugin, CostReport>("costs", "costs", "What models cost: costs [day|week|month|all] [by user|model|repo], costs digest", Role.Viewer, CostsCard.From) with { NeedsRepository = false, Complete = CostsCard.NameAsync });
        builder.Services.AddCommand(CommandRegistration.For<DigestPlugin, WeeklyDigest>("digest", "weekly_digest", "The last seven days in figures", Role.Viewer, DigestCard.From) with { NeedsRepository = false });
        builder.Services.AddKeyedSingleton<IWork, DigestWork>(DigestWork.Name);
        builder.Services.AddHostedService<DigestTimetable>();
    }
}
