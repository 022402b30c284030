using ChatOps.Platforms.Slack;
using ChatOps.Running;
using ChatOps.Settings;

namespace ChatOps.Platforms.Terminal;

/// <summary><c>chatops slack manifest</c>.</summary>
internal static class ManifestCommand
{
    /// <summary>Prints the manifest of the Slack app with the commands that this host has.</summary>
    /// <param name="build">Builds the host.</param>
    /// <param name="url">How Slack reaches it; null for Socket Mode.</param>
    public static async Task<int> PrintAsync(Func<HostSetup, WebApplication> build, string? url)
    {
        if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme == "https"))
        {
            await Console.Error.WriteLineAsync("--url takes the address that Slack reaches this host at, like https://chatops.example.com. Leave it out for Socket Mode.");
            return 1;
        }

        await using var app = build(new HostSetup { Settings = new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "None" } });
        await Console.Out.WriteAsync(SlackApp.Manifest(app.Services.GetRequiredService<CommandCatalog>(), url?.TrimEnd('/')));
        return 0;
    }
}
