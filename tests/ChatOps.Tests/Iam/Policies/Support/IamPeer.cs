using System.Diagnostics;
using System.Text.Json;

namespace ChatOps.Tests.Iam.Policies.Support;

/// <summary>The npm tools that the engine is compared with: HashiCorp's parser and a simulator of IAM that we did not write.</summary>
internal static class IamPeer
{
    /// <summary>The environment variable with the folder <c>tests/peers/iam</c> where its packages are installed.</summary>
    public const string Variable = "CHATOPS_TEST_IAM_PEERS";

    /// <summary>Gives a script lines of JSON and returns what it answers, by id; skips the test with a sentence where the peer is not installed.</summary>
    public static async Task<Dictionary<int, JsonElement>> AskAsync(string script, IEnumerable<string> lines)
    {
        using var process = Process.Start(new ProcessStartInfo("node", [script]) { WorkingDirectory = Folder(), RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var answers = ReadAsync(process.StandardOutput);
        foreach (var line in lines)
            await process.StandardInput.WriteLineAsync(line);
        process.StandardInput.Close();
        var all = await answers;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return all;
    }

    /// <summary>What a script of the peers prints, line by line.</summary>
    public static async Task<List<string>> PrintAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("node", arguments) { WorkingDirectory = Folder(), RedirectStandardOutput = true })!;
        List<string> lines = [];
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            lines.Add(line);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return lines;
    }

    private static string Folder()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Skip.If(string.IsNullOrEmpty(folder), $"No IAM peers: run npm ci --ignore-scripts in tests/peers/iam and set {Variable} to that folder, to compare with HashiCorp's parser and an IAM simulator.");
        return folder!;
    }

    private static async Task<Dictionary<int, JsonElement>> ReadAsync(StreamReader output)
    {
        var all = new Dictionary<int, JsonElement>();
        while (await output.ReadLineAsync() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            all[document.RootElement.GetProperty("id").GetInt32()] = document.RootElement.Clone();
        }

        return all;
    }
}
