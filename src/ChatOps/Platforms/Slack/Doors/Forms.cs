using System.Text.Json.Nodes;
using ChatOps.Chat;
using ChatOps.Platforms.Slack.Blocks;
using ChatOps.Platforms.Slack.Delivery;
using ChatOps.Platforms.Slack.People;
using ChatOps.Platforms.Slack.Wire;
using ChatOps.Running;

namespace ChatOps.Platforms.Slack.Doors;

/// <summary>Forms for what a command still needs to know: opened at once, since their trigger lives three seconds; and read when they are sent off.</summary>
internal sealed partial class Forms(SlackApi api, Workspaces workspaces, ReplyAddress reply, RepositoryDirectory repositories, IHostApplicationLifetime lifetime, ILogger<Forms> logger)
{
    /// <summary>Whether something that the command needs was not typed.</summary>
    public static bool IsNeeded(CommandRegistration command, CommandText text) =>
        command.Parameters.Any(parameter => !parameter.HasDefaultValue && !text.Arguments.ContainsKey(parameter.Name!));

    /// <summary>Opens a form, in the background: the door does not wait for Slack.</summary>
    /// <param name="command">What for.</param>
    /// <param name="text">What is known already.</param>
    /// <param name="address">Where the answer goes.</param>
    /// <param name="trigger">Slack's permission to open it.</param>
    /// <param name="replyAddress">Where to say that it did not open; null for nowhere.</param>
    public void Open(CommandRegistration command, CommandText text, ChatAddress address, string? trigger, string? replyAddress)
    {
        if (trigger is null)
            return;
        var stopping = lifetime.ApplicationStopping;
        _ = Task.Run(() => OpenAsync(command, text, address, trigger, replyAddress, stopping), stopping);
    }

    private async Task OpenAsync(CommandRegistration command, CommandText text, ChatAddress address, string trigger, string? replyAddress, CancellationToken cancellationToken)
    {
        try
        {
            var fitting = text.Repository is { } named ? repositories.All.Where(repository => repository.Name.Equals(named, StringComparison.OrdinalIgnoreCase)).ToArray() : repositories.ForChannel(address.Channel);
            var view = FormView.Of(command, text, new FormView.Origin(command.Name, address.Channel, address.Thread), command.NeedsRepository ? repositories.All : [], fitting is [var only] ? only : null);
            var found = await workspaces.FindAsync(address.Workspace, cancellationToken);
            var error = found.Value is { } workspace
                ? (await api.CallAsync(workspace.Token, "views.open", new JsonObject { ["trigger_id"] = trigger, ["view"] = view }, cancellationToken)).Error
                : found.Refusal!.Sentence;
            if (error is null)
                return;
            LogNotOpened(command.Name, error);
            if (replyAddress is not null)
                await reply.PostAsync(replyAddress, SlackIntake.Ephemeral($"The form did not open in time. Try again, or write it after the command: /{CommandText.Usage(command)}"), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops; the person sees no form and tries again.
        }
#pragma warning disable CA1031 // Nobody waits for this task: what goes wrong in it is at least in the log.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(e, command.Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The form of {Command} was not opened: {Error}")]
    private partial void LogNotOpened(string command, string error);

    [LoggerMessage(LogLevel.Error, "The form of {Command} failed unexpectedly")]
    private partial void LogFailed(Exception exception, string command);
}
