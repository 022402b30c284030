using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using ChatOps.Adapters.Storage;
using ChatOps.Capabilities.Costs;
using ChatOps.Capabilities.History;
using ChatOps.Chat;
using ChatOps.Running.Auditing;
using ChatOps.Running.Rest;
using ChatOps.Settings;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ChatOps.Benchmarks;

/// <summary>Lists, weekly costs and the export over a year of history: a million calls of models, with the operations, diagnoses and audit rows that go with them.</summary>
internal static class HistoryBenchmark
{
    private const int CallsAnOperation = 5;
    private const int Rounds = 200;
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    private static readonly string[] Repositories = ["orders", "shop", "billing", "search", "identity", "gateway"];
    private static readonly (string Provider, string Model)[] Models = [("anthropic", "claude-sonnet-5-5"), ("openai", "gpt-6.2-sol"), ("anthropic", "claude-haiku-4-5"), ("local", "qwen3")];

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var calls = int.Parse(arguments.Optional("calls") ?? "1000000", CultureInfo.InvariantCulture);
        var folder = Directory.CreateTempSubdirectory("chatops-history-");
        try
        {
            await MeasureAsync("SQLite", new StorageOptions(), folder.FullName, calls, cancellationToken);
            if (arguments.Optional("postgres") is not { } server)
                return 0;
            var name = $"chatops_bench_{Guid.NewGuid():N}";
            await ExecuteAsync(server, $"create database {name}", cancellationToken);
            try
            {
                await MeasureAsync("PostgreSQL", new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString }, folder.FullName, calls, cancellationToken);
            }
            finally
            {
                await ExecuteAsync(server, $"drop database if exists {name} with (force)", CancellationToken.None);
            }

            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(string name, StorageOptions options, string folder, int calls, CancellationToken cancellationToken)
    {
        var data = new DataDirectory(folder);
        using var database = new Database(options, data);
        await database.MigrateAsync(cancellationToken);
        var started = Stopwatch.GetTimestamp();
        await FillAsync(database, calls, cancellationToken);
        var operations = calls / CallsAnOperation;
        Console.WriteLine($"{name}: {calls} calls, {operations} operations, {operations} diagnoses, {operations} audit rows in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s; load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");

        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var diagnoses = new DiagnosisHistory(new HistoryPages(database));
        foreach (var (what, query) in new (string, PageQuery)[]
        {
            ("newest", new PageQuery { Limit = 20, Since = 0 }),
            ("of a week", new PageQuery { Limit = 20, Since = now - 7 * 86_400_000L }),
            ("of an hour without any", new PageQuery { Limit = 20, Since = now - 3_600_000L, Person = "p_39" }),
            ("of a repository", new PageQuery { Limit = 20, Since = 0, Repo = "SEARCH" }),
            ("of a person", new PageQuery { Limit = 20, Since = 0, Person = "p_7" }),
            ("of a person in a repository", new PageQuery { Limit = 20, Since = 0, Person = "p_7", Repo = "shop" }),
            ("a page of 200 in the middle", new PageQuery { Limit = 200, Since = 0, Before = Identifier.First("dg", now - (long)(Year / 2).TotalMilliseconds) }),
        })
        {
            Print($"  list, {what}", await TimesAsync(Rounds, () => diagnoses.PageAsync(query, null, cancellationToken)));
        }

        Print("  list, limited to two repositories", await TimesAsync(Rounds, () => diagnoses.PageAsync(new PageQuery { Limit = 20, Since = 0 }, ["shop", "billing"], cancellationToken)));
        var books = new CostBooks(database, TimeProvider.System);
        Print("  costs of a week, call by call", await TimesAsync(60, () => books.SummariseAsync(CostPeriod.Week, (IReadOnlyList<string>?)null, cancellationToken)));
        Print("  costs of everything, call by call", await TimesAsync(2, () => books.SummariseAsync(CostPeriod.All, (IReadOnlyList<string>?)null, cancellationToken)));
        started = Stopwatch.GetTimestamp();
        await new CostDays(database, TimeProvider.System, NullLogger<CostDays>.Instance).RunAsync(cancellationToken);
        Console.WriteLine($"  a year's days added up, once: {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
        Print("  costs of a week", await TimesAsync(60, () => books.SummariseAsync(CostPeriod.Week, (IReadOnlyList<string>?)null, cancellationToken)));
        Print("  timeline of a week by day", await TimesAsync(60, () => books.TimelineAsync(CostScope.Of(CostPeriod.Week, DateTimeOffset.UtcNow, null), CostBucketSize.Day, 100, cancellationToken)));
        Print("  timeline of everything by week", await TimesAsync(60, () => books.TimelineAsync(CostScope.Of(CostPeriod.All, DateTimeOffset.UtcNow, null), CostBucketSize.Week, 100, cancellationToken)));
        Print("  costs of a month", await TimesAsync(60, () => books.SummariseAsync(CostPeriod.Month, (IReadOnlyList<string>?)null, cancellationToken)));
        Print("  costs of everything", await TimesAsync(60, () => books.SummariseAsync(CostPeriod.All, (IReadOnlyList<string>?)null, cancellationToken)));
        Print("  costs of everything, limited to two repositories", await TimesAsync(60, () => books.SummariseAsync(CostPeriod.All, ["shop", "billing"], cancellationToken)));
        await ExportAsync(database, data, cancellationToken);
        await PlansAsync(database, cancellationToken);
    }

    private static async Task ExportAsync(Database database, DataDirectory data, CancellationToken cancellationToken)
    {
        var export = new HistoryExport(database, new People(database, TimeProvider.System), new AuditLog(database, new HostKeys(new StorageOptions(), data, database), TimeProvider.System), TimeProvider.System);
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        process.Refresh();
        var (before, most) = (process.WorkingSet64, 0L);
        await using var counting = new CountingStream();
        var started = Stopwatch.GetTimestamp();
        var writing = export.WriteAsync(counting, cancellationToken);
        while (!writing.IsCompleted)
        {
            await Task.WhenAny(writing, Task.Delay(50, cancellationToken));
            process.Refresh();
            most = Math.Max(most, process.WorkingSet64);
        }

        await writing;
        Console.WriteLine($"  export: {counting.Written / 1048576} MB in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s; working set {before / 1048576} MB before, at most {most / 1048576} MB during: {(most - before) / 1048576:+0;-0;0} MB");
    }

    private static async Task PlansAsync(Database database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var explain = database.IsPostgreSql ? "explain" : "explain query plan";
        foreach (var (what, sql) in new[]
        {
            ("list", "select id from diagnoses where lower(repo) = lower('search') order by id desc limit 21"),
            ("costs of what is left of a period", $"with {CostSums.Of($"(created_at between {Ago(7)} and {Ago(6.5)} or created_at between {Ago(0.9)} and {Ago(0)})")} select dimension, item, {CostSums.Figures} from sums"),
            ("costs of its days", $"select dimension, item, sum(nano) from cost_days where dimension in ({CostSums.Dimensions}) and day between {Ago(365) / CostDay.Length} and {Ago(1) / CostDay.Length} group by dimension, item"),
        })
        {
            Console.WriteLine($"  plan, {what}:");
            await using var reader = await connection.ExecuteReaderAsync($"{explain} {sql}");
            while (await reader.ReadAsync(cancellationToken))
                Console.WriteLine($"    {reader.GetValue(reader.FieldCount - 1)}");
        }
    }

    private static long Ago(double days) => DateTimeOffset.UtcNow.AddDays(-days).ToUnixTimeMilliseconds();

    private static async Task FillAsync(Database database, int calls, CancellationToken cancellationToken)
    {
        var random = new Random(1);
        var end = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var operations = calls / CallsAnOperation;
        var step = Year.TotalMilliseconds / operations;
        var document = $$"""{"repo":"orders","sha":"4be0643f1d98c0f1","outcome":"likely","root_cause":"call_with_retry gives up after ATTEMPTS = 3 tries while the store is still unreachable.","confidence":"medium","confidence_score":0.71,"category":"network","affected_files":["src/utils/retry.py"],"fingerprint":"f","engine":"model","model":"m","input_tokens":9000,"output_tokens":900,"cost_usd":0.03,"duration_ms":9000,"explanation":"{{new string('x', 400)}}"}""";
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = database.IsPostgreSql ? null : await connection.BeginTransactionAsync(cancellationToken);
        await BulkAsync(connection, transaction, "operations", "id, kind, state, door, requested_by, repo, model_backed, result, attempt, cancel_requested, created_at, started_at, finished_at", operations, i =>
        {
            var at = At(i);
            return [Id("op", i, at), "diagnose", "succeeded", "rest", Person(i), Repo(i), 1, document, 1, 0, at, at + 3, at + 9_000];
        }, cancellationToken);
        await BulkAsync(connection, transaction, "diagnoses", "id, operation_id, repo, sha, fingerprint, outcome, engine, confidence_score, requested_by, created_at, input_tokens, output_tokens, cost_nano_usd, duration_ms, error_text, document", operations, i =>
        {
            var at = At(i);
            return [Id("dg", i, at), Id("op", i, at), Repo(i), "4be0643f1d98", $"f{i % 5_000}", "Likely", "Model", 0.71, Person(i), at, 9_000L, 900L, 30_000_000L, 9_000L, "RuntimeError: gave up after 3 attempts", document];
        }, cancellationToken);
        await BulkAsync(connection, transaction, "model_calls", "id, operation_id, kind, role, provider, model, prompt_version, input_tokens, cached_input_tokens, cache_write_tokens, output_tokens, reasoning_tokens, cost_nano_usd, latency_ms, attempt, outcome, requested_by, repo, created_at", calls, i =>
        {
            var operation = i / CallsAnOperation;
            var at = At(operation);
            var (provider, model) = Models[random.Next(Models.Length)];
            return [Id("mc", i, at + i % CallsAnOperation), Id("op", operation, at), operation % 9 == 0 ? "orchestrate" : "diagnose", "diagnose", provider, model, "3", 9_000L, 4_000L, 0L, 900L, 0L, provider == "local" ? null : (long)random.Next(1_000_000, 60_000_000), 4_000L, 1, "ok", Person(operation), Repo(operation), at + i % CallsAnOperation];
        }, cancellationToken);
        await BulkAsync(connection, transaction, "audit", "seq, at, actor, action, subject, repo, detail, prev_hash, hash", operations, i => [(long)i + 1, At(i), Person(i), "diagnose", Id("op", i, At(i)), Repo(i), """{"state":"succeeded"}""", "0", "1"], cancellationToken);
        if (transaction is not null)
            await transaction.CommitAsync(cancellationToken);
        // As a database of this age would have been looked at by now.
        await connection.ExecuteAsync(new CommandDefinition(database.IsPostgreSql ? "vacuum analyze" : "analyze main", commandType: System.Data.CommandType.Text, commandTimeout: 600, cancellationToken: cancellationToken));

        long At(int operation) => end - (long)(step * (operations - operation));
        string Person(int operation) => $"p_{operation * 7 % 40}";
        string Repo(int operation) => Repositories[operation * 11 % Repositories.Length];
        string Id(string prefix, int number, long at) => Identifier.First(prefix, at) + number.ToString("D16", CultureInfo.InvariantCulture);
    }

    private static async Task BulkAsync(DbConnection connection, DbTransaction? transaction, string table, string columns, int count, Func<int, object?[]> row, CancellationToken cancellationToken)
    {
        if (connection is NpgsqlConnection postgres)
        {
            await using var import = await postgres.BeginBinaryImportAsync($"copy {table} ({columns}) from stdin (format binary)", cancellationToken);
            for (var i = 0; i < count; i++)
            {
                await import.StartRowAsync(cancellationToken);
                foreach (var value in row(i))
                {
                    if (value is null)
                        await import.WriteNullAsync(cancellationToken);
                    else
                        await import.WriteAsync(value, cancellationToken);
                }
            }

            await import.CompleteAsync(cancellationToken);
            return;
        }

        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        var names = columns.Split(", ");
#pragma warning disable CA2100 // Names of tables and columns above; no text from outside.
        command.CommandText = $"insert into {table} ({columns}) values ({string.Join(", ", names.Select(name => "@" + name))})";
#pragma warning restore CA2100
        var parameters = names.Select(name =>
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@" + name;
            command.Parameters.Add(parameter);
            return parameter;
        }).ToArray();
        for (var i = 0; i < count; i++)
        {
            var values = row(i);
            for (var at = 0; at < values.Length; at++)
                parameters[at].Value = values[at] ?? DBNull.Value;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    // On a machine that others work on, the time on the clock is theirs too; the process's own is not. (SQLite runs in it, PostgreSQL does not.)
    private static async Task<(List<double> Times, double Cpu)> TimesAsync<T>(int rounds, Func<Task<T>> ask)
    {
        await ask();
        var times = new List<double>(rounds);
        var cpu = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < rounds; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await ask();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return (times, (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / rounds);
    }

    private static void Print(string name, (List<double> Times, double Cpu) measured)
    {
        var (times, cpu) = measured;
        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: p50 {times[times.Count / 2]:F1} ms, p95 {times[Math.Min(times.Count - 1, times.Count * 95 / 100)]:F1} ms, own CPU {cpu:F1} ms"));
    }

    private static async Task ExecuteAsync(string server, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, cancellationToken: cancellationToken));
    }

    /// <summary>Takes everything and keeps nothing.</summary>
    private sealed class CountingStream : Stream
    {
        public long Written { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => Written;

        public override long Position { get => Written; set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Written += count;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Written += buffer.Length;
            return ValueTask.CompletedTask;
        }
    }
}
