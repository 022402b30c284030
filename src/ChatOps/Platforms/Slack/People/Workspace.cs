namespace ChatOps.Platforms.Slack.People;

/// <summary>A workspace that the app is installed in.</summary>
/// <param name="TeamId">Its id, <c>T…</c>.</param>
/// <param name="Token">The bot's token there.</param>
/// <param name="BotUserId">The bot's user there, <c>U…</c>.</param>
internal sealed record Workspace(string TeamId, string Token, string BotUserId)
{
    /// <summary>Whether the token is an organisation's, for all of its workspaces that have the app.</summary>
    public bool IsOrganisation { get; init; }
}
