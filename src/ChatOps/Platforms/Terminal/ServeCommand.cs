using ChatOps.Settings;

namespace ChatOps.Platforms.Terminal;

/// <summary><c>chatops serve</c>: the API, until it is stopped.</summary>
internal static class ServeCommand
{
    /// <summary>Runs the host and says what a newcomer needs to know.</summary>
    public static async Task<int> RunAsync(Func<HostSetup, WebApplication> build, string[] settings, CancellationToken cancellationToken)
    {
        await using var app = build(new HostSetup { Args = settings });
        await app.StartAsync(cancellationToken);
        await Console.Out.WriteAsync(await Welcome.TextAsync(app, cancellationToken));
        await app.WaitForShutdownAsync(CancellationToken.None);
        return 0;
    }
}
