using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ChatOps.Tests.Support.Slack;

/// <summary>Sends what Slack sends, signed.</summary>
internal static class SlackSender
{
    public const string Secret = "test-signing-secret";

    private static int _deliveries;

    /// <summary>A slash command's form.</summary>
    public static Dictionary<string, string> Command(string command, string text, string? replyUrl = null, string user = "U0ALICE", string channel = "C0INC", string team = FakeSlack.Team, string? trigger = null) => new()
    {
        ["token"] = "deprecated",
        ["team_id"] = team,
        ["team_domain"] = "acme",
        ["channel_id"] = channel,
        ["channel_name"] = "inc-42",
        ["user_id"] = user,
        ["user_name"] = user[2..].ToLowerInvariant(),
        ["command"] = command,
        ["text"] = text,
        ["api_app_id"] = "A0APP",
        ["is_enterprise_install"] = "false",
        ["response_url"] = replyUrl ?? "",
        ["trigger_id"] = trigger ?? NewTrigger(),
    };

    /// <summary>A click on a button, or a choice of a select.</summary>
    public static JsonObject Click(JsonObject block, JsonObject element, string? messageTs, string? replyUrl = null, string user = "U0ALICE", string channel = "C0INC", string? chosen = null, string? thread = null)
    {
        var action = new JsonObject { ["type"] = (string?)element["type"], ["block_id"] = (string?)block["block_id"], ["action_id"] = (string?)element["action_id"], ["action_ts"] = NewTrigger() };
        if (chosen is null)
            action["value"] = (string?)element["value"];
        else
            action["selected_option"] = new JsonObject { ["value"] = chosen };
        var message = new JsonObject { ["type"] = "message", ["ts"] = messageTs };
        if (thread is not null)
            message["thread_ts"] = thread;
        return new JsonObject
        {
            ["type"] = "block_actions",
            ["user"] = User(user),
            ["api_app_id"] = "A0APP",
            ["container"] = new JsonObject { ["type"] = "message", ["message_ts"] = messageTs, ["channel_id"] = channel, ["is_ephemeral"] = messageTs is null },
            ["trigger_id"] = NewTrigger(),
            ["team"] = new JsonObject { ["id"] = FakeSlack.Team, ["domain"] = "acme" },
            ["channel"] = new JsonObject { ["id"] = channel, ["name"] = "inc-42" },
            ["message"] = messageTs is null ? null : message,
            ["response_url"] = replyUrl,
            ["actions"] = new JsonArray(action),
        };
    }

    /// <summary>A shortcut on a message.</summary>
    public static JsonObject MessageShortcut(JsonObject message, string? replyUrl = null, string user = "U0ALICE", string channel = "C0INC", string callback = "diagnose_message") => new()
    {
        ["type"] = "message_action",
        ["callback_id"] = callback,
        ["trigger_id"] = NewTrigger(),
        ["response_url"] = replyUrl,
        ["message_ts"] = (string?)message["ts"],
        ["message"] = message.DeepClone(),
        ["user"] = User(user),
        ["channel"] = new JsonObject { ["id"] = channel, ["name"] = "inc-42" },
        ["team"] = new JsonObject { ["id"] = FakeSlack.Team, ["domain"] = "acme" },
        ["action_ts"] = "1",
    };

    /// <summary>A global shortcut.</summary>
    public static JsonObject GlobalShortcut(string callback, string user = "U0ALICE") => new()
    {
        ["type"] = "shortcut",
        ["callback_id"] = callback,
        ["trigger_id"] = NewTrigger(),
        ["user"] = User(user),
        ["team"] = new JsonObject { ["id"] = FakeSlack.Team, ["domain"] = "acme" },
        ["action_ts"] = "1",
    };

