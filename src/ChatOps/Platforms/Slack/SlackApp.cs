using System.Text.Json.Nodes;
using ChatOps.Platforms.Slack.Doors;
using ChatOps.Running;

namespace ChatOps.Platforms.Slack;

/// <summary>What the app is in Slack: the one place for its scopes, events, shortcuts and commands, and the manifest made of them.</summary>
internal static class SlackApp
{
    private const int MostCommand = 32;
    private const int MostDescription = 140;

    /// <summary>What the bot may do, each for something it does.</summary>
    public static IReadOnlyList<string> Scopes { get; } =
    [
        "app_mentions:read", // mentions
        "channels:history", "groups:history", "im:history", "mpim:history", // links to messages; a message of our own after a crash
        "channels:read", "groups:read", "im:read", "mpim:read", // who is in the channel of such a link
        "chat:write", "chat:write.public", // answers
        "commands", // slash commands and shortcuts
        "files:read", "files:write", // logs to read, long diffs to attach
        "im:write", // answers to a shortcut from nowhere
        "usergroups:read", "users:read", // roles
        "users:read.email", // whom an e-mail in Access:People or a grant is about
    ];

    /// <summary>What Slack tells the bot of.</summary>
    public static IReadOnlyList<string> Events { get; } = ["app_home_opened", "app_mention", "app_uninstalled", "message.im", "tokens_revoked"];

    /// <summary>The manifest, as YAML.</summary>
    /// <param name="catalog">The commands.</param>
    /// <param name="url">How Slack reaches the host, without a final slash; null for Socket Mode.</param>
    public static string Manifest(CommandCatalog catalog, string? url)
    {
        var commands = catalog.All.Where(command => command.IsTyped).Select(command => Command(command.Name, command.Summary, CommandText.Usage(command)[command.Name.Length..].Trim(), url));
        var interactivity = new JsonObject { ["is_enabled"] = true };
        var events = new JsonObject();
        if (url is not null)
        {
            interactivity["request_url"] = $"{url}/slack/interactions";
            events["request_url"] = $"{url}/slack/events";
        }

        events["bot_events"] = List(Events);
        var manifest = new JsonObject
        {
            ["display_information"] = new JsonObject
            {
                ["name"] = "ChatOps",
                ["description"] = "Paste a production error, get its root cause from your own repository, and a fix as a pull request.",
                ["background_color"] = "#1f2a37",
            },
            ["features"] = new JsonObject
            {
                ["app_home"] = new JsonObject { ["home_tab_enabled"] = true, ["messages_tab_enabled"] = true, ["messages_tab_read_only_enabled"] = false },
                ["bot_user"] = new JsonObject { ["display_name"] = "ChatOps", ["always_online"] = true },
                ["shortcuts"] = new JsonArray(
                    Shortcut("Diagnose this", "message", Interactions.MessageShortcut, "Find the root cause of the error in this message"),
                    Shortcut("Diagnose an error", "global", Interactions.GlobalShortcut, "Open a form for an error")),
                ["slash_commands"] = new JsonArray([.. commands.Append(Command(SlashCommands.Umbrella, "Every command, by its name", "help", url)).OrderBy(command => (string?)command["command"], StringComparer.Ordinal)]),
            },
            ["oauth_config"] = new JsonObject { ["scopes"] = new JsonObject { ["bot"] = List(Scopes) } },
            ["settings"] = new JsonObject
            {
                ["event_subscriptions"] = events,
                ["interactivity"] = interactivity,
                // An organisation of Enterprise Grid may install it once for all its workspaces.
                ["org_deploy_enabled"] = true,
                ["socket_mode_enabled"] = url is null,
                ["token_rotation_enabled"] = false,
            },
        };
        if (url is not null)
            manifest["oauth_config"]!["redirect_urls"] = new JsonArray($"{url}/slack/oauth");
        return ManifestYaml.Write(manifest);
    }

    private static JsonObject Command(string name, string summary, string usage, string? url)
    {
        if (name.Length >= MostCommand || summary.Length > MostDescription)
            throw new InvalidOperationException($"The command {name} does not fit Slack's limits.");
        var command = new JsonObject { ["command"] = $"/{name}", ["description"] = summary, ["should_escape"] = false };
        if (usage.Length > 0)
            command["usage_hint"] = usage;
        if (url is not null)
            command["url"] = $"{url}/slack/commands";
        return command;
    }

    private static JsonObject Shortcut(string name, string type, string callback, string description) =>
        new() { ["name"] = name, ["type"] = type, ["callback_id"] = callback, ["description"] = description };

    private static JsonArray List(IEnumerable<string> items) => new([.. items.Select(item => (JsonNode?)item)]);
}
