using System.Text.Json.Nodes;

namespace ChatOps.Tests.Support.Slack;

/// <summary>The real host, connected to a Slack of our own.</summary>
internal sealed class SlackLab : IAsyncDisposable
{
    private SlackLab(FakeSlack slack, ChatOpsApp app) => (Slack, App) = (slack, app);

    /// <summary>Slack.</summary>
    public FakeSlack Slack { get; }

    /// <summary>The host.</summary>
    public ChatOpsApp App { get; }

    /// <summary>Starts both.</summary>
    public static Task<SlackLab> StartAsync(params (string Key, string? Value)[] settings) => StartAsync(null, settings);

    /// <summary>Starts both, the host on a clock that others share.</summary>
    public static async Task<SlackLab> StartAsync(TestClock? clock, params (string Key, string? Value)[] settings)
    {
        var slack = await FakeSlack.StartAsync();
        var all = slack.Settings;
        foreach (var (key, value) in settings)
            all[key] = value;
        try
        {
            return new SlackLab(slack, await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = all, Clock = clock }));
        }
        catch
        {
            await slack.DisposeAsync();
            throw;
        }
    }

    /// <summary>Types a command.</summary>
    /// <returns>What the person sees at once; null for nothing.</returns>
    public async Task<JsonObject?> CommandAsync(string command, string text = "", FakeReply? reply = null, string user = "U0ALICE", string channel = "C0INC", string? trigger = null)
    {
        var answer = await SlackSender.CommandAsync(App.Http, SlackSender.Command(command, text, reply?.Url, user, channel, trigger: trigger));
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        var body = await answer.Content.ReadAsStringAsync();
        return body.Length == 0 ? null : JsonNode.Parse(body)!.AsObject();
    }

    /// <summary>Clicks a button of a message by its label.</summary>
    public Task<HttpResponseMessage> ClickAsync(FakeMessage message, string label, FakeReply? reply = null, string user = "U0ALICE", Action<JsonObject>? change = null)
    {
        var (block, element) = Find(message.Content, label);
        var click = SlackSender.Click(block, element, message.Ts, reply?.Url, user, message.Channel, thread: message.Thread);
        change?.Invoke(click);
        return SlackSender.InteractAsync(App.Http, click);
    }

    /// <summary>A button by its label, with its block.</summary>
    public static (JsonObject Block, JsonObject Element) Find(JsonObject content, string label)
    {
        var found = from block in content["blocks"]!.AsArray()
                    where (string?)block!["type"] == "actions"
                    from element in block!["elements"]!.AsArray()
                    where (string?)element!["text"]!["text"] == label
                    select (block!.AsObject(), element!.AsObject());
        return found.First();
    }

    /// <summary>The labels of a message's buttons.</summary>
    public static IReadOnlyList<string> Labels(JsonObject content) =>
        [.. content["blocks"]!.AsArray().Where(block => (string?)block!["type"] == "actions").SelectMany(block => block!["elements"]!.AsArray()).Select(element => (string)element!["text"]!["text"]!)];

    /// <summary>Waits for a message with these words.</summary>
    public async Task<FakeMessage> MessageAsync(string words)
    {
        await SaidAsync(() => Slack.Messages.Any(message => message.Text.Contains(words, StringComparison.Ordinal)), $"a message says {words}");
        return Slack.Messages.First(message => message.Text.Contains(words, StringComparison.Ordinal));
    }

    /// <summary>Waits until somebody alone was told these words.</summary>
    public Task ToldAsync(string words) =>
        SaidAsync(() => Slack.Told.Any(told => told.ToJsonString().Contains(words, StringComparison.Ordinal)), $"somebody is told {words}");

    // What was said instead is what one wants to know of a failure.
    private async Task SaidAsync(Func<bool> condition, string what)
    {
        try
        {
            await Eventually.BecomesTrueAsync(condition, what);
        }
        catch (Xunit.Sdk.XunitException e)
        {
            throw new InvalidOperationException($"{e.Message} Said: {string.Join(" | ", Slack.Messages.Select(message => (string?)message.Content["text"]).Concat(Slack.Told.Select(told => (string?)told["text"])))} Logged: {App.Log.Text}", e);
        }
    }

    /// <summary>How many operations there are.</summary>
    public Task<int> OperationsAsync(string where = "1 = 1") => CountAsync($"select count(*) from operations where {where}");

    /// <summary>A number out of the host's database.</summary>
    public async Task<int> CountAsync(string sql)
    {
        await using var connection = await App.Get<ChatOps.Adapters.Storage.Database>().OpenAsync(default);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own words.
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToInt32(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Slack.DisposeAsync();
    }
}