    /// <summary>A modal that was sent off.</summary>
    public static JsonObject Submission(JsonObject view, JsonObject values, string user = "U0ALICE") => new()
    {
        ["type"] = "view_submission",
        ["team"] = new JsonObject { ["id"] = FakeSlack.Team, ["domain"] = "acme" },
        ["user"] = User(user),
        ["api_app_id"] = "A0APP",
        ["trigger_id"] = NewTrigger(),
        ["view"] = new JsonObject { ["id"] = "V0VIEW", ["type"] = "modal", ["callback_id"] = (string?)view["callback_id"], ["private_metadata"] = (string?)view["private_metadata"], ["hash"] = "h", ["state"] = new JsonObject { ["values"] = values } },
        ["response_urls"] = new JsonArray(),
    };

    /// <summary>An event.</summary>
    public static JsonObject Event(JsonObject inner, string? eventId = null) => new()
    {
        ["type"] = "event_callback",
        ["team_id"] = FakeSlack.Team,
        ["api_app_id"] = "A0APP",
        ["event_id"] = eventId ?? $"Ev{Guid.NewGuid():N}",
        ["event_time"] = 1_800_000_000,
        ["event"] = inner,
        ["authorizations"] = new JsonArray(new JsonObject { ["team_id"] = FakeSlack.Team, ["user_id"] = FakeSlack.Bot, ["is_bot"] = true }),
    };

    /// <summary>A mention of the bot.</summary>
    public static JsonObject Mention(string text, string user = "U0ALICE", string channel = "C0INC", string ts = "1800000009.000001", string? thread = null)
    {
        var mention = new JsonObject { ["type"] = "app_mention", ["user"] = user, ["text"] = text, ["ts"] = ts, ["channel"] = channel, ["event_ts"] = ts, ["team"] = FakeSlack.Team };
        if (thread is not null)
            mention["thread_ts"] = thread;
        return mention;
    }

    /// <summary>Posts a slash command.</summary>
    public static Task<HttpResponseMessage> CommandAsync(HttpClient http, Dictionary<string, string> form) => PostAsync(http, "/slack/commands", Form(form), "application/x-www-form-urlencoded");

    /// <summary>Posts an interaction.</summary>
    public static Task<HttpResponseMessage> InteractAsync(HttpClient http, JsonObject payload) => PostAsync(http, "/slack/interactions", Form(new() { ["payload"] = payload.ToJsonString() }), "application/x-www-form-urlencoded");

    /// <summary>Posts an event.</summary>
    public static Task<HttpResponseMessage> EventAsync(HttpClient http, JsonObject body) => PostAsync(http, "/slack/events", body.ToJsonString(), "application/json");

    /// <summary>Posts a body, signed; a time of its own makes each delivery one that Slack signed anew.</summary>
    public static async Task<HttpResponseMessage> PostAsync(HttpClient http, string path, string body, string type, long? at = null, string? signature = null, (string Name, string Value)[]? headers = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var stamp = (at ?? DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 20 + Interlocked.Increment(ref _deliveries) % 40).ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        request.Headers.Add("X-Slack-Request-Timestamp", stamp);
        request.Headers.TryAddWithoutValidation("X-Slack-Signature", signature ?? Sign(stamp, bytes));
        foreach (var (name, value) in headers ?? [])
            request.Headers.Add(name, value);
        return await http.SendAsync(request);
    }

    /// <summary>The signature of a body.</summary>
    public static string Sign(string stamp, byte[] body) => "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), (byte[])[.. Encoding.UTF8.GetBytes($"v0:{stamp}:"), .. body]));

    /// <summary>A form as text.</summary>
    public static string Form(Dictionary<string, string> form) => string.Join('&', form.Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}"));

    /// <summary>An id that no other request has.</summary>
    public static string NewTrigger() => $"1.2.{Guid.NewGuid():N}";

    private static JsonObject User(string id) => new() { ["id"] = id, ["username"] = id[2..].ToLowerInvariant(), ["name"] = id[2..].ToLowerInvariant(), ["team_id"] = FakeSlack.Team };
}
