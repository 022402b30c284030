using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ChatOps.Tests.Support.Slack;

/// <summary>Slack's own packages in <c>tests/peers/slack</c>, run by node.</summary>
internal sealed class Peers : IAsyncDisposable
{
    /// <summary>The environment variable with that folder, where its packages are installed.</summary>
    public const string Variable = "CHATOPS_TEST_SLACK_PEERS";

    private readonly Process _process;

    private Peers(Process process, JsonObject hello) => (_process, Hello) = (process, hello);

    /// <summary>What a script that goes on said first.</summary>
    public JsonObject Hello { get; }

    /// <summary>Runs a script to its end.</summary>
    public static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }

    /// <summary>Starts a script that takes questions by line and answers each by line.</summary>
    public static async Task<Peers> StartAsync(params string[] arguments)
    {
        var process = Start(arguments);
        _ = process.StandardError.ReadToEndAsync();
        return new Peers(process, JsonNode.Parse((await process.StandardOutput.ReadLineAsync())!)!.AsObject());
    }

    /// <summary>Asks a question.</summary>
    public async Task<JsonNode?> AskAsync(string what, params object?[] arguments)
    {
        await _process.StandardInput.WriteLineAsync(System.Text.Json.JsonSerializer.Serialize(new { what, arguments }));
        var answer = JsonNode.Parse((await _process.StandardOutput.ReadLineAsync())!)!;
        return answer["error"] is { } error ? throw new InvalidOperationException($"{what}: {error}") : answer["value"];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Process Start(string[] arguments)
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Skip.If(string.IsNullOrEmpty(folder), $"No Slack packages: run npm ci --ignore-scripts in tests/peers/slack and set {Variable} to that folder, to check against Slack's own code too.");
        return Process.Start(new ProcessStartInfo("node", arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
    }
}
