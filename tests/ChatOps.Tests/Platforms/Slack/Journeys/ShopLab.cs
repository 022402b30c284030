using System.Text.Json.Nodes;
using ChatOps.Adapters.GitHub;
using ChatOps.Running;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.GitHub;
using ChatOps.Tests.Support.Slack;

namespace ChatOps.Tests.Platforms.Slack.Journeys;

/// <summary>A workspace whose bot looks after the order service on a GitHub, where #46 broke the retry helper. Alice is a responder, Bob and Carol are approvers, Gus is a guest. All goes through the real doors: signed HTTP, or Socket Mode.</summary>
internal sealed class ShopLab : IAsyncDisposable
{
    public const string Alice = "U0ALICE";
    public const string Bob = "U0BOB";
    public const string Carol = "U0CAROL";
    public const string Gus = "U0GUS";
    public const string Retry = "src/utils/retry.py";

    public const string Error = """
        Traceback (most recent call last):
          File "/var/task/src/handlers/order_handler.py", line 20, in handle
            with_retries(lambda: save(order))
          File "/var/task/src/utils/retry.py", line 11, in with_retries
            return call()
        botocore.errorfactory.ProvisionedThroughputExceededException: An error occurred (ProvisionedThroughputExceededException) when calling the PutItem operation: Rate exceeded
        """;

    private readonly SlackLab _lab;
    private readonly bool _bySocket;
    private readonly TestClock _clock;

    private ShopLab(SlackLab lab, FakeGitHub gitHub, TestClock clock, bool bySocket) => (_lab, GitHub, _clock, _bySocket) = (lab, gitHub, clock, bySocket);

    public FakeGitHub GitHub { get; }

    public FakeSlack Slack => _lab.Slack;

    public SlackLab Lab => _lab;

    public static async Task<ShopLab> StartAsync(bool bySocket = false, params (string Key, string? Value)[] settings)
    {
        var clock = new TestClock();
        var gitHub = await FakeGitHub.StartAsync(clock);
        await FillAsync(gitHub);
        List<(string, string?)> all =
        [
            .. gitHub.Settings.Select(setting => (setting.Key, setting.Value)),
            ("GitHub:ClientId", FakeDeviceFlow.ClientId),
            ("Access:Grants:0:Role", "approver"), ("Access:Grants:0:Slack:0", Bob), ("Access:Grants:0:Slack:1", Carol),
        ];
        if (bySocket)
            all.AddRange([("Slack:AppToken", FakeSlack.AppToken), ("Slack:SigningSecret", null)]);
        var lab = await SlackLab.StartAsync(clock, [.. all, .. settings]);
        lab.Slack.AddUser(Carol, "Carol");
        lab.Slack.AddUser(Gus, "Gus", user => user["is_restricted"] = true);
        if (bySocket)
            await Eventually.BecomesTrueAsync(() => lab.Slack.Sockets.Count == 2, "two connections are open");
        return new ShopLab(lab, gitHub, clock, bySocket);
    }

    /// <summary>Moves time forward.</summary>
    public void Advance(TimeSpan by) => _clock.Advance(by);

