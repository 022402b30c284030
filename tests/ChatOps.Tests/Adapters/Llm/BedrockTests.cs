using ChatOps.Adapters.Llm.Bedrock;
using ChatOps.Capabilities.Diagnose;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Adapters.Llm;

/// <summary>Bedrock from the question to the diagnosis, against a server that checks every signature by itself.</summary>
public class BedrockTests
{
    [Fact]
    public async Task A_signed_question_is_answered_with_its_schema_enforced_and_its_prompt_cached()
    {
        await using var lab = await ModelLab.StartAsync("bedrock");
        lab.Server.ScriptBedrock(ModelLab.Good() with { InputTokens = 5_000, CachedTokens = 4_000, CacheWriteTokens = 300, OutputTokens = 100 });

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Equal((Engine.Model, "bedrock"), (diagnosis.Engine, diagnosis.Provider));
        var request = Assert.Single(lab.Server.Requests);
        Assert.Equal("/model/eu.anthropic.claude-test-v1%3A0/converse-stream", request.Target);
        var format = request.Body.GetProperty("outputConfig").GetProperty("textFormat");
        Assert.Equal("json_schema", format.GetProperty("type").GetString());
        Assert.Contains("root_cause", format.GetProperty("structure").GetProperty("jsonSchema").GetProperty("schema").GetString(), StringComparison.Ordinal);
        var system = request.Body.GetProperty("system");
        Assert.Equal("default", system[system.GetArrayLength() - 1].GetProperty("cachePoint").GetProperty("type").GetString());
        Assert.True(request.Body.GetProperty("inferenceConfig").GetProperty("maxTokens").GetInt32() > 0);
        // 700 fresh, 4,000 read, 300 written, 100 out.
        var row = Assert.Single(await lab.RowsAsync());
        Assert.Equal(("ok", 5_000L, 4_000L, 300L, 100L), (row.Outcome, row.Input, row.Cached, row.CacheWrite, row.Output));
        Assert.Equal((700 * 2_000) + (4_000 * 100) + (300 * 2_500) + (100 * 10_000), row.Cost);
    }

