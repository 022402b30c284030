using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Capabilities.Orchestrate;

/// <summary>A host with two vendors' models at the far end and a repository on GitHub.</summary>
public abstract class OrchestrateLab : IAsyncLifetime
{
    /// <summary>The file that tasks are about: <c>ATTEMPTS = 3</c>, <c>DELAY = 1</c>.</summary>
    protected const string Path = "src/retry.py";

    /// <summary>A request.</summary>
    protected const string Task = """{"task": "Wait longer between retries"}""";

    private protected ScriptedModelServer Models { get; private set; } = null!;

    private protected FakeGitHub GitHub { get; private set; } = null!;

    private protected ChatOpsApp Host { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        Models = await ScriptedModelServer.StartAsync();
        GitHub = await FakeGitHub.StartAsync();
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (Host is not null)
            await Host.DisposeAsync();
        await GitHub.DisposeAsync();
        await Models.DisposeAsync();
    }

    private protected async Task StartAsync(params (string Key, string? Value)[] settings)
    {
        var all = GitHub.Settings;
        all["Ai:Providers:0:BaseUrl"] = Models.AnthropicUrl;
        all["Ai:Providers:0:ApiKey"] = "sk-ant-secret";
        all["Ai:Providers:1:BaseUrl"] = Models.OpenAiUrl;
        all["Ai:Providers:1:ApiKey"] = "sk-oai-secret";
        foreach (var (key, value) in settings)
            all[key] = value;
        Host = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = all });
    }

    private protected async Task<JsonNode> OrchestrateAsync(string body = Task)
    {
        var answer = await Host.SendAsync(HttpMethod.Post, "/orchestrate", ChatOpsApp.Json(body));
        var json = await ChatOpsApp.JsonAsync(answer);
        Assert.True(answer.IsSuccessStatusCode, json.ToJsonString());
        return json;
    }

    private protected static ScriptedReply Plan(params string[] more) => Say(new { summary = "Waits longer.", steps = (string[])["Raise DELAY in src/retry.py."], files = (string[])[Path, .. more], unknowns = Array.Empty<string>() });

    private protected static ScriptedReply Change(string search, string replace, string summary = "DELAY is higher.") => Say(new { edits = (object[])[new { path = Path, search, replace, whole_file = (string?)null }], summary });

    private protected static ScriptedReply NewFile(string path, string text) => Say(new { edits = (object[])[new { path, search = (string?)null, replace = (string?)null, whole_file = text }], summary = "New." });

    private protected static ScriptedReply Review(string verdict, params (string Path, int Line, string Severity, string Text)[] findings) =>
        Say(new { verdict, summary = "Read it.", findings = findings.Select(finding => new { path = finding.Path, line = finding.Line, severity = finding.Severity, text = finding.Text }) });

    private protected static ScriptedReply Say(object answer) => ScriptedReply.Say(JsonSerializer.Serialize(answer));
}
