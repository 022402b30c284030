using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Options;

namespace ChatOps.Settings;

/// <summary>Where settings come from: <c>appsettings.json</c> beside the program, then in the current directory, then the environment, then the command line.</summary>
internal static partial class SettingsModule
{
    private static readonly string[] ProgramFiles = ["appsettings.json"];

    /// <summary>A builder with the configuration in place.</summary>
    public static WebApplicationBuilder CreateBuilder(HostSetup setup)
    {
        // Settings are read once: no file watcher, which costs an inotify handle a host.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = [.. setup.ReadEnvironment ? setup.Args : [], "--hostBuilder:reloadConfigOnChange=false"],
            ContentRootPath = AppContext.BaseDirectory,
        });
        var sources = ((IConfigurationBuilder)builder.Configuration).Sources;
        if (!setup.ReadEnvironment)
            sources.Clear();
        var files = ProgramFiles.Select(file => Path.Combine(AppContext.BaseDirectory, file));
        if (!setup.ReadEnvironment)
            AddFiles(sources, 0, files);
        else if (Environment.CurrentDirectory.TrimEnd('/') != AppContext.BaseDirectory.TrimEnd('/'))
            AddFiles(sources, LastFile(sources) + 1, ProgramFiles.Select(file => Path.Combine(Environment.CurrentDirectory, file)));
        builder.Configuration.AddInMemoryCollection(setup.Settings);
        builder.Configuration.AddInMemoryCollection(WellKnownVariables.Imply(builder.Configuration));

        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(setup);
        builder.Services.AddSingleton(new UnknownSettings());
        builder.Services.AddHostedService<UnknownSettingsWarning>();
        var host = builder.AddSettings<HostSettings>("Host");
        var data = new DataDirectory(string.IsNullOrWhiteSpace(host.DataDirectory) && setup.OwnFolder ? OwnFolder() : host.DataDirectory);
        data.Prepare();
        builder.Services.AddSingleton(data);
        return builder;
    }

    /// <summary>Reads a section now, stops the host when a value cannot be used, and registers the options both bare and as <see cref="IOptions{TOptions}"/>.</summary>
    public static T AddSettings<T>(this WebApplicationBuilder builder, string section) where T : class
    {
        var unknown = (UnknownSettings)builder.Services.First(service => service.ServiceType == typeof(UnknownSettings)).ImplementationInstance!;
        var options = SettingsReader.Read<T>(builder.Configuration, section, unknown.Keys);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(Options.Create(options));
        return options;
    }

    // XDG_DATA_HOME or its default; a user without a home still gets an answer.
    private static string OwnFolder() =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } folder ? folder : Path.GetTempPath(), "chatops");

    private static int LastFile(IList<IConfigurationSource> sources)
    {
        for (var i = sources.Count - 1; i >= 0; i--)
        {
            if (sources[i] is JsonConfigurationSource)
                return i;
        }

        return -1;
    }

    private static void AddFiles(IList<IConfigurationSource> sources, int index, IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            var source = new JsonConfigurationSource { Path = file, Optional = true, ReloadOnChange = false };
            source.ResolveFileProvider();
            sources.Insert(index++, source);
        }
    }

    private sealed class UnknownSettings
    {
        public List<string> Keys { get; } = [];
    }

    private sealed partial class UnknownSettingsWarning(UnknownSettings unknown, ILogger<UnknownSettingsWarning> logger) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            foreach (var key in unknown.Keys)
                LogUnknown(key);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        [LoggerMessage(LogLevel.Warning, "The setting {Key} is not known and has no effect; check its spelling")]
        private partial void LogUnknown(string key);
    }
}
