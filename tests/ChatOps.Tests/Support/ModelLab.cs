using System.Text.Json;
using ChatOps.Adapters.Aws;
using ChatOps.Adapters.Llm;
using ChatOps.Adapters.Storage;
using ChatOps.Capabilities.Diagnose;
using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Capabilities.Diagnose.Model;
using ChatOps.Capabilities.Diagnose.Verification;
using ChatOps.Chat;
using ChatOps.Settings;
using Dapper;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Support;

/// <summary>Everything between the evidence and the diagnosis, for real, but for the models at the far end.</summary>
internal sealed class ModelLab : IAsyncDisposable
{
    private static readonly Lazy<byte[]> EmptyDatabase = new(Migrate);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("chatops-test-");
    private readonly ProviderClients _clients;
    private int _operations;

    private ModelLab(ScriptedModelServer server, TestRepository repository, Action<AiOptions>? adjust)
    {
        Server = server;
        Repository = repository;
        File.WriteAllBytes(Path.Combine(_data.FullName, "chatops.db"), EmptyDatabase.Value);
        Database = new Database(new StorageOptions(), new DataDirectory(_data.FullName));
        Options = new AiOptions
        {
            Providers =
            [
                new ProviderOptions { Name = "anthropic", Kind = "anthropic", BaseUrl = server.AnthropicUrl, ApiKey = "sk-ant-secret", Model = "claude-test" },
                new ProviderOptions { Name = "openai", Kind = "openai", BaseUrl = server.OpenAiUrl, ApiKey = "sk-oai-secret", Model = "gpt-test" },
                new ProviderOptions { Name = "azure", Kind = "azure_openai", BaseUrl = server.HostUrl + "/", ApiKey = "azure-secret", Model = "our gpt" },
                new ProviderOptions { Name = "bedrock", Kind = "bedrock", BaseUrl = server.HostUrl, Region = "eu-central-1", Model = "eu.anthropic.claude-test-v1:0" },
            ],
            Roles = new RoleOptions { Diagnose = ["anthropic", "openai"] },
            Prices =
            [
                new PriceOptions { Model = "claude-test", Input = 2, CachedInput = 0.1m, CacheWrite = 2.5m, Output = 10 },
                new PriceOptions { Model = "gpt-test", Input = 1, CachedInput = 0.05m, CacheWrite = 1.25m, Output = 5 },
                new PriceOptions { Model = "our gpt", Input = 1, CachedInput = 0.05m, Output = 5 },
                new PriceOptions { Model = "eu.anthropic.claude-test-v1:0", Input = 2, CachedInput = 0.1m, CacheWrite = 2.5m, Output = 10 },
            ],
        };
        adjust?.Invoke(Options);
        States = new ProviderStates(Options, Time);
        _clients = new ProviderClients(Time) { AwsIdentity = _ => Task.FromResult<AwsKey?>(AwsIdentity) };
        Ledger = new ModelCallLedger(Database, new People(Database, Time), Options, Time);
        Router = new ModelRouter(Options, _clients, Ledger, new ModelPrices(Options, Time), States, Time, new Recording<ModelRouter>(Log));
    }

    public ScriptedModelServer Server { get; }

    /// <summary>Who signs requests to Bedrock.</summary>
    public AwsKey AwsIdentity { get; set; } = new(BedrockWire.KeyId, BedrockWire.Secret, null);

    public TestRepository Repository { get; }

    public Database Database { get; }

    public AiOptions Options { get; }

    public ProviderStates States { get; }

    public ModelCallLedger Ledger { get; }

    public ModelRouter Router { get; }

    public VirtualTime Time { get; } = new();

    public List<string> Log { get; } = [];

    public List<string> Steps { get; } = [];

    /// <summary>Starts a lab in which only the one vendor is asked; null for both in order.</summary>
    public static async Task<ModelLab> StartAsync(string? vendor = null, Action<AiOptions>? adjust = null, params (string Path, string Text)[] files)
    {
        var server = await ScriptedModelServer.StartAsync();
        return new ModelLab(server, OrdersCase.Repository(files), options =>
        {
            if (vendor is not null)
            {
                options.Roles.Diagnose.Clear();
                options.Roles.Diagnose.Add(vendor);
            }

            adjust?.Invoke(options);
        });
    }

    public RunContext Context(int seconds = 60) => new()
    {
        OperationId = $"op_{Interlocked.Increment(ref _operations)}",
        Request = new CommandRequest { Command = "diagnose", Arguments = new Dictionary<string, string>(), Caller = Caller.Local, Door = "rest" },
        Repository = new RepositoryRef { Name = "orders", Path = Repository.Folder },
        Deadline = Time.GetUtcNow().AddSeconds(seconds),
        StepAsync = (step, _) =>
        {
            Steps.Add(step);
            return Task.CompletedTask;
        },
    };

