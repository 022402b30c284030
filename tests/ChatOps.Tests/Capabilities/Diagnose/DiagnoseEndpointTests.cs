using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Capabilities.Diagnose;

/// <summary>The main job through the front door, on the sample repository that a host without settings makes.</summary>
public sealed class DiagnoseEndpointTests
{
    private const string Throttled = "ProvisionedThroughputExceededException: Rate exceeded";

    private const string TypeScriptTrace = """
        TypeError: Cannot read properties of undefined (reading 'name')
            at titleOf (/app/storefront/src/orders.ts:15:39)
            at showOrder (/app/storefront/src/orders.ts:11:42)
            at process.processTicksAndRejections (node:internal/process/task_queues:95:5)
        """;

    [SkippableTheory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_first_example_names_the_retry_helper_and_the_pull_request_that_broke_it(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);

        var diagnosis = await DiagnoseAsync(app, new { error_message = Throttled, file_path = "src/handlers/order_handler.py" });

        Assert.Equal(["src/handlers/order_handler.py", "src/utils/retry.py"], Texts(diagnosis["affected_files"]).Order());
        Assert.Equal("throttling", (string?)diagnosis["category"]);
        Assert.Contains("src/utils/retry.py", (string?)diagnosis["root_cause"], StringComparison.Ordinal);
        Assert.Equal(46, (int?)diagnosis["suspects"]![0]!["pr_number"]);
        Assert.Equal("rules", (string?)diagnosis["engine"]);
        Assert.Equal(0, (decimal?)diagnosis["cost_usd"]);
    }

    [Fact]
    public async Task An_error_that_names_no_file_is_led_to_the_code_that_it_is_about_and_to_who_changed_it()
    {
        await using var app = await ChatOpsApp.StartAsync();

        var diagnosis = await DiagnoseAsync(app, new { error_message = Throttled });

        Assert.Equal("src/utils/retry.py", (string?)diagnosis["affected_files"]![0]);
        Assert.Equal(46, (int?)diagnosis["suspects"]![0]!["pr_number"]);
        Assert.Equal("inconclusive", (string?)diagnosis["outcome"]);
        Assert.InRange((double)diagnosis["confidence_score"]!, 0.2, 0.49);
    }

    [Fact]
    public async Task A_fix_is_proposed_where_a_mechanical_one_exists_and_its_diff_applies()
    {
        await using var app = await ChatOpsApp.StartAsync();

        var diagnosis = await DiagnoseAsync(app, new { error_message = Throttled, file_path = "src/handlers/order_handler.py" });

        var fixedText = (string?)diagnosis["fix_code"]!["src/utils/retry.py"];
        Assert.Contains("sleep", fixedText, StringComparison.Ordinal);
        Assert.StartsWith("--- a/src/utils/retry.py", (string?)diagnosis["fix_diff"], StringComparison.Ordinal);
        Assert.All(diagnosis["fix_checks"]!.AsArray(), check => Assert.True((bool)check!["passed"]!, check.ToJsonString()));
    }

