using System.Data.Common;
using System.Text.Json.Nodes;
using ChatOps.Chat;
using ChatOps.Platforms.Slack.Blocks;
using ChatOps.Platforms.Slack.Delivery;
using ChatOps.Running;
using ChatOps.Running.Delivery;
using ChatOps.Running.Operations;

namespace ChatOps.Platforms.Slack.Doors;

/// <summary>Clicks, choices, shortcuts and forms. What is none of ours is acknowledged, and nothing happens.</summary>
internal sealed class Interactions(CommandCatalog catalog, RepositoryDirectory repositories, OperationStore operations, SlackIntake intake, Forms forms, ParkedRequests parked, Notices notices)
{
    /// <summary>The message shortcut "Diagnose this".</summary>
    public const string MessageShortcut = "diagnose_message";

    /// <summary>The global shortcut that opens the same form as an empty <c>/diagnose</c>.</summary>
    public const string GlobalShortcut = "diagnose_form";

    private const string Diagnose = "diagnose";

    /// <summary>Takes an interaction. When that takes too long, the person is told so, and nothing is started.</summary>
    public async Task<JsonObject?> TakeAsync(Payload payload, string delivery, CancellationToken cancellationToken)
    {
        if (PersonOf(payload) is not { } person)
            return null;
        try
        {
            return await TakeAsync(payload, person, delivery, cancellationToken);
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && (e is OperationCanceledException or DbException || e.InnerException is OperationCanceledException))
        {
            notices.Tell(person.At(ChannelOf(payload, person)), payload.Text("response_url"), SlackIntake.Busy.Sentence);
            return null;
        }
    }

    private async Task<JsonObject?> TakeAsync(Payload payload, Person person, string delivery, CancellationToken cancellationToken)
    {
        switch (payload.Text("type"))
        {
            case "block_actions":
                await ActAsync(payload, person, delivery, cancellationToken);
                return null;
            case "message_action" when payload.Text("callback_id") == MessageShortcut:
                await DiagnoseMessageAsync(payload, person, delivery, cancellationToken);
                return null;
            case "shortcut" when payload.Text("callback_id") == GlobalShortcut && catalog.Find(Diagnose) is { } command:
                // From nowhere in particular: the answer goes to the person.
                forms.Open(command, new CommandText([], null), person.At(person.User), payload.Text("trigger_id"), null);
                return null;
            case "view_submission":
                return await SubmitAsync(payload, person, delivery, cancellationToken);
            default:
                return null;
        }
    }

    private sealed record Person(string Team, string? Organisation, string User, string? Name)
    {
        public Caller Caller => SlackIntake.CallerOf(Organisation ?? Team, User, Name);

        public ChatAddress At(string channel, string? thread = null) => new() { Platform = SlackPlatform.DoorName, Workspace = Team, Channel = channel, Thread = thread, Requester = User };
    }

    private static Person? PersonOf(Payload payload) =>
        (payload.Text("team", "id") ?? payload.Text("user", "team_id")) is { } team && payload.Text("user", "id") is { Length: > 0 } user ? new Person(team, payload.Organisation, user, payload.Text("user", "name") ?? payload.Text("user", "username")) : null;

    // From nowhere in particular it is the person's own conversation with the bot.
    private static string ChannelOf(Payload payload, Person person) => payload.Text("channel", "id") ?? payload.Text("container", "channel_id") ?? person.User;

    private async Task ActAsync(Payload payload, Person person, string delivery, CancellationToken cancellationToken)
    {
        if (payload.List("actions").FirstOrDefault() is not { Json.Count: > 0 } action)
            return;
        var (block, id) = (action.Text("block_id"), action.Text("action_id"));
        var channel = ChannelOf(payload, person);
        var reply = payload.Text("response_url");
        if (RepositoryQuestion.Read(block, id) is { } parkedId)
        {
            await ChooseAsync(parkedId, action.Text("selected_option", "value"), person, channel, reply, cancellationToken);
            return;
        }

        // On the app's own page there is no card to hold a click against: it enters what people could type, and nothing else.
        if (Buttons.Read(block, id) is not { } button || catalog.Find(button.Command) is not { } command || (button.OperationId is null && !command.IsTyped))
            return;
        var isEphemeral = payload.Flag("container", "is_ephemeral");
        var message = payload.Text("container", "message_ts") ?? payload.Text("message", "ts");
        var address = person.At(channel, isEphemeral ? payload.Text("container", "thread_ts") : payload.Text("message", "thread_ts") ?? message);
        // A card's own button needs no masking, and must not have it: its argument is held against the card.
        var read = CommandText.Read(command, action.Text("value") ?? "", repositories.All);
        var request = new CommandRequest
        {
            Command = command.Name,
            Arguments = read.Arguments,
            Caller = person.Caller,
            Door = SlackPlatform.DoorName,
            Repository = read.Repository ?? (command.NeedsRepository && button.OperationId is not null ? (await operations.FindAsync(button.OperationId, cancellationToken))?.Repo : null),
        };
        if (button.OperationId is { } operation)
            address = address with { Click = new CardClick(operation, button.Place, isEphemeral ? null : message) };
        Say(await intake.TakeAsync(request, address, reply, EventOf(payload, action, delivery), cancellationToken), command, address, reply);
    }

