using System.Text.Json.Nodes;
using ChatOps.Chat;
using ChatOps.Platforms.Slack.Blocks;
using ChatOps.Platforms.Slack.Doors;
using ChatOps.Platforms.Slack.People;
using ChatOps.Platforms.Slack.Wire;

namespace ChatOps.Platforms.Slack.Delivery;

/// <summary>Says something to one person where a door can only acknowledge: at once, in the background, and not again.</summary>
internal sealed partial class Notices(SlackApi api, Workspaces workspaces, ReplyAddress reply, IHostApplicationLifetime lifetime, ILogger<Notices> logger)
{
    /// <summary>Says a sentence.</summary>
    public void Tell(ChatAddress address, string? replyAddress, string sentence) => Tell(address, replyAddress, new SlackMessage(BlockText.EscapeWithin(BlockText.Clean(sentence), SlackMessage.MostText), []));

    /// <summary>Shows a message.</summary>
    public void Tell(ChatAddress address, string? replyAddress, SlackMessage message) => Start(cancellationToken => TellAsync(address, replyAddress, message, cancellationToken));

    /// <summary>Puts a sentence in place of the message that was clicked on.</summary>
    public void Replace(string? replyAddress, string sentence)
    {
        if (replyAddress is null)
            return;
        var body = SlackIntake.Ephemeral(sentence);
        body["replace_original"] = true;
        Start(async cancellationToken => (await reply.PostAsync(replyAddress, body, cancellationToken)).Error);
    }

    private async Task<string?> TellAsync(ChatAddress address, string? replyAddress, SlackMessage message, CancellationToken cancellationToken)
    {
        var body = SlackIntake.Ephemeral(message);
        body["replace_original"] = false;
        if (replyAddress is not null && (await reply.PostAsync(replyAddress, body, cancellationToken)).IsOk)
            return null;
        if ((await workspaces.FindAsync(address.Workspace, cancellationToken)).Value is not { } workspace)
            return "the workspace is not known";
        var arguments = new JsonObject { ["channel"] = address.Channel, ["user"] = address.Requester, ["text"] = message.Text, ["blocks"] = message.Blocks.DeepClone(), ["thread_ts"] = address.Thread };
        var isDirect = address.Channel[0] is 'D' or 'U' or 'W';
        return (await api.CallAsync(workspace.Token, isDirect ? "chat.postMessage" : "chat.postEphemeral", arguments, cancellationToken)).Error;
    }

    private void Start(Func<CancellationToken, Task<string?>> say)
    {
        var stopping = lifetime.ApplicationStopping;
        _ = Task.Run(
            async () =>
            {
                try
                {
                    if (await say(stopping) is { } error)
                        LogNotSaid(error);
                }
                catch (OperationCanceledException) when (stopping.IsCancellationRequested)
                {
                    // The host stops.
                }
#pragma warning disable CA1031 // Nobody waits for this task: what goes wrong in it is at least in the log.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    LogFailed(e);
                }
            },
            stopping);
    }

    [LoggerMessage(LogLevel.Warning, "A sentence could not be said in Slack: {Error}")]
    private partial void LogNotSaid(string error);

    [LoggerMessage(LogLevel.Error, "A sentence for Slack failed unexpectedly")]
    private partial void LogFailed(Exception exception);
}
