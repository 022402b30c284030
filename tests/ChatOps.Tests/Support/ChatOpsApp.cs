using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Support;

/// <summary>The real host on a port of its own, with a data directory of its own and nothing of the developer's environment.</summary>
internal sealed class ChatOpsApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string? _ownFolder;
    private readonly TestDatabase? _ownDatabase;

    private ChatOpsApp(WebApplication app, TestClock clock, TestLog log, string folder, bool ownsFolder, TestDatabase? ownDatabase)
    {
        (_app, Clock, Log, DataDirectory, _ownFolder, _ownDatabase) = (app, clock, log, folder, ownsFolder ? folder : null, ownDatabase);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(2) };
    }

    /// <summary>What a test wants different from the defaults.</summary>
    internal sealed record Setup
    {
        /// <summary>Settings by key.</summary>
        public Dictionary<string, string?> Settings { get; init; } = [];

        /// <summary><c>Sqlite</c> or <c>PostgreSql</c>.</summary>
        public string Provider { get; init; } = "Sqlite";

        /// <summary>A database to share; null for one of its own.</summary>
        public TestDatabase? Database { get; init; }

        /// <summary>A data directory to share or start again in; null for one of its own.</summary>
        public string? DataDirectory { get; init; }

        /// <summary>A clock to share with a host before or beside it; null for one of its own.</summary>
        public TestClock? Clock { get; init; }

        /// <summary>Last word on what is registered; null for none.</summary>
        public Action<WebApplicationBuilder>? Adjust { get; init; }
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>A client of it.</summary>
    public HttpClient Http { get; }

    /// <summary>Its clock.</summary>
    public TestClock Clock { get; }

    /// <summary>What it logged.</summary>
    public TestLog Log { get; }

    /// <summary>Where it keeps its data.</summary>
    public string DataDirectory { get; }

    /// <summary>Its services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Where the test commands wait and count.</summary>
    public TestCommands.Desk Desk => Services.GetRequiredService<TestCommands.Desk>();

    /// <summary>Starts a host.</summary>
    public static async Task<ChatOpsApp> StartAsync(Setup? setup = null)
    {
        setup ??= new Setup();
        var ownDatabase = setup.Database is null ? await Databases.CreateAsync(setup.Provider) : null;
        var folder = setup.DataDirectory ?? Directory.CreateTempSubdirectory("chatops-test-").FullName;
        var settings = new Dictionary<string, string?> { ["Host:Urls"] = "http://127.0.0.1:0", ["Host:DataDirectory"] = folder };
        foreach (var (key, value) in (setup.Database ?? ownDatabase)!.Settings.Concat(setup.Settings))
            settings[key] = value;
        var clock = setup.Clock ?? new TestClock();
        var log = new TestLog();
        WebApplication? app = null;
        try
        {
            app = Program.Build(new HostSetup
            {
                ReadEnvironment = false,
                Settings = settings,
                Adjust = builder =>
                {
                    builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
                    builder.Logging.ClearProviders().AddProvider(log);
                    TestCommands.Add(builder.Services);
                    setup.Adjust?.Invoke(builder);
                },
            });
            TestCommands.Map(app);
            await app.StartAsync();
            return new ChatOpsApp(app, clock, log, folder, setup.DataDirectory is null, ownDatabase);
        }
        catch
        {
            if (app is not null)
                await app.DisposeAsync();
            if (ownDatabase is not null)
                await ownDatabase.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a host on a database.</summary>
    public static Task<ChatOpsApp> StartAsync(string provider) => StartAsync(new Setup { Provider = provider });

    /// <summary>A service of the host.</summary>
    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    /// <summary>Posts a body as JSON.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, object body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, JsonContent.Create(body), headers);

    /// <summary>Sends a request.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Gets a JSON document.</summary>
    public async Task<JsonNode> GetJsonAsync(string path) => await JsonAsync(await Http.GetAsync(new Uri(path, UriKind.Relative)));

    /// <summary>A response's JSON.</summary>
    public static async Task<JsonNode> JsonAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        try
        {
            return JsonNode.Parse(text)!;
        }
        catch (JsonException)
        {
            throw new InvalidOperationException($"{(int)response.StatusCode} with no JSON: {text}");
        }
    }

    /// <summary>JSON text as a body.</summary>
    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    /// <summary>Stops the host as a signal would.</summary>
    public Task StopAsync() => _app.StopAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Desk.Open();
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_ownDatabase is not null)
            await _ownDatabase.DisposeAsync();
        if (_ownFolder is not null)
            Directory.Delete(_ownFolder, recursive: true);
    }
}