    private async Task ChooseAsync(string parkedId, string? repository, Person person, string channel, string? reply, CancellationToken cancellationToken)
    {
        if (repository is null)
            return;
        if (await parked.TakeAsync(parkedId, person.Caller, cancellationToken) is not { } waiting || catalog.Find(waiting.Request.Command) is not { } command)
        {
            notices.Tell(person.At(channel), reply, "This question was answered already, or is too old. Ask again.");
            return;
        }

        notices.Replace(reply, $"{repository}, then.");
        var taken = await intake.TakeAsync(waiting.Request with { Repository = repository }, waiting.Origin.Address, waiting.Origin.Reply ?? reply, $"parked {parkedId}", cancellationToken);
        Say(taken, command, waiting.Origin.Address, reply);
    }

    private async Task DiagnoseMessageAsync(Payload payload, Person person, string delivery, CancellationToken cancellationToken)
    {
        if (catalog.Find(Diagnose) is not { } command || payload.Text("channel", "id") is not { } channel)
            return;
        var message = payload.Part("message");
        var argument = command.TextParameter!;
        var address = person.At(channel, message.Text("thread_ts") ?? message.Text("ts") ?? payload.Text("message_ts")) with { Sources = MessageText.FilesOf(message, argument) };
        var request = MaskedRequest.Create(command.Name, person.Caller, SlackPlatform.DoorName, null, (argument, MessageText.Of(message)));
        Say(await intake.TakeAsync(request, address, payload.Text("response_url"), EventOf(payload, message, delivery), cancellationToken), command, address, payload.Text("response_url"));
    }

    private async Task<JsonObject?> SubmitAsync(Payload payload, Person person, string delivery, CancellationToken cancellationToken)
    {
        var view = payload.Part("view");
        if (FormView.Read(view.Text("callback_id"), view.Text("private_metadata"), view.Node("state", "values") as JsonObject) is not { } filled || catalog.Find(filled.Origin.Command) is not { IsTyped: true } command)
            return null;
        if (command.Parameters.FirstOrDefault(parameter => !parameter.HasDefaultValue && !filled.Arguments.ContainsKey(parameter.Name!)) is { } missing)
            return FormView.Wrong(missing.Name!, "This is needed.");
        var known = filled.Arguments.Where(argument => command.Parameters.Any(parameter => parameter.Name == argument.Key)).ToDictionary();
        var (arguments, sources) = MessageLink.Take(command, known);
        var request = MaskedRequest.Create(command.Name, person.Caller, SlackPlatform.DoorName, filled.Repository, [.. arguments.Select(argument => (argument.Key, (string?)argument.Value))]);
        var address = person.At(filled.Origin.Channel, filled.Origin.Thread) with { Sources = sources };
        var taken = await intake.TakeAsync(request, address, null, EventOf(payload, view, delivery), cancellationToken);
        if (taken.Refusal is { } refusal)
            return FormView.Wrong(command.Parameters[0].Name!, refusal.Sentence);
        Say(taken, command, address, null);
        return null;
    }

    private void Say(SlackIntake.Taken taken, CommandRegistration command, ChatAddress address, string? reply)
    {
        if (taken.Question is { } question)
            notices.Tell(address, reply, question);
        else if (taken.Refusal is { } refusal)
            notices.Tell(address, reply, CardMessage.Of(RefusalCard.Of(command.Name, refusal), new CardMessage.Frame()));
    }

    // The same click has the same trigger, however often it is delivered.
    private static string EventOf(Payload payload, Payload part, string delivery) =>
        payload.Text("trigger_id") ?? part.Text("action_ts") ?? payload.Text("action_ts") ?? delivery;
}
