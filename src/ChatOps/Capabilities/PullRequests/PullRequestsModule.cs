using ChatOps.Chat;
using ChatOps.Running.Plans;

namespace ChatOps.Capabilities.PullRequests;

/// <summary>Registers pull requests: opening, following and deciding about them.</summary>
internal static class PullRequestsModule
{
    /// <summary>Adds everything of this folder.</summary>
    public static void AddPullRequests(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<ChangeSource>();
        services.AddSingleton<WorkflowStore>();
        foreach (var kind in (ChangeKind[])[ChangeKind.Fix, ChangeKind.Feature, ChangeKind.Revert, ChangeKind.Reapply])
            services.AddKeyedSingleton<IChangeApplier, PullRequestOpener>(kind);
    }
}
