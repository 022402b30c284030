using System.Diagnostics;
using System.Text.Json.Nodes;
using ChatOps.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatOps.Tests.Support;

/// <summary>A host in a process of its own, to be killed.</summary>
internal sealed class ChildHost : IAsyncDisposable
{
    private readonly Process _process;

    private ChildHost(Process process, HttpClient http) => (_process, Http) = (process, http);

    /// <summary>A client of it.</summary>
    public HttpClient Http { get; }

    /// <summary>The child's own beginning: the folder of its desk, then settings as <c>key=value</c>.</summary>
    public static async Task<int> Main(string[] args)
    {
        var settings = args.Skip(1).Select(arg => arg.Split('=', 2)).ToDictionary(pair => pair[0], pair => (string?)pair[1]);
        await using var app = ChatOps.Program.Build(new HostSetup { ReadEnvironment = false, Settings = settings, Adjust = builder => TestCommands.Add(builder.Services, args[0]) });
        TestCommands.Map(app);
        await app.StartAsync();
        Console.WriteLine($"listening {app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()}");
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>Starts one.</summary>
    /// <param name="folder">Its data directory and its desk.</param>
    /// <param name="settings">Its database.</param>
    public static async Task<ChildHost> StartAsync(string folder, IReadOnlyDictionary<string, string?> settings)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, ArgumentList = { typeof(ChildHost).Assembly.Location, folder, "Host:Urls=http://127.0.0.1:0", $"Host:DataDirectory={folder}" } };
        foreach (var (key, value) in settings)
            start.ArgumentList.Add($"{key}={value}");
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("listening ", StringComparison.Ordinal))
                continue;
            _ = process.StandardOutput.ReadToEndAsync();
            return new ChildHost(process, new HttpClient { BaseAddress = new Uri(line["listening ".Length..]) });
        }

        throw new InvalidOperationException("The child did not start.");
    }

    /// <summary>Submits a command and returns its operation's id at once.</summary>
    public async Task<string> SubmitAsync(string command, string text)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/test/{command}") { Content = ChatOpsApp.Json($$"""{"text":"{{text}}"}""") };
        request.Headers.Add("Prefer", "respond-async");
        return (string)(await ChatOpsApp.JsonAsync(await Http.SendAsync(request)))["id"]!;
    }

    /// <summary>An operation as it is now.</summary>
    public async Task<JsonNode> OperationAsync(string id) => await ChatOpsApp.JsonAsync(await Http.GetAsync(new Uri($"/operations/{id}", UriKind.Relative)));

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }
}
