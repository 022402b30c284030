namespace ChatOps.Capabilities.History;

/// <summary>Registers history.</summary>
internal static class HistoryModule
{
    /// <summary>Adds everything of this folder.</summary>
    public static void AddHistory(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DiagnosisHistory>();
        builder.Services.AddSingleton<WorkflowHistory>();
        builder.Services.AddSingleton<Statistics>();
    }
}
