using System.Text.Json.Nodes;
using ChatOps.Platforms.Slack.Blocks;
using ChatOps.Platforms.Slack.People;
using ChatOps.Platforms.Slack.Wire;

namespace ChatOps.Platforms.Slack.Delivery;

/// <summary>Puts long text and pictures into the thread as files (<c>files.getUploadURLExternal</c>, the upload, <c>files.completeUploadExternal</c>).</summary>
internal sealed partial class Snippets(SlackOptions options, SlackApi api, ILogger<Snippets> logger)
{
    /// <summary>Uploads the texts; one that is not taken is a line in the log, since the message itself is there.</summary>
    public async Task UploadAsync(Workspace workspace, string channel, string? thread, IReadOnlyList<SlackMessage.Snippet> snippets, CancellationToken cancellationToken)
    {
        foreach (var snippet in snippets)
        {
            if (await UploadAsync(workspace, channel, thread, snippet, cancellationToken) is { } error)
                LogFailed(snippet.Name, error);
        }
    }

    private async Task<string?> UploadAsync(Workspace workspace, string channel, string? thread, SlackMessage.Snippet snippet, CancellationToken cancellationToken)
    {
        var place = await api.CallAsync(workspace.Token, "files.getUploadURLExternal", new JsonObject { ["filename"] = snippet.Name, ["length"] = snippet.Content.Length }, cancellationToken);
        if (place.Text("upload_url") is not { } address || place.Text("file_id") is not { } id)
            return place.Error ?? "no upload address";
        if (!options.IsFileUrl(address))
            return "the upload address is not one of Slack:FileHosts";
        try
        {
            using var content = new ByteArrayContent(snippet.Content);
            using var uploaded = await api.Http.PostAsync(new Uri(address), content, cancellationToken);
            if (!uploaded.IsSuccessStatusCode)
                return $"the upload answered {(int)uploaded.StatusCode}";
        }
        catch (HttpRequestException)
        {
            return SlackAnswer.Unreachable;
        }

        var complete = new JsonObject { ["files"] = new JsonArray(new JsonObject { ["id"] = id, ["title"] = snippet.Name }), ["channel_id"] = channel };
        if (thread is not null)
            complete["thread_ts"] = thread;
        return (await api.CallAsync(workspace.Token, "files.completeUploadExternal", complete, cancellationToken)).Error;
    }

    [LoggerMessage(LogLevel.Warning, "The file {Name} was not taken by Slack: {Error}")]
    private partial void LogFailed(string name, string error);
}
