using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Tests.Support.Slack;

/// <summary>The methods.</summary>
internal sealed partial class FakeSlack
{
    private async Task CallAsync(string method, HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var arguments = new JsonObject();
        foreach (var (name, value) in form)
            arguments[name] = name is "blocks" or "view" or "files" or "metadata" ? JsonNode.Parse(value.ToString()) : value.ToString();
        var token = context.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
        Calls.Enqueue(new FakeCall(method, (JsonObject)arguments.DeepClone(), token));
        if (TakeFault(method) is { } fault)
        {
            if (fault.Wait is { } wait)
                await wait.Task.WaitAsync(context.RequestAborted);
            if (fault.RetryAfter is { } seconds)
                context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (fault.Status != 200 || fault.Error is not null)
            {
                context.Response.StatusCode = fault.Status;
                await context.Response.WriteAsync(new JsonObject { ["ok"] = false, ["error"] = fault.Error ?? "ratelimited" }.ToJsonString());
                return;
            }
        }

        var answer = method == "oauth.v2.access" ? OAuth(arguments) : token == (method == "apps.connections.open" ? AppToken : BotToken) || token == InstalledToken ? Answer(method, arguments) : token == OrganisationToken ? OfOrganisation(method, arguments) : Error("invalid_auth");
        answer["ok"] ??= true;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(answer.ToJsonString());
    }

    /// <summary>The token of the workspace that installs by OAuth.</summary>
    public const string InstalledToken = "xoxb-installed";

    /// <summary>The token of the organisation that installs by OAuth for all its workspaces.</summary>
    public const string OrganisationToken = "xoxb-organisation";

    /// <summary>The organisation.</summary>
    public const string Organisation = "E0ORG";

    /// <summary>The organisation's workspaces that have the app, a page each.</summary>
    public List<string> OrganisationTeams { get; } = ["T2SALES", Team];

    // With such a token Slack has to be told which workspace is meant, where that decides the answer.
    private JsonObject OfOrganisation(string method, JsonObject arguments) => method switch
    {
        "auth.test" => new JsonObject { ["team_id"] = Organisation, ["enterprise_id"] = Organisation, ["is_enterprise_install"] = true, ["user_id"] = Bot },
        "auth.teams.list" => Page(arguments),
        "usergroups.list" or "usergroups.users.list" when (string?)arguments["team_id"] is not { } team || !OrganisationTeams.Contains(team) => Error("missing_argument"),
        _ => Answer(method, arguments),
    };

    private JsonObject Page(JsonObject arguments)
    {
        var at = int.TryParse((string?)arguments["cursor"], out var cursor) ? cursor : 0;
        return new JsonObject
        {
            ["teams"] = new JsonArray([.. OrganisationTeams.Skip(at).Take(1).Select(team => new JsonObject { ["id"] = team })]),
            ["response_metadata"] = new JsonObject { ["next_cursor"] = at + 1 < OrganisationTeams.Count ? $"{at + 1}" : "" },
        };
    }

    private JsonObject Answer(string method, JsonObject arguments) => method switch
    {
        "auth.test" => new JsonObject { ["team_id"] = Team, ["user_id"] = Bot },
        "auth.revoke" => new JsonObject { ["revoked"] = true },
        "chat.postMessage" => Post(arguments),
        "chat.postEphemeral" => Whisper(arguments),
        "chat.update" => Update(arguments),
        "users.info" => Users.TryGetValue((string)arguments["user"]!, out var user) ? new JsonObject { ["user"] = user.DeepClone() } : Error("user_not_found"),
        "usergroups.list" => new JsonObject { ["usergroups"] = new JsonArray([.. Groups.Keys.Select(handle => new JsonObject { ["id"] = $"S0{handle.ToUpperInvariant()}", ["handle"] = handle })]) },
        "usergroups.users.list" => new JsonObject { ["users"] = new JsonArray([.. Groups.First(group => $"S0{group.Key.ToUpperInvariant()}" == (string?)arguments["usergroup"]).Value.Select(member => (JsonNode)member)]) },
        "views.open" or "views.publish" or "views.update" => View(arguments),
        "conversations.history" or "conversations.replies" => History(method, arguments),
        "conversations.members" => new JsonObject { ["members"] = new JsonArray([.. (Members.TryGetValue((string)arguments["channel"]!, out var members) ? members : [.. Users.Keys]).Select(member => (JsonNode)member)]) },
        "conversations.info" => new JsonObject { ["channel"] = new JsonObject { ["id"] = (string?)arguments["channel"], ["is_private"] = ((string)arguments["channel"]!).StartsWith("CPRIVATE", StringComparison.Ordinal) } },
        "conversations.open" => new JsonObject { ["channel"] = new JsonObject { ["id"] = $"D{((string)arguments["users"]!)[1..]}" } },
        "files.info" => FileInfo.TryGetValue((string)arguments["file"]!, out var file) ? new JsonObject { ["file"] = file.DeepClone() } : Error("file_not_found"),
        "files.getUploadURLExternal" => UploadAddress(arguments),
        "files.completeUploadExternal" => new JsonObject { ["files"] = arguments["files"]!.DeepClone() },
        "apps.connections.open" => OpenConnection(),
        _ => Error("unknown_method"),
    };

