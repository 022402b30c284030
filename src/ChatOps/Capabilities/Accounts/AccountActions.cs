using System.ComponentModel;
using ChatOps.Chat;
using ChatOps.Running;

namespace ChatOps.Capabilities.Accounts;

/// <summary>A person's own GitHub account. Nothing of it is for a model.</summary>
internal sealed class AccountActions(RunContext context, AccountLinks links)
{
    /// <summary>Begins to link the caller's account.</summary>
    [CommandAction("link_github"), Description("Links your GitHub account.")]
    public Task<Answer<GitHubLink>> LinkAsync(CancellationToken cancellationToken) => links.BeginAsync(context.Caller, cancellationToken);

    /// <summary>How the link is.</summary>
    [CommandAction("github_account"), Description("Which GitHub account is linked to you.")]
    public Task<Answer<GitHubLink>> ShowAsync(CancellationToken cancellationToken) => links.LookAsync(context.Caller, cancellationToken);

    /// <summary>Forgets the link.</summary>
    [CommandAction("unlink_github"), Description("Forgets your GitHub account.")]
    public async Task<Answer<GitHubLink>> UnlinkAsync(CancellationToken cancellationToken) => await links.EndAsync(context.Caller, cancellationToken);
}
