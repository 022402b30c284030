using ChatOps.Chat;
using ChatOps.Running;

namespace ChatOps.Capabilities.Rollback;

/// <summary>Registers rollbacks.</summary>
internal static class RollbackModule
{
    /// <summary>The command that shows whether a rollback is possible.</summary>
    public const string Status = "rollback-status";

    /// <summary>The command that rolls back without showing the plan first.</summary>
    public const string AtOnce = "rollback-now";

    /// <summary>Adds everything of this folder.</summary>
    public static void AddRollback(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<Preflights>();
        services.AddScoped<RollbackPlanner>();
        services.AddCommand(CommandRegistration.For<RollbackPlugin, RollbackProposal>("rollback", "plan_rollback", "Take a merged pull request back", Role.Approver, RollbackCard.From));
        services.AddCommand(CommandRegistration.For<RollbackPlugin, RollbackStatus>(Status, "rollback_status", "See whether a pull request can be taken back", Role.Viewer, RollbackCard.From));
        services.AddCommand(CommandRegistration.For<RollbackActions, RollbackResult>(AtOnce, "rollback", "Open the pull request that takes one back", Role.Approver, RollbackCard.From) with { IsTyped = false, Deadline = seconds => seconds.Fix });
    }
}
