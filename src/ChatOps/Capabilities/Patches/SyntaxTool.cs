using System.ComponentModel;
using System.Diagnostics;

namespace ChatOps.Capabilities.Patches;

/// <summary>Runs a language's own tool as a parser: text on its standard input, nothing else. It never executes the text.</summary>
internal static class SyntaxTool
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);

    /// <summary>Where tools may come from; the host's own PATH may hold shims that run more than a parser.</summary>
    private static readonly string[] Folders = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/local/go/bin", "/opt/homebrew/bin"];

    /// <summary>The tool's path, or null when it is not installed.</summary>
    public static string? Find(string name) => Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Runs the tool with <paramref name="text"/> on its standard input.</summary>
    /// <returns>Exit code and what it wrote to standard error; null when it could not be run or took too long.</returns>
    public static async Task<(int ExitCode, string Errors)?> RunAsync(string tool, IReadOnlyList<string> arguments, string text, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(tool)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetPathRoot(Path.GetTempPath())!,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        start.Environment.Clear();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeLimit);
        Process? process = null;
        try
        {
            process = Process.Start(start);
            if (process is null)
                return null;

            var output = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, limit.Token);
            var errors = ReadSomeAsync(process.StandardError, limit.Token);
            await FeedAsync(process.StandardInput, text, limit.Token);
            await Task.WhenAll(output, errors);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await errors);
        }
        catch (Exception failure) when (failure is Win32Exception or IOException || failure is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            if (process is { HasExited: false })
                process.Kill(entireProcessTree: true);

            process?.Dispose();
        }
    }

    private static async Task FeedAsync(StreamWriter input, string text, CancellationToken cancellationToken)
    {
        try
        {
            await input.WriteAsync(text.AsMemory(), cancellationToken);
            input.Close();
        }
        catch (IOException)
        {
            // The tool gave up before it had read everything; its exit code says what it thinks.
        }
    }

    private static async Task<string> ReadSomeAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var buffer = new char[8_192];
        var kept = await reader.ReadBlockAsync(buffer, cancellationToken);
        await reader.BaseStream.CopyToAsync(Stream.Null, cancellationToken);
        return new string(buffer, 0, kept);
    }
}