    [Fact]
    public async Task Every_quote_stands_in_the_repository_at_the_commit_that_is_named()
    {
        await using var app = await ChatOpsApp.StartAsync();

        var diagnosis = await DiagnoseAsync(app, new { error_message = TypeScriptTrace });

        Assert.Equal("storefront/src/orders.ts", (string?)diagnosis["affected_files"]![0]);
        Assert.NotEmpty(diagnosis["evidence"]!.AsArray());
        var sample = Path.Combine(app.DataDirectory, "sample", "orders");
        foreach (var item in diagnosis["evidence"]!.AsArray())
        {
            var lines = (await File.ReadAllTextAsync(Path.Combine(sample, (string)item!["path"]!))).Split('\n');
            var (start, end) = ((int)item["start_line"]!, (int)item["end_line"]!);
            Assert.Equal(string.Join('\n', lines[(start - 1)..end]), (string?)item["quote"]);
            Assert.Equal((string?)diagnosis["sha"], (string?)item["sha"]);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_same_error_is_answered_from_history_until_a_fresh_answer_is_asked_for(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);
        var first = await DiagnoseAsync(app, new { error_message = TypeScriptTrace });
        // Other lines, other message: the same place and type are the same error.
        var moved = TypeScriptTrace.Replace(":15:", ":16:", StringComparison.Ordinal);

        var second = await DiagnoseAsync(app, new { error_message = moved });
        var third = await DiagnoseAsync(app, new { error_message = TypeScriptTrace, fresh = true });

        Assert.Equal("history", (string?)second["engine"]);
        Assert.Equal((string?)first["root_cause"], (string?)second["root_cause"]);
        Assert.Equal((string?)first["id"], (string?)second["similar"]![0]!["diagnosis_id"]);
        Assert.Equal("rules", (string?)third["engine"]);
    }

    [Fact]
    public async Task Secrets_are_counted_in_the_answer_and_stand_nowhere_in_the_data_directory()
    {
        // Put together here, so that no scanner takes the test for a leak.
        var key = "AKIA" + "Z7VQ3X5T2PLM4KHW";
        var password = "hunter2-" + "correct-horse";
        await using (var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { DataDirectory = Directory.CreateTempSubdirectory("chatops-test-").FullName }))
        {
            var diagnosis = await DiagnoseAsync(app, new { error_message = $"{Throttled}\naws_access_key_id={key}\nconnecting to postgres://orders:{password}@db:5432/orders failed", context = $"the key is {key}" });

            Assert.True((int?)diagnosis["masked_secrets"]!["aws_access_key"] >= 2, diagnosis["masked_secrets"]!.ToJsonString());
            Assert.DoesNotContain(key, diagnosis.ToJsonString(), StringComparison.Ordinal);
            await app.StopAsync();
            foreach (var file in Directory.EnumerateFiles(app.DataDirectory, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("chatops.lock", StringComparison.Ordinal)))
            {
                var bytes = await File.ReadAllBytesAsync(file);
                Assert.False(Holds(bytes, key), file);
                Assert.False(Holds(bytes, password), file);
            }

            Assert.DoesNotContain(key, app.Log.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(password, app.Log.Text, StringComparison.Ordinal);
        }

        static bool Holds(byte[] bytes, string text) => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    }

    [Theory]
    [InlineData("""{}""", "error_message")]
    [InlineData("""{"error_message": "   "}""", "error_message")]
    [InlineData("""{"error_message": "boom", "file_path": "../../etc/passwd"}""", "file_path")]
    [InlineData("""{"error_message": "boom", "file_path": "/etc/passwd"}""", "file_path")]
    [InlineData("""{"error_message": "boom", "file_path": "src/../../x"}""", "file_path")]
    [InlineData("""{"error_message": "boom", "file_path": "//etc/passwd"}""", "file_path")]
    [InlineData("""{"error_message": "boom", "file_path": "C:\\x.py:3"}""", "file_path")]
    [InlineData("""{"error_message": "boom", "file_path": "src/\u202egpj.py"}""", "file_path")]
    [InlineData("""{"error_message": 5}""", "error_message")]
    public async Task A_field_that_cannot_be_used_is_named(string body, string field)
    {
        await using var app = await ChatOpsApp.StartAsync();

        var response = await app.SendAsync(HttpMethod.Post, "/diagnose", ChatOpsApp.Json(body));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await ChatOpsApp.JsonAsync(response);
        Assert.NotNull(problem["errors"]![field]);
        Assert.Contains(field, (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_in_the_repository_is_a_warning()
    {
        await using var app = await ChatOpsApp.StartAsync();

        var diagnosis = await DiagnoseAsync(app, new { error_message = Throttled, file_path = "src/no/such.py" });

        Assert.Contains(Texts(diagnosis["warnings"]), warning => warning.Contains("src/no/such.py", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Text_that_says_nothing_is_inconclusive_and_says_what_is_missing()
    {
        await using var app = await ChatOpsApp.StartAsync();

        var diagnosis = await DiagnoseAsync(app, new { error_message = "it does not work" });

        Assert.Equal("inconclusive", (string?)diagnosis["outcome"]);
        Assert.True((double?)diagnosis["confidence_score"] < 0.5);
        Assert.NotEmpty((string)diagnosis["root_cause"]!);
        Assert.NotEmpty((string)diagnosis["suggested_fix"]!);
    }

    [Theory]
    [InlineData("src/handlers/order_handler.py")]
    [InlineData("./src//handlers/order_handler.py")]
    [InlineData("src/utils/../handlers/order_handler.py")]
    [InlineData("src\\handlers\\order_handler.py")]
    [InlineData(" src/handlers/order_handler.py:12 ")]
    [InlineData("src/handlers/order_handler.py:12:5")]
    public async Task A_file_is_recognised_as_people_paste_it(string path)
    {
        await using var app = await ChatOpsApp.StartAsync();

        var diagnosis = await DiagnoseAsync(app, new { error_message = Throttled, file_path = path });

        Assert.Equal([], diagnosis["warnings"]!.AsArray().Select(warning => (string?)warning));
        Assert.Contains("the reporter named src/handlers/order_handler.py", diagnosis["confidence_reasons"]!.AsArray().Select(reason => (string?)reason));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("  ", 0)]
    [InlineData("src/", 1)]
    public async Task No_file_is_none_and_a_folder_is_a_warning(string path, int warnings)
    {
        await using var app = await ChatOpsApp.StartAsync();

        Assert.Equal(warnings, (await DiagnoseAsync(app, new { error_message = Throttled, file_path = path }))["warnings"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("no-such-branch")]
    [InlineData("--upload-pack=touch /tmp/x")]
    [InlineData("HEAD:src")]
    public async Task A_ref_that_cannot_be_read_is_a_sentence(string reference)
    {
        await using var app = await ChatOpsApp.StartAsync();

        var response = await app.PostAsync("/diagnose", new { error_message = Throttled, @ref = reference });

        Assert.InRange((int)response.StatusCode, 400, 422);
        Assert.Contains("branch, tag or commit", (string?)(await ChatOpsApp.JsonAsync(response))["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_repository_that_is_read_stays_as_it_was()
    {
        await using var app = await ChatOpsApp.StartAsync();
        var git = Path.Combine(app.DataDirectory, "sample", "orders");
        string State() => string.Join('\n', Directory.EnumerateFiles(git, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => $"{file} {new FileInfo(file).Length} {File.GetLastWriteTimeUtc(file):O}"));
        var before = State();

        await DiagnoseAsync(app, new { error_message = TypeScriptTrace });
        await app.GetJsonAsync("/context?file=src/utils/retry.py&task=retry");

        Assert.Equal(before, State());
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_diagnosis_can_be_read_again_listed_and_rated(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);
        var diagnosis = await DiagnoseAsync(app, new { error_message = TypeScriptTrace });
        var id = (string)diagnosis["id"]!;

        Assert.True(JsonNode.DeepEquals(diagnosis, await app.GetJsonAsync($"/diagnoses/{id}")));
        Assert.Equal(HttpStatusCode.NoContent, (await app.PostAsync($"/diagnoses/{id}/feedback", new { useful = true, note = "spot on" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.PostAsync("/diagnoses/dg_nope/feedback", new { useful = true })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.PostAsync($"/diagnoses/{id}/feedback", new { })).StatusCode);

        var history = await app.GetJsonAsync("/history/diagnoses?since_days=7");
        var item = Assert.Single(history["items"]!.AsArray())!;
        Assert.Equal(id, (string?)item["id"]);
        Assert.True((bool?)item["useful"]);
        Assert.Null((string?)history["next_cursor"]);
    }

    private static async Task<JsonNode> DiagnoseAsync(ChatOpsApp app, object body)
    {
        var response = await app.PostAsync("/diagnose", body);
        var json = await ChatOpsApp.JsonAsync(response);
        Assert.True(response.IsSuccessStatusCode, json.ToJsonString());
        return json;
    }

    private static IEnumerable<string> Texts(JsonNode? array) => array!.AsArray().Select(item => (string)item!);
}
