using ChatOps.Adapters.Jobs;
using ChatOps.Capabilities.PullRequests.Decisions;
using ChatOps.Capabilities.PullRequests.Tracking;
using ChatOps.Chat;
using ChatOps.Running;
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
        services.AddSingleton<EarlierReverts>();
        foreach (var kind in (ChangeKind[])[ChangeKind.Fix, ChangeKind.Feature, ChangeKind.Revert, ChangeKind.Reapply])
            services.AddKeyedSingleton<IChangeApplier, PullRequestOpener>(kind);
        services.AddKeyedSingleton<IChangeApplier, ApproveApplier>(ChangeKind.Approve);
        services.AddKeyedSingleton<IChangeApplier, MergeApplier>(ChangeKind.Merge);
        services.AddKeyedSingleton<IChangeApplier, CloseApplier>(ChangeKind.Close);
        services.AddSingleton<AiPullRequestList>();
        services.AddSingleton<IHomeSection, OpenPullRequestsHome>();
        services.AddSingleton<StandingReader>();
        services.AddScoped<DecisionPlans>();
        AddTracking(services);
        services.AddCommand(CommandRegistration.For<PullRequestsPlugin, AiPullRequests>("prs", "list_ai_prs", "The pull requests that ChatOps made", Role.Viewer, PrsCard.From));
        services.AddCommand(CommandRegistration.For<PullRequestsPlugin, PullRequestDecision>("pr", "decide_pull_request", "What may be decided about a pull request", Role.Viewer, DecisionCard.From));
        services.AddCommand(Plan("approve", "plan_approve", "Approve a pull request as yourself"));
        services.AddCommand(Plan("merge", "plan_merge", "Merge a pull request") with { Words = ["number", "overrides"] });
        services.AddCommand(Plan("close", "plan_close", "Close a pull request without merging it") with { Words = ["number", "reason"] });
        services.AddCommand(CommandRegistration.For<DecisionActions, PlanView>("decide", "apply_decision", "Approve, merge or close a pull request as you looked at it", Role.Approver, PlanCard.From) with { IsTyped = false, Deadline = seconds => seconds.Fix });
    }

    private static CommandRegistration Plan(string name, string function, string summary) =>
        CommandRegistration.For<PullRequestsPlugin, PlanView>(name, function, summary, Role.Approver, PlanCard.From);

    private static void AddTracking(IServiceCollection services)
    {
        services.AddSingleton<TrackingStore>();
        services.AddSingleton<WorkflowTracker>();
        services.AddSingleton<WorkflowPoll>();
        services.AddHostedService(provider => provider.GetRequiredService<WorkflowPoll>());
        services.AddSingleton<WebhookInbox>();
        services.AddSingleton<IWebhookListener>(provider => provider.GetRequiredService<WebhookInbox>());
        services.AddKeyedSingleton<IWork, WebhookWork>(WebhookWork.Name);
    }
}
