using ChatOps.Chat;
using ChatOps.Running;

namespace ChatOps.Capabilities.History;

/// <summary>Registers history.</summary>
internal static class HistoryModule
{
    /// <summary>Adds everything of this folder.</summary>
    public static void AddHistory(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<HistoryPages>();
        builder.Services.AddSingleton<DiagnosisHistory>();
        builder.Services.AddSingleton<OrchestrationHistory>();
        builder.Services.AddSingleton<RecentHistoryReader>();
        builder.Services.AddSingleton<HistoryExport>();
        builder.Services.AddCommand(CommandRegistration.For<HistoryPlugin, RecentHistory>("history", "history", "What was done lately: history [how many] [repository]", Role.Viewer, HistoryCard.From) with { NeedsRepository = false });
        builder.Services.AddSingleton<WorkflowHistory>();
        builder.Services.AddSingleton<Statistics>();
    }
}
