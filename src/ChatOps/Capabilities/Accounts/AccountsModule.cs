using ChatOps.Chat;
using ChatOps.Running;

namespace ChatOps.Capabilities.Accounts;

/// <summary>Registers people's GitHub accounts.</summary>
internal static class AccountsModule
{
    /// <summary>Adds everything of this folder.</summary>
    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<LinkStore>();
        services.AddSingleton<AccountLinks>();
        services.AddSingleton<ILinkedLogin>(provider => provider.GetRequiredService<AccountLinks>());
        services.AddSingleton<IHomeSection, AccountHome>();
        services.AddCommand(Command("link", "link_github", "Link your GitHub account"));
        services.AddCommand(Command("account", "github_account", "Which GitHub account is linked to you"));
        services.AddCommand(Command("unlink", "unlink_github", "Forget your GitHub account"));
    }

    private static CommandRegistration Command(string name, string function, string summary) =>
        CommandRegistration.For<AccountActions, GitHubLink>(name, function, summary, Role.Viewer, AccountCard.From) with { NeedsRepository = false };
}