    /// <summary>Evidence to diagnosis, as the capability does it.</summary>
    public async Task<Diagnosis> DiagnoseAsync(EvidenceSet? evidence = null, RunContext? context = null, CancellationToken cancellationToken = default)
    {
        evidence ??= OrdersCase.Evidence(Repository.Snapshot());
        var analyst = new FallbackAnalyst(new ModelAnalyst(Router, []), new PlainRules());
        var answer = await analyst.AnalyseAsync(evidence, context ?? Context(), cancellationToken);
        return await DiagnosisBuilder.BuildAsync(evidence, answer.Value!, new DiagnosisFacts { Id = "dg_1", CreatedAt = Time.GetUtcNow(), DurationMs = 1 }, cancellationToken);
    }

    public async Task<List<CallRow>> RowsAsync()
    {
        await using var connection = await Database.OpenAsync(CancellationToken.None);
        return [.. await connection.QueryAsync<CallRow>("""
            select operation_id as "Operation", provider as "Provider", model as "Model", prompt_version as "PromptVersion", input_tokens as "Input", cached_input_tokens as "Cached",
                cache_write_tokens as "CacheWrite", output_tokens as "Output", cost_nano_usd as "Cost", attempt as "Attempt", outcome as "Outcome", repo as "Repo", latency_ms as "Latency"
            from model_calls order by rowid
            """)];
    }

    /// <summary>An answer that holds, with parts of it replaced.</summary>
    public static ScriptedReply Good(Action<Dictionary<string, object?>>? change = null) => ScriptedReply.Say(GoodJson(change));

    public static string GoodJson(Action<Dictionary<string, object?>>? change = null)
    {
        var answer = new Dictionary<string, object?>
        {
            ["root_cause"] = "call_with_retry gives up after ATTEMPTS = 3 tries while the store is still unreachable.",
            ["explanation"] = "E1 shows the loop.",
            ["category"] = "network",
            ["citations"] = new[] { Cite(OrdersCase.RetryPath, 12, 12, "raise RuntimeError(\"gave up after %d attempts\" % ATTEMPTS)") },
            ["suggested_fix"] = "Try more often.",
            ["edits"] = new[] { Edit(OrdersCase.RetryPath, "ATTEMPTS = 3\n", "ATTEMPTS = 6\n") },
            ["unknowns"] = Array.Empty<string>(),
        };
        change?.Invoke(answer);
        return JsonSerializer.Serialize(answer);
    }

    public static object Cite(string path, int start, int end, string quote) => new { path, start_line = start, end_line = end, quote };

    public static object Edit(string path, string? search, string? replace, string? whole = null) => new { path, search, replace, whole_file = whole };

    public async ValueTask DisposeAsync()
    {
        _clients.Dispose();
        await Server.DisposeAsync();
        Database.Dispose();
        Repository.Dispose();
        _data.Delete(recursive: true);
    }

    /// <summary>The schema is made once and copied; making it takes longer than most tests.</summary>
    private static byte[] Migrate()
    {
        var folder = Directory.CreateTempSubdirectory("chatops-test-");
        using (var database = new Database(new StorageOptions(), new DataDirectory(folder.FullName)))
            database.MigrateAsync(CancellationToken.None).GetAwaiter().GetResult();

        var bytes = File.ReadAllBytes(Path.Combine(folder.FullName, "chatops.db"));
        folder.Delete(recursive: true);
        return bytes;
    }

    /// <summary>A row of the ledger.</summary>
    internal sealed record CallRow
    {
        public string Operation { get; init; } = "";
        public string Provider { get; init; } = "";
        public string Model { get; init; } = "";
        public string PromptVersion { get; init; } = "";
        public long Input { get; init; }
        public long Cached { get; init; }
        public long CacheWrite { get; init; }
        public long Output { get; init; }
        public long? Cost { get; init; }
        public long Attempt { get; init; }
        public string Outcome { get; init; } = "";
        public string? Repo { get; init; }
        public long Latency { get; init; }
    }

    /// <summary>Says what the evidence's first item shows, as a rules engine would.</summary>
    private sealed class PlainRules : IAnalyst
    {
        public Task<Answer<Analysis>> AnalyseAsync(EvidenceSet evidence, RunContext context, CancellationToken cancellationToken)
            => Task.FromResult<Answer<Analysis>>(new Analysis
            {
                RootCause = evidence.Items.Count > 0 ? "RuntimeError is raised in call_with_retry." : null,
                Explanation = "From the trace alone.",
                Category = Category.Other,
                Citations = [.. evidence.Items.Take(1).Select(item => new Citation(item.Path, 12, 12, null))],
                SuggestedFix = "Look at the line.",
                Engine = Engine.Rules,
                Weight = 0.5,
            });
    }

    private sealed class Recording<T>(List<string> lines) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => lines.Add(formatter(state, exception) + exception);
    }
}
