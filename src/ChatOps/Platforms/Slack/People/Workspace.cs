namespace ChatOps.Platforms.Slack.People;

/// <summary>A workspace that the app is installed in.</summary>
/// <param name="TeamId">Its id, <c>T…</c>.</param>
/// <param name="Token">The bot's token there.</param>
/// <param name="BotUserId">The bot's user there, <c>U…</c>.</param>
internal sealed record Workspace(string TeamId, string Token, string BotUserId)
{
    /// <summary>Whether the token is an organisation's, for all of its workspaces that have the app.</summary>
    public bool IsOrganisation { get; init; }

    /// <summary>The organisation of Enterprise Grid that installed the app for this workspace, <c>E…</c>; null where none did. Its people are the same in each of its workspaces.</summary>
    public string? Organisation { get; init; }
}
