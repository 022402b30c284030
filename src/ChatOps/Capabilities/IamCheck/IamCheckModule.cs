using ChatOps.Adapters.GitHub;
using ChatOps.Capabilities.IamCheck.OnPullRequests;
using ChatOps.Capabilities.PullRequests;
using ChatOps.Chat;
using ChatOps.Iam;
using ChatOps.Running;

namespace ChatOps.Capabilities.IamCheck;

/// <summary>Registers the check of AWS permissions.</summary>
internal static class IamCheckModule
{
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

        builder.Services.AddCommand(CommandRegistration.For<IamCheckPlugin, IamAnalysis>("iam-check", "iam_check", "Find AWS permissions that code needs and no policy grants", Role.Responder, IamCheckCard.From) with { Words = ["text"] });
    }
}
