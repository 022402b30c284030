using System.Text;
using ChatOps.Chat;
using ChatOps.Platforms.Rest;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ChatOps.Platforms.Terminal;

/// <summary>What is printed when the host is up: where it listens, what it reads and asks, what is not configured, and something to try.</summary>
internal static class Welcome
{
    /// <summary>The text.</summary>
    public static async Task<string> TextAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var text = new StringBuilder().Append("\nChatOps listens on ").AppendLine(address);
        var report = app.Services.GetRequiredService<HealthReport>();
        foreach (var (name, health) in await report.CheckAsync(cancellationToken))
            Line(text, name, health);

        var url = address.Replace("0.0.0.0", "localhost", StringComparison.Ordinal).Replace("[::]", "localhost", StringComparison.Ordinal);
        // A file of the sample; of another repository nobody knows which would be the one.
        var file = app.Services.GetRequiredService<RepositoryDirectory>().All is [{ IsSample: true }] ? ", \"file_path\": \"src/handlers/order_handler.py\"" : "";
        return text.Append("\nTry it:\n  curl -s -X POST ").Append(url).Append("/diagnose -H \"Content-Type: application/json\" \\\n")
            .Append("    -d '{\"error_message\": \"ProvisionedThroughputExceededException: Rate exceeded\"").Append(file).Append("}'\n\n")
            .ToString();
    }

    private static void Line(StringBuilder text, string name, ComponentHealth health)
    {
        // Of several providers, those that can be asked are named.
        var asked = health.Parts?.Where(part => part.Value.State != HealthState.NotConfigured).Select(part => $"{part.Key}: {part.Value.Detail}").ToList();
        var detail = asked is { Count: > 0 } ? string.Join(" ", asked) : health.Detail;
        var mark = health.State switch
        {
            HealthState.Ok => "+",
            HealthState.NotConfigured => "-",
            _ => "!",
        };
        text.Append("  ").Append(mark).Append(' ').Append(name.PadRight(11)).AppendLine(detail);
    }
}
