using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ChatOps.Adapters.Git;

/// <summary>The one place where the <c>git</c> program is started: always in a directory of our own, never in a user's repository.</summary>
/// <param name="directory">A bare repository that this host made.</param>
internal sealed class GitProcess(string directory)
{
    /// <summary>Nothing of the machine's configuration counts, nothing can ask a question, and nothing but git itself runs.</summary>
    private static readonly string[] Hardening =
    [
        "-c", "core.hooksPath=/dev/null",
        "-c", "core.fsmonitor=false",
        "-c", "protocol.ext.allow=never",
        "-c", "credential.helper=",
        "-c", "core.quotePath=false",
        "-c", "core.askPass=",
        "-c", "gc.auto=0",
        "-c", "maintenance.auto=false",
        "-c", "diff.external=",
        "-c", "log.showSignature=false",
        "-c", "advice.detachedHead=false",
    ];

    /// <summary>Runs git to its end and returns what it printed.</summary>
    /// <param name="arguments">Arguments after the global ones; each is passed on as it is, no shell reads them.</param>
    /// <param name="limits">When to stop it.</param>
    /// <param name="input">Text for its standard input; null for none.</param>
    /// <param name="environment">Variables for this run only, e.g. credentials; null for none.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    public async Task<GitResult> RunAsync(IReadOnlyList<string> arguments, GitLimits limits, string? input = null, IReadOnlyDictionary<string, string>? environment = null, CancellationToken cancellationToken = default)
    {
        using var output = new MemoryStream();
        var truncated = false;
        var (code, error, timedOut) = await StreamAsync(arguments, limits.Time, environment,
            async (stdin, token) =>
            {
                if (input is not null) await stdin.WriteAsync(Encoding.UTF8.GetBytes(input), token);
            },
            async (stdout, token) =>
            {
                var buffer = new byte[64 * 1024];
                int read;
                while ((read = await stdout.ReadAsync(buffer, token)) > 0)
                {
                    if (output.Length + read > limits.Bytes)
                    {
                        truncated = true;
                        return;
                    }
                    output.Write(buffer, 0, read);
                }
            },
            cancellationToken);
        return new GitResult(code, Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length), error, timedOut, truncated);
    }

    /// <summary>Runs git while its input is written and its output read by the caller. Whatever the callbacks leave unread is dropped and the process ended.</summary>
    public async Task<(int Code, string Error, bool TimedOut)> StreamAsync(IReadOnlyList<string> arguments, TimeSpan time, IReadOnlyDictionary<string, string>? environment,
        Func<Stream, CancellationToken, Task> write, Func<Stream, CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = StartInfo(arguments, environment) };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return (127, "git is not installed", false);
        }
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(time);
        var error = new StringBuilder();
        try
        {
            var errors = ReadErrorsAsync(process, error, deadline.Token);
            var writing = WriteAsync(process, write, deadline.Token);
            await read(process.StandardOutput.BaseStream, deadline.Token);
            if (!process.HasExited && await process.StandardOutput.BaseStream.ReadAsync(new byte[1], deadline.Token) > 0)
                process.Kill(entireProcessTree: true);
            await writing;
            await errors;
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, error.ToString(), false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (124, error.ToString(), true);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                // Until it is gone it may still write.
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    private ProcessStartInfo StartInfo(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo("git")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = directory,
        };
        start.ArgumentList.Add(string.Create(CultureInfo.InvariantCulture, $"--git-dir={directory}"));
        start.ArgumentList.Add("--literal-pathspecs");
        foreach (var part in Hardening) start.ArgumentList.Add(part);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("GIT_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_ATTR_NOSYSTEM"] = "1";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        start.Environment["GIT_NO_LAZY_FETCH"] = "1";
        start.Environment["GIT_NO_REPLACE_OBJECTS"] = "1";
        start.Environment["LC_ALL"] = "C";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return start;
    }

    private static async Task WriteAsync(Process process, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        try
        {
            await write(process.StandardInput.BaseStream, cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // git ended before it had read everything: its exit code tells why.
        }
    }

    private static async Task ReadErrorsAsync(Process process, StringBuilder error, CancellationToken cancellationToken)
    {
        var buffer = new char[4096];
        int read;
        while ((read = await process.StandardError.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (error.Length < 16 * 1024) error.Append(buffer, 0, read);
        }
    }
}

/// <summary>When a git process is stopped.</summary>
/// <param name="Time">Its longest run.</param>
/// <param name="Bytes">Its largest output.</param>
internal sealed record GitLimits(TimeSpan Time, int Bytes)
{
    /// <summary>For a question about one file or commit.</summary>
    public static GitLimits Short { get; } = new(TimeSpan.FromSeconds(10), 8 * 1024 * 1024);

    /// <summary>For a question about a whole tree.</summary>
    public static GitLimits Tree { get; } = new(TimeSpan.FromSeconds(30), 256 * 1024 * 1024);

    /// <summary>For clone, fetch and the commit-graph.</summary>
    public static GitLimits Transfer { get; } = new(TimeSpan.FromMinutes(30), 8 * 1024 * 1024);
}

/// <summary>How a git process ended.</summary>
internal sealed record GitResult(int Code, string Output, string Error, bool TimedOut, bool Truncated)
{
    /// <summary>Whether it did all it was asked.</summary>
    public bool Succeeded => Code == 0 && !TimedOut;
}
