using ChatOps.Chat;

namespace ChatOps.Capabilities.Accounts;

/// <summary>Somebody's GitHub account, on the bot's own page.</summary>
internal sealed class AccountHome(AccountLinks links) : IHomeSection
{
    /// <inheritdoc/>
    public int Order => 10;

    /// <inheritdoc/>
    public async Task<Card?> ForAsync(Caller caller, CancellationToken cancellationToken) =>
        (await links.LookAsync(caller, cancellationToken)).Value is { } link ? AccountCard.From(link) : null;
}
