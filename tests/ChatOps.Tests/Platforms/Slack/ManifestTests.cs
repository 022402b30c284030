using ChatOps.Platforms.Slack;
using ChatOps.Running;
using ChatOps.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOps.Tests.Platforms.Slack;

/// <summary>The app manifests in <c>manifests/slack</c> have exactly the registered commands, the shortcuts, scopes and events that the code has.</summary>
public sealed class ManifestTests
{
    private const string Variable = "CHATOPS_WRITE_SNAPSHOTS";

    [Theory]
    [InlineData("manifest.json", "https://chatops.example.com")]
    [InlineData("manifest.socket.json", null)]
    public async Task The_manifest_is_what_the_registrations_say(string name, string? url)
    {
        var data = Directory.CreateTempSubdirectory("chatops-test-");
        await using var app = Program.Build(new HostSetup { ReadEnvironment = false, Settings = new Dictionary<string, string?> { ["Host:DataDirectory"] = data.FullName } });
        var manifest = SlackApp.Manifest(app.Services.GetRequiredService<CommandCatalog>(), url);
        var file = Path.Combine(Root(), "manifests", "slack", name);
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 })
            await File.WriteAllTextAsync(file, manifest);

        Assert.Equal(await File.ReadAllTextAsync(file), manifest);
        data.Delete(recursive: true);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ChatOps.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
