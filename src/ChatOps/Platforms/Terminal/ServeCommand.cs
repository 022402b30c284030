using ChatOps.Settings;
using Microsoft.AspNetCore.Connections;

namespace ChatOps.Platforms.Terminal;

/// <summary><c>chatops serve</c>: the API, until it is stopped.</summary>
internal static class ServeCommand
{
    /// <summary>Runs the host and says what a newcomer needs to know.</summary>
    public static async Task<int> RunAsync(Func<HostSetup, WebApplication> build, string[] settings, CancellationToken cancellationToken)
    {
        // A start that fails ends in one sentence; .NET's host would print two stack traces before it.
        var isUp = false;
        await using var app = build(new HostSetup { Args = settings, Adjust = builder => builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", _ => isUp) });
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception e)
        {
            // What did start would keep the process alive.
            await app.StopAsync(CancellationToken.None);
            if (e is IOException { InnerException: AddressInUseException })
                throw new SettingException("Host:Urls", "another program listens at this address already; stop it, or listen elsewhere with --Host:Urls http://127.0.0.1:8002.");
            throw;
        }

        isUp = true;
        await Console.Out.WriteAsync(await Welcome.TextAsync(app, cancellationToken));
        await app.WaitForShutdownAsync(CancellationToken.None);
        return 0;
    }
}
