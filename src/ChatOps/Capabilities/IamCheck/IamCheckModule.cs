using ChatOps.Adapters.GitHub;
using ChatOps.Capabilities.IamCheck.AddToPullRequest;
using ChatOps.Capabilities.IamCheck.OnPullRequests;
using ChatOps.Capabilities.PullRequests;
using ChatOps.Chat;
using ChatOps.Iam;
using ChatOps.Running;
using ChatOps.Running.Plans;
using ChatOps.Settings;

namespace ChatOps.Capabilities.IamCheck;

/// <summary>Registers the check of AWS permissions.</summary>
internal static class IamCheckModule
{
    /// <summary>The command that plans to add the policy to a pull request.</summary>
    public const string AddPolicy = "add-policy";

    /// <summary>Adds everything of this folder.</summary>
    /// <exception cref="SettingException">Pull requests are to be checked by themselves, and no webhook can come.</exception>
    public static void AddIamCheck(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LiveCheck>();
        AddOnPullRequests(builder.Services);
        builder.Services.AddScoped<PolicyPlanner>();
        builder.Services.AddKeyedSingleton<IChangeApplier, PolicyApplier>(ChangeKind.Policy);
        builder.Services.AddCommand(CommandRegistration.For<PolicyPlugin, PlanView>(AddPolicy, "plan_policy", "Add the permissions that a pull request needs to it", ChangeKind.Policy.MinimumRole(), PlanCard.From) with { IsTyped = false });
        builder.Services.AddCommand(CommandRegistration.For<IamCheckPlugin, IamAnalysis>("iam-check", "iam_check", "Find AWS permissions that code needs and no policy grants", Role.Responder, IamCheckCard.From) with { Words = ["text"] });
    }

    private static void AddOnPullRequests(IServiceCollection services)
    {
        // Without webhooks no pull request can ask.
        if (services.Any(service => service.ImplementationInstance is GitHubOptions { WebhookSecret.Length: > 0, IsConfigured: true }))
        {
            services.AddSingleton<IChatPlatform, PullRequestPlatform>();
            services.AddSingleton<IWebhookListener, PullRequestWebhooks>();
        }
        else if (services.Any(service => service.ImplementationInstance is RepositoryDirectory directory && directory.All.Any(repository => repository.CheckPermissions)))
        {
            throw new SettingException("GitHub:WebhookSecret", "is missing; a repository's CheckPermissions waits for GitHub's webhooks, which come with it and a token or App.");
        }
    }
}
