using System.Text.RegularExpressions;
using ChatOps.Platforms.Slack;
using ChatOps.Running;
using ChatOps.Settings;
using Microsoft.Extensions.DependencyInjection;
using YamlDotNet.RepresentationModel;

namespace ChatOps.Tests.Platforms.Slack;

/// <summary>The app manifests in <c>manifests/slack</c> have exactly the registered commands, and the shortcuts, scopes and events that the code has a use for.</summary>
public sealed partial class ManifestTests
{
    private const string Variable = "CHATOPS_WRITE_SNAPSHOTS";
    internal const string Http = "manifest.yaml";
    internal const string SocketMode = "manifest.socket-mode.yaml";
    internal const string Url = "https://chatops.example.com";

    // Which scopes a method needs (its page at docs.slack.dev/reference/methods); a method with several kinds of conversations needs one for each.
    private static readonly Dictionary<string, string[]> ScopesOf = new()
    {
        ["apps.connections.open"] = [],
        ["auth.revoke"] = [],
        ["auth.teams.list"] = [],
        ["auth.test"] = [],
        ["chat.postEphemeral"] = ["chat:write"],
        ["chat.postMessage"] = ["chat:write", "chat:write.public"],
        ["chat.update"] = ["chat:write"],
        ["conversations.history"] = ["channels:history", "groups:history", "im:history", "mpim:history"],
        ["conversations.info"] = ["channels:read", "groups:read", "im:read", "mpim:read"],
        ["conversations.members"] = ["channels:read", "groups:read", "im:read", "mpim:read"],
        ["conversations.open"] = ["im:write"],
        ["conversations.replies"] = ["channels:history", "groups:history", "im:history", "mpim:history"],
        ["files.completeUploadExternal"] = ["files:write"],
        ["files.getUploadURLExternal"] = ["files:write"],
        ["files.info"] = ["files:read"],
        ["oauth.v2.access"] = [],
        ["usergroups.list"] = ["usergroups:read"],
        ["usergroups.users.list"] = ["usergroups:read"],
        // The e-mail in it is a scope of its own.
        ["users.info"] = ["users:read", "users:read.email"],
        ["views.open"] = [],
        ["views.publish"] = [],
    };

    // What an event needs (its page at docs.slack.dev/reference/events).
    private static readonly Dictionary<string, string[]> ScopesOfEvents = new()
    {
        ["app_home_opened"] = [],
        ["app_mention"] = ["app_mentions:read"],
        ["app_uninstalled"] = [],
        ["message.im"] = ["im:history"],
        ["tokens_revoked"] = [],
    };

    [Theory]
    [InlineData(Http, Url)]
    [InlineData(SocketMode, null)]
    public async Task The_manifest_is_what_the_registrations_say(string name, string? url)
    {
        await using var app = new BuiltHost();
        var manifest = SlackApp.Manifest(app.Catalog, url);
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 })
            await File.WriteAllTextAsync(FileOf(name), manifest);

        Assert.Equal(await File.ReadAllTextAsync(FileOf(name)), manifest);
    }

    [Theory]
    [InlineData(Http, Url)]
    [InlineData(SocketMode, null)]
    public async Task It_names_exactly_the_typed_commands_the_shortcuts_the_scopes_and_the_events(string name, string? url)
    {
        await using var app = new BuiltHost();
        var root = Read(name);

        var commands = List(root, "features", "slash_commands").Cast<YamlMappingNode>().ToArray();
        Assert.Equal(app.Catalog.All.Where(command => command.IsTyped).Select(command => $"/{command.Name}").Append("/chatops").Order(StringComparer.Ordinal), commands.Select(command => Text(command, "command")));
        Assert.All(["/diagnose", "/fix", "/rollback", "/iam-check", "/costs", "/orchestrate", "/prs", "/history"], command => Assert.Contains(command, commands.Select(one => Text(one, "command"))));
        Assert.All(commands, command => Assert.Equal(url is null ? null : $"{url}/slack/commands", Find(command, "url") is YamlScalarNode address ? address.Value : null));
        Assert.Equal(["message diagnose_message", "global diagnose_form"], List(root, "features", "shortcuts").Cast<YamlMappingNode>().Select(shortcut => $"{Text(shortcut, "type")} {Text(shortcut, "callback_id")}"));
        Assert.Equal(SlackApp.Scopes.Order(StringComparer.Ordinal), Texts(root, "oauth_config", "scopes", "bot").Order(StringComparer.Ordinal));
        Assert.Equal(ScopesOfEvents.Keys.Order(StringComparer.Ordinal), Texts(root, "settings", "event_subscriptions", "bot_events").Order(StringComparer.Ordinal));
        Assert.Equal(url is null ? "true" : "false", Text(root, "settings", "socket_mode_enabled"));
        Assert.Equal(url is not null, root.ToString().Contains("example.com", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_scope_is_for_a_method_that_is_called_or_an_event_that_is_taken_and_none_is_missing()
    {
        var called = Directory.EnumerateFiles(Path.Combine(Root(), "src", "ChatOps", "Platforms", "Slack"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Method().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value)).Distinct().Order(StringComparer.Ordinal).ToArray();

        Assert.Equal(ScopesOf.Keys.Order(StringComparer.Ordinal), called);
        var needed = called.SelectMany(method => ScopesOf[method]).Concat(ScopesOfEvents.Values.SelectMany(scopes => scopes)).Append("commands").Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(needed, SlackApp.Scopes.Order(StringComparer.Ordinal));
    }

    private static string FileOf(string name) => Path.Combine(Root(), "manifests", "slack", name);

    private static YamlMappingNode Read(string name) => Parse(File.ReadAllText(FileOf(name)));

    private static YamlMappingNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    private static YamlNode? Find(YamlNode node, string name) => ((YamlMappingNode)node).Children.TryGetValue(new YamlScalarNode(name), out var found) ? found : null;

    private static YamlNode At(YamlNode node, params string[] path) => path.Aggregate(node, (at, name) => Find(at, name)!);

    private static string Text(YamlNode node, params string[] path) => ((YamlScalarNode)At(node, path)).Value!;

    private static YamlSequenceNode List(YamlNode node, params string[] path) => (YamlSequenceNode)At(node, path);

    private static IEnumerable<string> Texts(YamlNode node, params string[] path) => List(node, path).Select(item => ((YamlScalarNode)item).Value!);

    /// <summary>The text of a manifest in the repository.</summary>
    internal static string TextOf(string name) => File.ReadAllText(FileOf(name));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ChatOps.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex("\"(?<name>(apps\\.connections|auth|auth\\.teams|chat|conversations|files|oauth\\.v2|usergroups|usergroups\\.users|users|views)\\.[a-zA-Z]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Method();

    /// <summary>The host as it is, without the tests' commands, built and never started.</summary>
    private sealed class BuiltHost : IAsyncDisposable
    {
        private readonly Microsoft.AspNetCore.Builder.WebApplication _app = Program.Build(new HostSetup { ReadEnvironment = false, Settings = new Dictionary<string, string?> { ["Host:DataDirectory"] = Path.Combine(Path.GetTempPath(), "chatops-never-started") } });

        public CommandCatalog Catalog => _app.Services.GetRequiredService<CommandCatalog>();

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}
