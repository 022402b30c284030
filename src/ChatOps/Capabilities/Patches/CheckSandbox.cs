using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using ChatOps.Settings;

namespace ChatOps.Capabilities.Patches;

/// <summary>
/// Runs a command of somebody's repository under <c>bwrap</c>: no network, no environment, a temporary home, the system's programs and libraries read-only and
/// nothing else of the machine, with limits of processor time, memory, files, output and time. Where <c>bwrap</c> is missing or may not work, nothing runs.
/// </summary>
internal sealed class CheckSandbox(DataDirectory data)
{
    /// <summary>What of a command's output is kept: its end.</summary>
    private const int KeptOutput = 16 * 1024;

    /// <summary>A command that prints more is stopped.</summary>
    private const int MostOutput = 16 * 1024 * 1024;

    /// <summary>The most memory that one process of a command may fill, in MiB.</summary>
    public int MemoryMiB { get; init; } = 4096;

    // Processor seconds, KiB of data a process, 512-byte blocks a file, open files: a shell's own limits, inherited by all it starts.
    private string Limits => string.Create(CultureInfo.InvariantCulture, $"ulimit -t 900; ulimit -d {MemoryMiB * 1024L}; ulimit -f 2097152; ulimit -n 4096; ulimit -c 0; exec /bin/sh -c \"$1\"");

    private static readonly string[] Programs =
        ["/usr", "/bin", "/sbin", "/lib", "/lib64", "/lib32", "/opt", "/nix/store"];

    private static readonly string[] Configuration =
        ["/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/ssl/certs", "/etc/ca-certificates", "/etc/passwd", "/etc/group", "/etc/nsswitch.conf", "/etc/localtime", "/etc/mime.types", "/etc/dotnet", "/etc/java-17-openjdk", "/etc/java-21-openjdk"];

    // What works once works until the host stops; what does not may be put right meanwhile.
    private volatile bool works;

    /// <summary>Why commands cannot be run here, as a clause; null when they can.</summary>
    public async Task<string?> WhyNotAsync(CancellationToken cancellationToken)
    {
        if (SyntaxTool.Find("bwrap") is null)
            return "bwrap (the package bubblewrap) is not installed, and nothing of a repository runs without its sandbox";
        // Long, because a machine under load must not be taken for one that cannot.
        works = works || await RunAsync(Path.GetTempPath(), writable: false, "exit 0", TimeSpan.FromMinutes(1), cancellationToken) is { ExitCode: 0, TimedOut: false };
        return works ? null : "bwrap cannot make its sandbox here (it needs user namespaces), and nothing of a repository runs without it";
    }

    /// <summary>Runs a shell command in a checkout.</summary>
    /// <param name="checkout">The directory that it may write to.</param>
    /// <param name="command">The command.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<SandboxRun> RunAsync(string checkout, string command, TimeSpan limit, CancellationToken cancellationToken) =>
        RunAsync(checkout, writable: true, command, limit, cancellationToken);

    private async Task<SandboxRun> RunAsync(string checkout, bool writable, string command, TimeSpan limit, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(SyntaxTool.Find("bwrap")!) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = "/" };
        foreach (var argument in (string[])[.. Arguments(checkout, writable), "/bin/sh", "-c", Limits, "check", command])
            start.ArgumentList.Add(argument);
        start.Environment.Clear();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ended.CancelAfter(limit);
        var output = new Tail();
        using var process = new Process { StartInfo = start };
        var exited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = false;
        try
        {
            await StartAsync(process, exited);
            started = true;
            process.StandardInput.Close();
            Task[] reading = [output.ReadAsync(process.StandardOutput.BaseStream, ended.Token), output.ReadAsync(process.StandardError.BaseStream, ended.Token)];
            // One that prints too much is stopped at once, not when the other stream ends.
            await await Task.WhenAny(reading);
            await Task.WhenAll(reading);
            await process.WaitForExitAsync(ended.Token);
            return new SandboxRun(process.ExitCode, output.Text, TimedOut: false);
        }
        catch (Win32Exception)
        {
            return new SandboxRun(127, "", TimedOut: false);
        }
        catch (InvalidDataException)
        {
            return new SandboxRun(1, $"It printed more than {MostOutput / 1024 / 1024} MiB", TimedOut: false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SandboxRun(124, output.Text, TimedOut: true);
        }
        finally
        {
            if (started)
            {
                // The first process of the sandbox dies with bwrap, and all the others with it.
                if (!process.HasExited)
                    process.Kill(entireProcessTree: true);
                await exited.Task;
            }
        }
    }

    /// <summary>Starts bwrap from a thread that stays until it ends: <c>--die-with-parent</c> goes by the thread (prctl(2), PR_SET_PDEATHSIG), and one of the pool's may end long before.</summary>
    private static Task StartAsync(Process process, TaskCompletionSource exited)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                process.Start();
            }
            catch (Win32Exception e)
            {
                started.SetException(e);
                return;
            }

            started.SetResult();
            process.WaitForExit();
            exited.SetResult();
        })
        { IsBackground = true, Name = "check command" }.Start();
        return started.Task;
    }

    private List<string> Arguments(string checkout, bool writable)
    {
        List<string> arguments = ["--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"];
        foreach (var directory in Programs.Concat(Configuration))
            arguments.AddRange(["--ro-bind-try", directory, directory]);
        // The host's own settings and data may stand among the system's files.
        foreach (var own in ((string[])[data.Path, AppContext.BaseDirectory, Environment.CurrentDirectory]).Select(Path.TrimEndingDirectorySeparator).Distinct().Where(own => Directory.Exists(own) && Programs.Any(root => own.StartsWith(root + "/", StringComparison.Ordinal))))
            arguments.AddRange(["--tmpfs", own]);
        arguments.AddRange(["--proc", "/proc", "--dev", "/dev", "--size", "1073741824", "--tmpfs", "/tmp", "--dir", "/tmp/home", writable ? "--bind" : "--ro-bind", checkout, "/checkout", "--chdir", "/checkout"]);
        arguments.AddRange(["--setenv", "HOME", "/tmp/home", "--setenv", "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/go/bin", "--setenv", "LANG", "C.UTF-8", "--setenv", "CI", "true"]);
        return arguments;
    }

    /// <summary>The end of what two streams print.</summary>
    private sealed class Tail
    {
        private readonly Lock gate = new();
        private readonly List<byte> kept = [];
        private long seen;

        public string Text
        {
            get
            {
                lock (gate)
                    return Encoding.UTF8.GetString([.. kept]);
            }
        }

        public async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
        {
            var buffer = new byte[4096];
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
            {
                lock (gate)
                {
                    kept.AddRange(buffer.AsSpan(0, read));
                    if (kept.Count > 2 * KeptOutput)
                        kept.RemoveRange(0, kept.Count - KeptOutput);
                    if ((seen += read) > MostOutput)
                        throw new InvalidDataException();
                }
            }
        }
    }
}

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">The end of what it printed.</param>
/// <param name="TimedOut">Whether it was stopped because it took too long.</param>
internal sealed record SandboxRun(int ExitCode, string Output, bool TimedOut);
