using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOps.Chat;
using ChatOps.Platforms.Slack.Doors;
using ChatOps.Platforms.Slack.People;
using ChatOps.Platforms.Slack.Wire;

namespace ChatOps.Platforms.Slack.Delivery;

/// <summary>Reads what a request only points at: messages that the requester may see, and files from Slack's own hosts.</summary>
internal sealed partial class SlackSources(SlackOptions options, SlackApi api)
{
    private const int MostPages = 10;

    /// <summary>The request with the texts in its arguments, their secrets masked.</summary>
    public async Task<Answer<CommandRequest>> ReadAsync(Workspace workspace, CommandRequest request, ChatAddress address, CancellationToken cancellationToken)
    {
        var arguments = request.Arguments.ToDictionary();
        var masked = request.MaskedSecrets.ToDictionary();
        foreach (var source in address.Sources)
        {
            var read = source.Kind == SourceKinds.Message
                ? await MessageAsync(workspace, source.Place, address, cancellationToken)
                : await FileAsync(workspace, source, address, cancellationToken);
            if (read.Value is not { } text)
                return read.Refusal!;
            var (clean, counts) = SecretMasker.Mask(text);
            arguments[source.Argument] = arguments.GetValueOrDefault(source.Argument) is { Length: > 0 } before ? $"{before}\n{clean}" : clean;
            foreach (var (kind, count) in counts)
                masked[kind] = masked.GetValueOrDefault(kind) + count;
        }

        return request with { Arguments = arguments, MaskedSecrets = masked };
    }

    private async Task<Answer<string>> MessageAsync(Workspace workspace, string place, ChatAddress address, CancellationToken cancellationToken)
    {
        var parts = place.Split('/');
        var (channel, ts, thread) = (parts[0], parts[1], parts.ElementAtOrDefault(2));
        if (channel != address.Channel)
        {
            var info = await api.CallAsync(workspace.Token, "conversations.info", new JsonObject { ["channel"] = channel }, cancellationToken);
            if (!info.IsOk)
                return Unseen(info);
            // What was said among few is not carried to others.
            if (new Payload(info.Body) is var about && (about.Flag("channel", "is_private") || about.Flag("channel", "is_im") || about.Flag("channel", "is_mpim")))
                return new Refusal(RefusalKind.Forbidden, "That message is in a private conversation, and its words are not carried elsewhere. Use the shortcut Diagnose this on the message itself.");
        }

        if (await IsMemberAsync(workspace, channel, address.Requester, cancellationToken) is { } unseen)
            return unseen;
        var arguments = new JsonObject { ["channel"] = channel, ["latest"] = ts, ["oldest"] = ts, ["inclusive"] = true, ["limit"] = 1 };
        if (thread is not null)
            arguments["ts"] = thread;
        var answer = await api.CallAsync(workspace.Token, thread is null ? "conversations.history" : "conversations.replies", arguments, cancellationToken);
        if (!answer.IsOk)
            return Unseen(answer);
        var message = new Payload(answer.Body).List("messages").FirstOrDefault(item => item.Text("ts") == ts);
        return message.Json is { Count: > 0 } && MessageText.Of(message) is { Length: > 0 } text
            ? text
            : new Refusal(RefusalKind.NotFound, "There is no message with words at that link. Copy the link again, or paste the text itself.");
    }

    private async Task<Refusal?> IsMemberAsync(Workspace workspace, string channel, string user, CancellationToken cancellationToken)
    {
        string? cursor = null;
        for (var page = 0; page < MostPages; page++)
        {
            var arguments = new JsonObject { ["channel"] = channel, ["limit"] = 1_000, ["cursor"] = cursor };
            var answer = await api.CallAsync(workspace.Token, "conversations.members", arguments, cancellationToken);
            if (!answer.IsOk)
                return Unseen(answer);
            if ((answer.Node("members") as JsonArray)?.Any(member => (string?)member == user) == true)
                return null;
            if (answer.Text("response_metadata", "next_cursor") is not { Length: > 0 } next)
                break;
            cursor = next;
        }

        return new Refusal(RefusalKind.Forbidden, "You are not a member of the channel of that link, so it is not read for you. Join it, or paste the text itself.");
    }

    private async Task<Answer<string>> FileAsync(Workspace workspace, ChatSource source, ChatAddress address, CancellationToken cancellationToken)
    {
        var url = source.Place;
        if (source.Kind == SourceKinds.FileLink)
        {
            if (FileId().Match(url) is not { Success: true } match)
                return new Refusal(RefusalKind.NotFound, "That is not the link of a file. Copy it again with Copy link to file.");
            var info = await api.CallAsync(workspace.Token, "files.info", new JsonObject { ["file"] = match.Groups["id"].Value }, cancellationToken);
            if (!info.IsOk)
                return Unseen(info);
            if (!IsSharedWith(new Payload(info.Body).Part("file"), address.Channel))
                return new Refusal(RefusalKind.Forbidden, "That file is not shared in this channel or publicly, so it is not read here. Share it here, or paste the text itself.");
            url = info.Text("file", "url_private_download") ?? info.Text("file", "url_private") ?? "";
        }

        if (!options.IsFileUrl(url))
            return new Refusal(RefusalKind.Forbidden, "Files are read from Slack's own hosts only (Slack:FileHosts). Upload the file here, or paste the text itself.");
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(url));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", workspace.Token);
            using var response = await api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode)
                return new Refusal(RefusalKind.ProviderFailed, "Slack did not hand out the file. Try again, or paste the text itself.");
            var (text, _) = await LongText.ReadAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken);
            return text.AsSpan(0, Math.Min(text.Length, 4_096)).Count('\ufffd') > 64
                ? new Refusal(RefusalKind.Unprocessable, "That file is no text. Upload the log itself.")
                : text;
        }
        catch (HttpRequestException)
        {
            return new Refusal(RefusalKind.ProviderFailed, "Slack did not hand out the file. Try again, or paste the text itself.");
        }
    }

    private static bool IsSharedWith(Payload file, string channel) =>
        file.Flag("is_public") || ((string[])["channels", "groups", "ims"]).Any(list => (file.Node(list) as JsonArray)?.Any(item => (string?)item == channel) == true);

    private static Refusal Unseen(SlackAnswer answer) => answer.IsPassing
        ? new Refusal(RefusalKind.ProviderFailed, "Slack does not answer just now. Try again in a minute.")
        : new Refusal(RefusalKind.Forbidden, $"I cannot read that ({answer.Error}). Invite me to its channel with /invite, or paste the text itself.");

    [GeneratedRegex(@"/(files/[UW][A-Z0-9]+/|files-pri/T[A-Z0-9]+-)(?<id>F[A-Z0-9]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex FileId();
}
