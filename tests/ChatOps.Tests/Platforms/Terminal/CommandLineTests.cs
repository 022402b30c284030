using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ChatOps.Running.Auditing;
using ChatOps.Tests.Platforms.Slack;
using ChatOps.Tests.Support;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ChatOps.Tests.Platforms.Terminal;

/// <summary>The program as a person starts it: exit codes, and one sentence where something is wrong.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatops-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("diagnoze", "There is no command 'diagnoze'. chatops --help lists them.")]
    [InlineData("serve --Host:Urls http://0.0.0.0:58002", "Host:Urls: http://0.0.0.0:58002 is open to other machines")]
    [InlineData("serve --Host:Urls nonsense", "Host:Urls: 'nonsense' is not an address")]
    // Found only while the host starts.
    [InlineData("serve --Storage:ConnectionString Data\u00a0Source=/nowhere/at/all.db", "Storage:ConnectionString: the SQLite file cannot be opened")]
    [InlineData("slack manifest --url http://chatops.example.com", "--url takes the address that Slack reaches this host at")]
    [InlineData("audit verify --head 3", "--head takes COUNT:HASH")]
    [InlineData("audit verify --heads 3", "chatops audit verify does not take '--heads'. chatops audit verify --help lists what it takes.")]
    [InlineData("diagnose --fil app.py", "chatops diagnose does not take '--fil'. chatops diagnose --help lists what it takes.")]
    [InlineData("diagnose error.txt", "chatops diagnose does not take 'error.txt'. The error is read from standard input: chatops diagnose < error.txt")]
    [InlineData("key create ci two --role viewer", "chatops key create does not take 'two'.")]
    [InlineData("key create \u00a0 --role viewer", "The name says what the key is for")]
    [InlineData("key create a\nHost__Urls=x --role viewer", "The name says what the key is for")]
    public async Task What_is_wrong_is_one_sentence_and_the_exit_code_is_1(string arguments, string sentence)
    {
        var (code, output, errors) = await RunAsync("", [.. arguments.Split(' ').Select(argument => argument.Replace('\u00a0', ' '))]);

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith(sentence, Assert.Single(errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($"slack manifest --url {ManifestTests.Url}/", ManifestTests.Http)]
    [InlineData("slack manifest", ManifestTests.SocketMode)]
    public async Task The_manifest_for_Slack_is_printed_with_the_address_filled_in(string arguments, string file)
    {
        var (code, output, errors) = await RunAsync("", arguments.Split(' '));

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(ManifestTests.TextOf(file), output);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_one_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var (code, _, errors) = await RunAsync("", "serve", "--Host:Urls", $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}");

        Assert.Equal(1, code);
        Assert.StartsWith("Host:Urls: another program listens at this address already", Assert.Single(errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_was_made_opens_and_only_its_hash_stands_in_the_settings()
    {
        var (code, output, _) = await RunAsync("", "key", "create", "ci", "--role", "viewer");

        Assert.Equal(0, code);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var key = Assert.Single(lines, line => line.StartsWith("chatops_", StringComparison.Ordinal));
        var settings = lines.Where(line => line.StartsWith("Host__", StringComparison.Ordinal)).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0].Replace("__", ":", StringComparison.Ordinal), pair => (string?)pair[1]);
        Assert.DoesNotContain(settings.Values, value => value!.Contains(key, StringComparison.Ordinal));
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = settings });
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(HttpMethod.Get, "/health", null, ("Authorization", $"Bearer {key}"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.SendAsync(HttpMethod.Get, "/history/audit", null, ("Authorization", $"Bearer {key}"))).StatusCode);
    }

    [Fact]
    public async Task The_audit_log_is_proved_and_a_cut_tail_is_found_by_its_head()
    {
        await using (var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { DataDirectory = _folder.FullName }))
            await app.Get<AuditLog>().AppendAsync(new AuditEvent("p_ann", "test", "op_1"), default);

        var whole = await RunAsync("", "audit", "verify");
        var cut = await RunAsync("", "audit", "verify", "--head", $"2:{new string('a', 64)}");

        Assert.Equal(0, whole.Code);
        Assert.StartsWith("All 1 rows are as they were written. Head: 1:", whole.Output, StringComparison.Ordinal);
        Assert.Equal(1, cut.Code);
        Assert.Contains("its end was cut off", cut.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("KeyError: 'order_id'\n  File \"app.py\", line 2, in f\n", "{")]
    [InlineData("it does not work", "{")]
    public async Task A_diagnosis_as_JSON_can_be_piped_on(string error, string start)
    {
        using var repository = new TestRepository();
        repository.Commit(("app.py", "def f(order):\n    return order['order_id']\n"));
        // What a server beside it logs is no part of the answer.
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "appsettings.json"), """{"Logging":{"LogLevel":{"ChatOps":"Trace","Microsoft.SemanticKernel":"Trace"}}}""");

        var (code, output, _) = await RunAsync(error, "diagnose", "--json", "--repo", repository.Folder);

        Assert.InRange(code, 0, 2);
        Assert.StartsWith(start, output, StringComparison.Ordinal);
        Assert.NotNull(System.Text.Json.Nodes.JsonNode.Parse(output)!["root_cause"]);
        Assert.Equal(code == 2, (string?)System.Text.Json.Nodes.JsonNode.Parse(output)!["outcome"] == "inconclusive");
    }

    [Fact]
    public async Task What_is_checked_out_is_diagnosed_whatever_repositories_are_configured_and_whatever_the_remote_has()
    {
        using var repository = new TestRepository();
        var published = repository.Commit(("app.py", "def f(order):\n    return 1\n"));
        repository.Git("update-ref", "refs/remotes/origin/main", published);
        repository.Git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
        var checkedOut = repository.Commit(("app.py", "def f(order):\n    return order['order_id']\n"));
        File.WriteAllText(Path.Combine(_folder.FullName, "appsettings.json"), """{"Repositories":[{"Name":"shop","Url":"https://example.com/shop.git"},{"Name":"till","Url":"https://example.com/till.git"}]}""");

        var (_, output, errors) = await RunAsync("  File \"app.py\", line 2, in f\nKeyError: 'order_id'\n", "diagnose", "--json", "--repo", repository.Folder);

        Assert.True(output.StartsWith('{'), errors);
        Assert.Equal(checkedOut, (string?)System.Text.Json.Nodes.JsonNode.Parse(output)!["sha"]);
    }

    [Fact]
    public async Task A_host_that_is_told_to_stop_has_the_time_that_it_takes()
    {
        await using var app = await ChatOpsApp.StartAsync();

        // Its own limit, and the time to write down what was given back.
        Assert.True(ChatOps.Platforms.Terminal.CommandLine.StopWithin > app.Get<IOptions<HostOptions>>().Value.ShutdownTimeout + TimeSpan.FromSeconds(5));
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "chatops.dll"), .. arguments])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["Host__DataDirectory"] = _folder.FullName },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return (process.ExitCode, await output, await errors);
    }
}
