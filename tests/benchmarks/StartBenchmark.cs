using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ChatOps.Benchmarks;

/// <summary>How long the published program takes from its start to being ready, as a probe sees it.</summary>
internal static class StartBenchmark
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Starts <c>--program FILE</c> some times (<c>--runs</c>, 5), each in an empty folder, and prints the times.</summary>
    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var runs = int.Parse(arguments.Optional("runs") ?? "5", CultureInfo.InvariantCulture);
        var times = new List<double>();
        for (var run = 0; run < runs; run++)
            times.Add(await OnceAsync(arguments.Required("program"), cancellationToken));
        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"start to ready, {runs} runs: median {times[runs / 2]:0} ms, fastest {times[0]:0} ms, slowest {times[^1]:0} ms"));
        return 0;
    }

    private static async Task<double> OnceAsync(string program, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("chatops-start-").FullName;
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo(program) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["Host__Urls"] = address.ToString().TrimEnd('/');
        start.Environment["Host__DataDirectory"] = folder;
        using var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(2) };
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            while (clock.Elapsed < Patience)
            {
                if (process.HasExited)
                    throw new InvalidOperationException($"The program ended with {process.ExitCode}.");
                if (await IsReadyAsync(http, cancellationToken))
                    return clock.Elapsed.TotalMilliseconds;
                await Task.Delay(5, cancellationToken);
            }

            throw new TimeoutException("The program was not ready within a minute.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
            await process.WaitForExitAsync(cancellationToken);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
