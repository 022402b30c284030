using ChatOps.Adapters.Jobs;
using ChatOps.Adapters.Storage;
using ChatOps.Platforms.Rest;
using ChatOps.Running;
using ChatOps.Settings;

namespace ChatOps;

/// <summary>The table of contents: one line for each folder.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        try
        {
            await using var app = Build(new HostSetup { Args = args });
            await app.RunAsync();
            return 0;
        }
        catch (SettingException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    /// <summary>Puts the host together.</summary>
    /// <exception cref="SettingException">A setting cannot be used.</exception>
    internal static WebApplication Build(HostSetup setup)
    {
        var builder = SettingsModule.CreateBuilder(setup);
        var database = builder.AddStorage();
        builder.AddJobs(database);
        builder.AddRunning();
        builder.AddRest();
        setup.Adjust?.Invoke(builder);

        var app = builder.Build();
        app.MapRest();
        return app;
    }
}
