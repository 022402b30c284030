using System.Text.Json.Nodes;
using ChatOps.Adapters.Storage;
using ChatOps.Capabilities.History;
using ChatOps.Tests.Capabilities.Costs;
using ChatOps.Tests.Support;
using Dapper;

namespace ChatOps.Tests.Capabilities.History;

public sealed class ExportTests
{
    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_export_is_one_document_with_every_history_table_and_is_noted_in_the_audit_log(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);
        await CostsEndpointTests.FillAsync(app);
        Assert.True((await app.PostAsync("/test/echo", new { text = "an \"echo\"" })).IsSuccessStatusCode);
        await OrchestrationHistoryTests.AddAsync(app, "or_01");

        var answer = await app.SendAsync(HttpMethod.Post, "/analytics/export");
        var export = await ChatOpsApp.JsonAsync(answer);

        Assert.Equal(["schema_version", "exported_at", "operations", "diagnoses", "orchestrations", "workflows", "model_calls", "audit"], export.AsObject().Select(member => member.Key));
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(5, export["model_calls"]!.AsArray().Count);
        Assert.Equal(0.123456789m, export["model_calls"]!.AsArray().Sum(call => (decimal?)call!["cost_usd"] ?? 0));
        Assert.Null(export["model_calls"]!.AsArray().Single(call => (string?)call!["model"] == "qwen")!["cost_usd"]);
        Assert.Equal("an \"echo\"", (string?)export["operations"]!.AsArray().Single()!["result"]!["text"]);
        Assert.Equal("add a metric", (string?)export["orchestrations"]!.AsArray().Single()!["task"]);
        Assert.Equal(["echo", "export"], export["audit"]!.AsArray().Select(row => (string?)row!["action"]));
        Assert.Equal(["id", "operation_id", "kind", "role", "provider", "model", "prompt_version", "input_tokens", "cached_input_tokens", "cache_write_tokens", "output_tokens", "reasoning_tokens", "cost_usd", "latency_ms", "attempt", "outcome", "requested_by", "repo", "created_at"], export["model_calls"]![0]!.AsObject().Select(member => member.Key));
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task While_it_is_read_others_write_and_it_shows_one_moment(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);
        await CostsEndpointTests.FillAsync(app);
        // The reader takes nothing until the writers are done.
        await using var slow = new HeldStream();
        var export = app.Get<HistoryExport>().WriteAsync(slow, CancellationToken.None);
        await Task.WhenAny(slow.Reached, export);

        await CostsEndpointTests.FillAsync(app);
        slow.Release();
        await export;

        Assert.Equal(5, JsonNode.Parse(slow.ToArray())!["model_calls"]!.AsArray().Count);
        await using var connection = await app.Get<Database>().OpenAsync(CancellationToken.None);
        Assert.Equal(10, await connection.ExecuteScalarAsync<int>("select count(*) from model_calls"));
    }

    [Fact]
    public async Task No_name_of_a_person_and_no_key_is_in_it()
    {
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = Running.Operations.OperationTests.Keys(("a-telling-name", "admin")) });
        Assert.True((await app.SendAsync(HttpMethod.Post, "/test/echo", ChatOpsApp.Json("""{"text":"x"}"""), ("Authorization", "Bearer a-telling-name"))).IsSuccessStatusCode);

        var text = await (await app.SendAsync(HttpMethod.Post, "/analytics/export", null, ("Authorization", "Bearer a-telling-name"))).Content.ReadAsStringAsync();

        Assert.Contains("\"echo\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("a-telling-name", text, StringComparison.Ordinal);
    }

    /// <summary>Waits at its first byte.</summary>
    private sealed class HeldStream : MemoryStream
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;

        public void Release() => _released.TrySetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _reached.TrySetResult();
            await _released.Task;
            await base.WriteAsync(buffer, cancellationToken);
        }
    }
}