    /// <summary>Types a command.</summary>
    public async Task<FakeReply> CommandAsync(string command, string text, string user = Alice)
    {
        var reply = Slack.NewReply();
        var form = SlackSender.Command(command, text, reply.Url, user);
        if (_bySocket)
            await Slack.DeliverAsync("slash_commands", new JsonObject(form.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value))));
        else
            Assert.True((await SlackSender.CommandAsync(_lab.App.Http, form)).IsSuccessStatusCode);
        return reply;
    }

    /// <summary>Clicks a button of a message as it stands, or stood.</summary>
    public Task<FakeReply> ClickAsync(FakeMessage card, string label, string user = Alice, JsonObject? asItStood = null, Action<JsonObject>? change = null) =>
        ClickAsync(asItStood ?? card.Content, label, user, card, change);

    /// <summary>Clicks a button of what only one person sees.</summary>
    public Task<FakeReply> ClickAsync(JsonObject card, string label, string user) => ClickAsync(card, label, user, null, null);

    /// <summary>The message with a button: one that asks first, or one that does not.</summary>
    public async Task<FakeMessage> CardAsync(string label, bool asks)
    {
        FakeMessage? Find() => Slack.Messages.LastOrDefault(message => ButtonOf(message.Content, label) is { } button && button["confirm"] is not null == asks);
        await EventuallyAsync(() => Find() is not null, $"a card offers {label}");
        return Find()!;
    }

    /// <summary>The card that only one person sees, at the address that answers their request.</summary>
    public async Task<JsonObject> OwnCardAsync(FakeReply reply, string words)
    {
        await EventuallyAsync(() => reply.Bodies.Any(body => Says(body, words)), $"somebody alone sees {words}");
        return reply.Bodies.Last(body => Says(body, words));
    }

    /// <summary>A message shows who did what, and its buttons that change something are gone.</summary>
    public async Task DoneAsync(FakeMessage card, string user, string label)
    {
        await EventuallyAsync(() => card.Text.Contains($"{label}, 20", StringComparison.Ordinal), $"the card says {label} was done");
        AssertDone(card.Content, user);
    }

    /// <summary>The same of what was drawn in place of what only one person sees.</summary>
    public async Task DoneAsync(FakeReply reply, string user, string label)
    {
        await EventuallyAsync(() => reply.Bodies.Any(body => Says(body, $"{label}, 20")), $"the card says {label} was done");
        var drawn = reply.Bodies.Last(body => Says(body, $"{label}, 20"));
        Assert.True((bool?)drawn["replace_original"]);
        AssertDone(drawn, user);
    }

    /// <summary>Somebody alone is told a sentence.</summary>
    public Task ToldAsync(FakeReply reply, string words) => EventuallyAsync(() => reply.Bodies.Any(body => Says(body, words) && (string?)body["response_type"] == "ephemeral"), $"somebody is told {words}");

    /// <summary>Links somebody's GitHub account, as a person does it in Slack.</summary>
    public async Task LinkAsync(string user, string login)
    {
        GitHub.AddPerson(login);
        var begun = await OwnCardAsync(await CommandAsync("/link", "", user), "Type the code here");
        var code = begun["blocks"]!.AsArray().SelectMany(block => block!["fields"]?.AsArray() ?? []).Select(field => (string)field!["text"]!).Single(text => text.StartsWith("WDJB", StringComparison.Ordinal));
        GitHub.DeviceFlow.Authorize(code, login);
        Advance(TimeSpan.FromSeconds(6));
        await OwnCardAsync(await ClickAsync(begun, "I have typed it", user), $"Linked to {login}");
    }

    /// <summary>Diagnoses the error and has the fix opened as a pull request.</summary>
    public async Task<FakePullRequest> OpenFixAsync()
    {
        await CommandAsync("/diagnose", Error);
        await ClickAsync(await CardAsync("Create fix PR", asks: false), "Create fix PR");
        var plan = await CardAsync("Create fix PR", asks: true);
        await ClickAsync(plan, "Create fix PR");
        await DoneAsync(plan, Alice, "Create fix PR");
        await CardAsync("Decide #47", asks: false);
        return GitHub.Orders.Find(47)!;
    }

    /// <summary>The card of a pull request as somebody alone sees it.</summary>
    public async Task<JsonObject> DecideAsync(int number, string user) => await OwnCardAsync(await CommandAsync("/pr", $"{number}", user), $"#{number} ");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _lab.DisposeAsync();
        await GitHub.DisposeAsync();
    }

    private static JsonObject? ButtonOf(JsonObject content, string label) => content["blocks"]?.AsArray().Where(block => (string?)block!["type"] == "actions").SelectMany(block => block!["elements"]!.AsArray()).FirstOrDefault(element => (string?)element!["text"]!["text"] == label)?.AsObject();

    private static bool Says(JsonObject body, string words) => body.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Contains(words, StringComparison.Ordinal);

    private static void AssertDone(JsonObject content, string user)
    {
        Assert.Contains($"\"user_id\":\"{user}\"", content.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(CardMessageTests.Find(content["blocks"], node => node["confirm"] is not null).FirstOrDefault());
    }

    private async Task<FakeReply> ClickAsync(JsonObject content, string label, string user, FakeMessage? card, Action<JsonObject>? change)
    {
        var (block, element) = SlackLab.Find(content, label);
        var reply = Slack.NewReply(card);
        var click = SlackSender.Click(block, element, card?.Ts, reply.Url, user, card?.Channel ?? "C0INC", thread: card?.Thread);
        change?.Invoke(click);
        if (_bySocket)
            await Slack.DeliverAsync("interactive", click);
        else
            Assert.True((await SlackSender.InteractAsync(_lab.App.Http, click)).IsSuccessStatusCode);
        return reply;
    }

    // What was said instead is what one wants to know of a failure.
    private async Task EventuallyAsync(Func<bool> condition, string what)
    {
        try
        {
            await Eventually.BecomesTrueAsync(condition, what);
        }
        catch (Xunit.Sdk.XunitException e)
        {
            throw new InvalidOperationException($"{e.Message} Said: {string.Join(" | ", Slack.Messages.Select(message => message.Text).Concat(Slack.Told.Select(told => told.ToJsonString())))} Logged: {_lab.App.Log.Text}", e);
        }
    }

    private static async Task FillAsync(FakeGitHub gitHub)
    {
        var assembly = typeof(CommandRunner).Assembly;
        string Text(string name) => new StreamReader(assembly.GetManifestResourceStream(name)!).ReadToEnd();
        var files = new Dictionary<string, string>();
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith("sample/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
        foreach (var name in names.Where(name => !name.StartsWith("sample/46/", StringComparison.Ordinal)))
            files[name.Split('/', 3)[2]] = Text(name);
        gitHub.Commit("main", "The order service", [.. files.Select(file => (file.Key, (string?)file.Value))]);
        gitHub.Orders.CountFrom(46);
        var pull = await gitHub.OpenPullRequestAsync("Retry at once", [.. names.Where(name => name.StartsWith("sample/46/", StringComparison.Ordinal)).Select(name => (name.Split('/', 3)[2], (string?)Text(name)))]);
        await gitHub.MergeAsync(pull.Number, MergeMethod.Squash);
    }
}
