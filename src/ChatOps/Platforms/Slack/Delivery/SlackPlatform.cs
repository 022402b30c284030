using System.Text.Json.Nodes;
using ChatOps.Chat;
using ChatOps.Platforms.Slack.Blocks;
using ChatOps.Platforms.Slack.People;
using ChatOps.Platforms.Slack.Wire;

namespace ChatOps.Platforms.Slack.Delivery;

/// <summary>Slack as a place for answers.</summary>
internal sealed class SlackPlatform(SlackApi api, Workspaces workspaces, SlackPeople people, ReplyAddress reply, ChannelPace pace, SlackSources sources, DirectMessages directMessages, Snippets snippets, EarlierMessage earlier) : IChatPlatform
{
    /// <summary>The platform's name, and the door's.</summary>
    public const string DoorName = "slack";

    private static readonly string[] NoEdit = ["message_not_found", "cant_update_message", "edit_window_closed", "no_text_change"];
    private static readonly string[] BadShape = ["invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "invalid_attachments"];

    /// <inheritdoc/>
    public string Name => DoorName;

    /// <inheritdoc/>
    public async Task<Answer<CommandRequest>> CompleteAsync(CommandRequest request, ChatAddress address, CancellationToken cancellationToken)
    {
        // Nobody there asked: a timetable did, which has its own role.
        if (address.Requester.Length == 0)
            return request;
        var found = await workspaces.FindAsync(address.Workspace, cancellationToken);
        if (found.Value is not { } workspace)
            return found.Refusal!;
        var caller = await people.IdentifyAsync(workspace, address.Requester, cancellationToken);
        if (caller.Value is not { } person)
            return caller.Refusal!;
        // Somebody without any role gets nothing read.
        return address.Sources.Count == 0 || person.RepositoriesWith(Role.Viewer) is { Count: 0 }
            ? request with { Caller = person }
            : await sources.ReadAsync(workspace, request with { Caller = person }, address, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Shown> PostAsync(ChatTarget target, PostedCard message, CancellationToken cancellationToken)
    {
        var found = await workspaces.FindAsync(target.Address.Workspace, cancellationToken);
        if (found.Value is not { } workspace)
            return Missing(found.Refusal!);
        target = await directMessages.OpenAsync(workspace, target, cancellationToken);
        var drawn = Draw(target.Address, message, mayAttach: true);
        if (target.MayBeThere)
            target = target with { Message = await earlier.FindAsync(workspace, target.Address, message.OperationId, cancellationToken) };
        var answer = await SendAsync(workspace, target, message, drawn, cancellationToken);
        if (answer.IsOk)
        {
            var posted = target.Message ?? answer.Text("ts");
            await snippets.UploadAsync(workspace, target.Address.Channel, target.Address.Thread ?? posted, drawn.Snippets, cancellationToken);
            return new Shown.Done(posted);
        }

        if (answer.IsPassing)
            return new Shown.Later(answer.RetryAfter);
        if (target.Message is not null && NoEdit.Contains(answer.Error))
            return new Shown.Gone();
        // Where the bot may not write (it is not in the channel), the request's own address still answers everybody there.
        return message.IsFinal && target.Reply is { } address
            ? Of(await reply.PostAsync(address, Body(Draw(target.Address, message, mayAttach: false), ("response_type", "in_channel"), ("replace_original", false)), cancellationToken), null, answer.Error)
            : new Shown.Never(answer.Error!);
    }

    /// <inheritdoc/>
    public async Task<Shown> TellAsync(ChatTarget target, PostedCard message, CancellationToken cancellationToken)
    {
        var drawn = Draw(target.Address with { Requester = "" }, message, mayAttach: false);
        if (target.Reply is { } address)
        {
            var posted = await reply.PostAsync(address, Body(drawn, ("response_type", "ephemeral"), ("replace_original", false)), cancellationToken);
            if (posted.IsOk || posted.IsPassing)
                return Of(posted, null);
        }

        var found = await workspaces.FindAsync(target.Address.Workspace, cancellationToken);
        if (found.Value is not { } workspace)
            return Missing(found.Refusal!);
        target = await directMessages.OpenAsync(workspace, target, cancellationToken);
        var body = Body(drawn, ("channel", target.Address.Channel), ("thread_ts", target.Address.Thread));
        // In a direct message nobody else reads along, and nothing is lost on a reload.
        if (target.Address.Channel.StartsWith('D'))
            return Of(await api.CallAsync(workspace.Token, "chat.postMessage", body, cancellationToken), null);
        body["user"] = target.Address.Requester;
        return Of(await api.CallAsync(workspace.Token, "chat.postEphemeral", body, cancellationToken), null);
    }

    /// <inheritdoc/>
    public async Task<Shown> RedrawAsync(ChatTarget target, PostedCard message, CancellationToken cancellationToken)
    {
        var drawn = Draw(target.Address with { Requester = "" }, message, mayAttach: false);
        if (target.Reply is { } address)
        {
            var posted = await reply.PostAsync(address, Body(drawn, ("replace_original", true)), cancellationToken);
            if (posted.IsOk || posted.IsPassing)
                return Of(posted, target.Message);
        }

        if (target.Message is not { } ts)
            return new Shown.Gone();
        var found = await workspaces.FindAsync(target.Address.Workspace, cancellationToken);
        if (found.Value is not { } workspace)
            return Missing(found.Refusal!);
        var answer = await api.CallAsync(workspace.Token, "chat.update", Body(drawn, ("channel", target.Address.Channel), ("ts", ts)), cancellationToken);
        return NoEdit.Contains(answer.Error) ? new Shown.Gone() : Of(answer, ts);
    }

    private async Task<SlackAnswer> SendAsync(Workspace workspace, ChatTarget target, PostedCard message, SlackMessage drawn, CancellationToken cancellationToken)
    {
        var method = target.Message is null ? "chat.postMessage" : "chat.update";
        var body = Body(drawn, ("channel", target.Address.Channel));
        if (target.Message is { } ts)
        {
            body["ts"] = ts;
        }
        else
        {
            if (await pace.TakeTurnAsync($"{workspace.TeamId}/{target.Address.Channel}", cancellationToken) is { } wait)
                return new SlackAnswer(SlackAnswer.RateLimited, []) { RetryAfter = wait };
            body["thread_ts"] = target.Address.Thread;
            (body["unfurl_links"], body["unfurl_media"]) = (false, false);
            body["metadata"] = EarlierMessage.MarkOf(message.OperationId);
        }

        var answer = await api.CallAsync(workspace.Token, method, body, cancellationToken);
        if (!BadShape.Contains(answer.Error))
            return answer;
        // Slack changed a rule: the words still get through.
        body["blocks"] = new JsonArray();
        return await api.CallAsync(workspace.Token, method, body, cancellationToken);
    }

    private static SlackMessage Draw(ChatAddress address, PostedCard message, bool mayAttach) => CardMessage.Of(message.Card, new CardMessage.Frame
    {
        OperationId = message.IsFinal ? message.OperationId : null,
        Mention = message.IsFinal && address.Requester.Length > 0 ? address.Requester : null,
        Marks = [.. message.Marks.Select(mark => (SlackPeople.UserOf(mark.CallerId), mark.What)).Where(mark => mark.Item1 is not null).Select(mark => (mark.Item1!, mark.What))],
        Used = message.Used,
        MayAttach = mayAttach && message.IsFinal,
    });

    private static JsonObject Body(SlackMessage drawn, params ReadOnlySpan<(string Name, JsonNode? Value)> more)
    {
        var body = new JsonObject { ["text"] = drawn.Text, ["blocks"] = drawn.Blocks.DeepClone() };
        foreach (var (name, value) in more)
        {
            if (value is not null)
                body[name] = value;
        }

        return body;
    }

    private static Shown Of(SlackAnswer answer, string? message, string? first = null) =>
        answer.IsOk ? new Shown.Done(message) : answer.IsPassing ? new Shown.Later(answer.RetryAfter) : new Shown.Never(first ?? answer.Error!);

    private static Shown Missing(Refusal refusal) => refusal.Kind == RefusalKind.ProviderFailed ? new Shown.Later(null) : new Shown.Never("not_installed");
}
