using System.Text;
using ChatOps.Chat;
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
        foreach (var component in app.Services.GetServices<IHealthComponent>().OrderBy(component => component.Name, StringComparer.Ordinal))
        {
            var health = await component.CheckAsync(cancellationToken);
            if (health.Parts is { Count: > 0 } parts)
            {
                foreach (var (name, part) in parts)
                    Line(text, name, part);
            }
            else
            {
                Line(text, component.Name, health);
            }
        }

        var url = address.Replace("0.0.0.0", "localhost", StringComparison.Ordinal).Replace("[::]", "localhost", StringComparison.Ordinal);
        return text.Append("\nTry it:\n  curl -s -X POST ").Append(url).Append("/diagnose -H \"Content-Type: application/json\" \\\n")
            .Append("    -d '{\"error_message\": \"ProvisionedThroughputExceededException: Rate exceeded\", \"file_path\": \"src/handlers/order_handler.py\"}'\n\n")
            .ToString();
    }

    private static void Line(StringBuilder text, string name, ComponentHealth health)
    {
        var mark = health.State switch
        {
            HealthState.Ok => "+",
            HealthState.NotConfigured => "-",
            _ => "!",
        };
        text.Append("  ").Append(mark).Append(' ').Append(name.PadRight(11)).AppendLine(health.Detail);
    }
}