    [Fact]
    public async Task A_session_is_signed_with_its_token()
    {
        await using var lab = await ModelLab.StartAsync("bedrock");
        lab.AwsIdentity = lab.AwsIdentity with { Token = "FwoGZXIvYXdzEXAMPLE//token==" };
        lab.Server.ScriptBedrock(ModelLab.Good());

        Assert.Equal(Engine.Model, (await lab.DiagnoseAsync()).Engine);
        var request = Assert.Single(lab.Server.Requests);
        Assert.Equal("FwoGZXIvYXdzEXAMPLE//token==", request.Headers["X-Amz-Security-Token"]);
        Assert.Contains("x-amz-security-token", request.Authorization, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_secret_is_refused_and_said()
    {
        await using var lab = await ModelLab.StartAsync("bedrock");
        lab.AwsIdentity = lab.AwsIdentity with { Secret = "another" };
        lab.Server.ScriptBedrock(ModelLab.Good());

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Equal(Engine.Rules, diagnosis.Engine);
        Assert.Contains(diagnosis.Warnings, warning => warning.Contains("refused the key (403)", StringComparison.Ordinal));
        Assert.Equal(("unauthorised", 0L), ((await lab.RowsAsync())[0].Outcome, (await lab.RowsAsync())[0].Cost));
    }

    [Fact]
    public async Task A_Bedrock_API_key_stands_in_for_a_signature()
    {
        await using var lab = await ModelLab.StartAsync("bedrock", options => options.Providers.Single(provider => provider.Name == "bedrock").ApiKey = BedrockWire.ApiKey);
        lab.Server.ScriptBedrock(ModelLab.Good());

        Assert.Equal(Engine.Model, (await lab.DiagnoseAsync()).Engine);
        Assert.Equal($"Bearer {BedrockWire.ApiKey}", Assert.Single(lab.Server.Requests).Authorization);
    }

    [Fact]
    public async Task A_model_that_enforces_no_schema_is_told_it_instead_from_then_on()
    {
        await using var lab = await ModelLab.StartAsync("bedrock");
        lab.Server.ScriptBedrock(ScriptedReply.Status(400), ModelLab.Good(), ModelLab.Good());

        Assert.Equal(Engine.Model, (await lab.DiagnoseAsync()).Engine);
        Assert.Equal(Engine.Model, (await lab.DiagnoseAsync(context: lab.Context())).Engine);

        var requests = lab.Server.Requests.ToList();
        Assert.Equal([true, false, false], requests.Select(request => request.Body.TryGetProperty("outputConfig", out _)));
        Assert.Contains("must follow this JSON schema", requests[1].Text, StringComparison.Ordinal);
        Assert.Equal(["ok", "ok"], (await lab.RowsAsync()).Select(row => row.Outcome));
    }

    [Fact]
    public async Task A_model_without_a_cache_is_sent_no_cache_point()
    {
        await using var lab = await ModelLab.StartAsync("bedrock", options => options.Providers.Single(provider => provider.Name == "bedrock").Model = "mistral.large");
        lab.Server.ScriptBedrock(ModelLab.Good());

        Assert.Equal(Engine.Model, (await lab.DiagnoseAsync()).Engine);
        Assert.DoesNotContain("cachePoint", Assert.Single(lab.Server.Requests).Text, StringComparison.Ordinal);
        Assert.Null((await lab.RowsAsync())[0].Cost);
    }

    [Theory]
    [InlineData("Cut", null, "cut")]
    [InlineData("Reset", null, "cut")]
    [InlineData("Error", null, "error")]
    [InlineData("Error", "throttlingException", "busy")]
    public async Task An_answer_that_breaks_off_is_asked_for_again_and_its_tokens_count(string ending, string? exception, string outcome)
    {
        await using var lab = await ModelLab.StartAsync("bedrock");
        lab.Server.ScriptBedrock(ModelLab.Good() with { Ending = Enum.Parse<Ending>(ending), FinishReason = exception }, ModelLab.Good());

        Assert.Equal(Engine.Model, (await lab.DiagnoseAsync()).Engine);
        var rows = await lab.RowsAsync();
        Assert.Equal([outcome, "ok"], rows.Select(row => row.Outcome));
        Assert.True(rows[0].Cost > 0);
    }

    [Theory]
    [InlineData("max_tokens", "too_long")]
    [InlineData("guardrail_intervened", "refused")]
    [InlineData("malformed_model_output", "ok")]
    public async Task How_an_answer_ended_is_told_apart(string reason, string outcome)
    {
        await using var lab = await ModelLab.StartAsync("bedrock");
        lab.Server.ScriptBedrock(ModelLab.Good() with { FinishReason = reason });

        await lab.DiagnoseAsync();

        Assert.Equal(outcome, (await lab.RowsAsync())[0].Outcome);
    }

    [Fact]
    public async Task A_throttled_request_waits_as_long_as_it_is_told()
    {
        await using var lab = await ModelLab.StartAsync("bedrock");
        lab.Server.ScriptBedrock(ScriptedReply.Status(429, "7"), ModelLab.Good());

        Assert.Equal(Engine.Model, (await lab.DiagnoseAsync()).Engine);
        Assert.Equal([TimeSpan.FromSeconds(7)], lab.Time.Delays);
    }

    [Fact]
    public async Task A_body_that_is_no_event_stream_is_no_answer()
    {
        await using var lab = await ModelLab.StartAsync("bedrock");
        lab.Server.ScriptBedrock(new ScriptedReply { Raw = "<html>a proxy's page, long enough to be taken for a frame</html>" }, ModelLab.Good());

        Assert.Equal(Engine.Model, (await lab.DiagnoseAsync()).Engine);
        Assert.Equal(["cut", "ok"], (await lab.RowsAsync()).Select(row => row.Outcome));
    }

    [Fact]
    public async Task Calls_of_functions_go_there_and_back()
    {
        await using var lab = await ModelLab.StartAsync("bedrock");
        lab.Server.ScriptBedrock(ScriptedReply.Call("read", new { path = "src/nowhere.py" }), ModelLab.Good());

        Assert.Equal(Engine.Model, (await lab.DiagnoseAsync()).Engine);
    }

    [Fact]
    public async Task A_frame_with_a_changed_byte_is_found_out()
    {
        var frame = BedrockWire.Event("messageStart", new { role = "assistant" });
        Assert.Single(await ReadAsync(frame));
        for (var at = 0; at < frame.Length; at++)
        {
            var changed = frame.ToArray();
            changed[at] ^= 0x40;
            await Assert.ThrowsAnyAsync<IOException>(() => ReadAsync(changed));
        }

        Assert.Empty(await ReadAsync([]));
        await Assert.ThrowsAnyAsync<IOException>(() => ReadAsync(frame[..^1]));
    }

    // The check value that every catalogue of checksums gives for CRC-32/ISO-HDLC.
    [Fact]
    public void The_checksum_is_the_one_that_the_format_names() => Assert.Equal(0xCBF43926, EventStream.Sum("123456789"u8));

    private static async Task<List<EventStream.Frame>> ReadAsync(byte[] bytes)
    {
        var frames = new List<EventStream.Frame>();
        await foreach (var frame in EventStream.ReadAsync(new MemoryStream(bytes), CancellationToken.None))
            frames.Add(frame);
        return frames;
    }
}
