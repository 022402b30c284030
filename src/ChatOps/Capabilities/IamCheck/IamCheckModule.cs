using ChatOps.Adapters.GitHub;
using ChatOps.Capabilities.IamCheck.AddToPullRequest;
using ChatOps.Capabilities.IamCheck.OnPullRequests;
using ChatOps.Capabilities.PullRequests;
using ChatOps.Chat;
using ChatOps.Iam;
using ChatOps.Running;
using ChatOps.Running.Plans;

namespace ChatOps.Capabilities.IamCheck;

/// <summary>Registers the check of AWS permissions.</summary>
internal static class IamCheckModule
{
    /// <summary>The command that plans to add the policy to a pull request.</summary>
    public const string AddPolicy = "add-policy";

    /// <summary>Adds everything of this folder.</summary>
    public static void AddIamCheck(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LiveCheck>();
        // Without webhooks no pull request can ask.
        if (builder.Services.Any(service => service.ImplementationInstance is GitHubOptions { WebhookSecret.Length: > 0, IsConfigured: true }))
        {
            builder.Services.AddSingleton<IChatPlatform, PullRequestPlatform>();
            builder.Services.AddSingleton<IWebhookListener, PullRequestWebhooks>();
        }

        builder.Services.AddScoped<PolicyPlanner>();
        builder.Services.AddKeyedSingleton<IChangeApplier, PolicyApplier>(ChangeKind.Policy);
        builder.Services.AddCommand(CommandRegistration.For<PolicyPlugin, PlanView>(AddPolicy, "plan_policy", "Add the permissions that a pull request needs to it", ChangeKind.Policy.MinimumRole(), PlanCard.From) with { IsTyped = false });
        builder.Services.AddCommand(CommandRegistration.For<IamCheckPlugin, IamAnalysis>("iam-check", "iam_check", "Find AWS permissions that code needs and no policy grants", Role.Responder, IamCheckCard.From) with { Words = ["text"] });
    }
}