    private JsonObject Post(JsonObject arguments)
    {
        Hold(arguments);
        var message = new FakeMessage((string)arguments["channel"]!, NextTs(), (JsonObject)arguments.DeepClone());
        _messages[message.Channel + message.Ts] = message;
        return new JsonObject { ["channel"] = message.Channel, ["ts"] = message.Ts };
    }

    private JsonObject Whisper(JsonObject arguments)
    {
        Hold(arguments);
        return arguments["user"] is null ? Error("user_not_in_channel") : new JsonObject { ["message_ts"] = NextTs() };
    }

    private JsonObject Update(JsonObject arguments)
    {
        if (!_messages.TryGetValue((string)arguments["channel"]! + (string)arguments["ts"]!, out var message))
            return Error("message_not_found");
        Hold(arguments);
        Write(message, arguments);
        return new JsonObject { ["channel"] = message.Channel, ["ts"] = message.Ts };
    }

    private static void Write(FakeMessage message, JsonObject written)
    {
        lock (message)
        {
            (message.Content["text"], message.Content["blocks"]) = (written["text"]?.DeepClone(), written["blocks"]?.DeepClone());
            message.Edits++;
        }
    }

    private JsonObject View(JsonObject arguments)
    {
        var view = (JsonObject)arguments["view"]!;
        Hold(view);
        Views.Enqueue(view);
        return new JsonObject { ["view"] = new JsonObject { ["id"] = "V0VIEW", ["hash"] = "h" } };
    }

    private JsonObject History(string method, JsonObject arguments)
    {
        var channel = (string)arguments["channel"]!;
        var thread = method == "conversations.replies" ? (string?)arguments["ts"] : null;
        var (oldest, latest) = ((string?)arguments["oldest"], (string?)arguments["latest"]);
        var found = Messages.Where(message => message.Channel == channel && (thread is null || message.Thread == thread || message.Ts == thread)
            && (oldest is null || string.CompareOrdinal(message.Ts, oldest) >= 0) && (latest is null || string.CompareOrdinal(message.Ts, latest) <= 0));
        return new JsonObject
        {
            ["messages"] = new JsonArray([.. found.Select(message =>
            {
                var content = (JsonObject)message.Content.DeepClone();
                content["ts"] = message.Ts;
                return content;
            })]),
        };
    }

    private JsonObject UploadAddress(JsonObject arguments)
    {
        var id = $"F{Interlocked.Increment(ref _sequence)}";
        Files[id] = [];
        Files[$"{id}:name"] = System.Text.Encoding.UTF8.GetBytes((string)arguments["filename"]!);
        return new JsonObject { ["upload_url"] = $"{Address}upload/{id}", ["file_id"] = id };
    }

    private async Task UploadAsync(string id, HttpContext context)
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes);
        Files[id] = bytes.ToArray();
    }

    private async Task DownloadAsync(string name, HttpContext context)
    {
        if (context.Request.Headers.Authorization != $"Bearer {BotToken}" || !Files.TryGetValue(name, out var bytes))
        {
            context.Response.StatusCode = 404;
            return;
        }

        await context.Response.Body.WriteAsync(bytes);
    }

    private async Task ReplyAsync(string id, HttpContext context)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body))!.AsObject();
        if (!_replies.TryGetValue(id, out var reply) || reply.IsOver || reply.Bodies.Count >= 5)
        {
            context.Response.StatusCode = 404;
            await context.Response.WriteAsync("used_url");
            return;
        }

        Hold(body);
        reply.Bodies.Enqueue(body);
        if ((bool?)body["replace_original"] == true && reply.Clicked is { } message)
            Write(message, body);
        await context.Response.WriteAsync("ok");
    }

    private static JsonObject OAuth(JsonObject arguments) => (string?)arguments["code"] == "organisation-code" ? new JsonObject
    {
        ["access_token"] = OrganisationToken,
        ["token_type"] = "bot",
        ["scope"] = "commands,chat:write",
        ["bot_user_id"] = Bot,
        ["app_id"] = "A0APP",
        ["team"] = null,
        ["enterprise"] = new JsonObject { ["id"] = Organisation, ["name"] = "Acme Group" },
        ["is_enterprise_install"] = true,
        ["authed_user"] = new JsonObject { ["id"] = "W1ADMIN" },
    }
    : (string?)arguments["code"] != "good-code" ? Error("invalid_code") : new JsonObject
    {
        ["access_token"] = InstalledToken,
        ["token_type"] = "bot",
        ["scope"] = "commands,chat:write",
        ["bot_user_id"] = "U1BOT",
        ["app_id"] = "A0APP",
        ["team"] = new JsonObject { ["id"] = "T1OTHER", ["name"] = "Other" },
        ["authed_user"] = new JsonObject { ["id"] = "U1ADMIN" },
    };

    private static JsonObject Error(string error) => new() { ["ok"] = false, ["error"] = error };
}
