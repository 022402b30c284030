using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace ChatOps.Tests.Support.GitHub;

/// <summary>A proxy that we did not write, between the host and the fake: it holds every request and every answer to GitHub's own OpenAPI description.</summary>
internal sealed partial class ContractProxy : IAsyncDisposable
{
    /// <summary>The environment variable with the folder <c>tests/peers/github</c> where its packages are installed.</summary>
    public const string Variable = "CHATOPS_TEST_GITHUB_CONTRACT";

    private readonly Process process;
    private readonly string description;

    private ContractProxy(Process process, string description) => (this.process, this.description) = (process, description);

    /// <summary>Puts the proxy before a fake's <c>/checked/api/v3</c>; skips the test with a sentence where it is not installed.</summary>
    public static async Task<ContractProxy> StartAsync(FakeGitHub fake)
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Skip.If(string.IsNullOrEmpty(folder), $"No contract proxy: run npm ci --ignore-scripts in tests/peers/github and set {Variable} to that folder, to check against GitHub's own description too.");
        var description = Path.GetTempFileName();
        using (var slim = Start(["slim-openapi.mjs", description, .. fake.KnownRoutes.Select(PathOf).Distinct()], folder!))
        {
            var errors = await slim.StandardError.ReadToEndAsync();
            await slim.WaitForExitAsync();
            Assert.True(slim.ExitCode == 0, errors);
        }

        var port = FreePort();
        var process = Start(["node_modules/@stoplight/prism-cli/dist/index.js", "proxy", "-h", "127.0.0.1", "-p", $"{port}", "--errors", description, fake.ApiUrl], folder!);
        var said = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line && !line.Contains("is listening", StringComparison.Ordinal)) said.Add(line);
        Assert.False(process.HasExited, string.Join('\n', said));
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        fake.Gate = new Uri($"http://127.0.0.1:{port}/");
        return new ContractProxy(process, description);
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        File.Delete(description);
    }

    /// <summary><c>GET pulls/{number:int}</c> under a repository as the description's path, whatever it calls the parameters.</summary>
    private static string PathOf(string route) => "/" + Parameter().Replace(route[(route.IndexOf(' ', StringComparison.Ordinal) + 1)..], "{}");

    private static Process Start(IEnumerable<string> arguments, string folder) =>
        Process.Start(new ProcessStartInfo("node", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
