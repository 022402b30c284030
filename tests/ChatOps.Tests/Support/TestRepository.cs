using System.Diagnostics;
using ChatOps.Adapters.Git;
using ChatOps.Chat;

namespace ChatOps.Tests.Support;

/// <summary>A real git repository in a folder of its own, gone when the test is over.</summary>
internal sealed class TestRepository : IDisposable
{
    public TestRepository()
    {
        Folder = Directory.CreateTempSubdirectory("chatops-test-").FullName;
        Git("init", "-q", "-b", "main");
        Git("config", "user.name", "Ada");
        Git("config", "user.email", "ada@example.com");
        Git("config", "core.autocrlf", "false");
    }

    public string Folder { get; }

    public string Commit(params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files)
            Write(path, text);

        Git("add", "-A");
        Git("commit", "-q", "-m", "Change", "--allow-empty");
        return Git("rev-parse", "HEAD").Output.Trim();
    }

    public void Write(string path, string text)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    /// <summary>The repository at its head.</summary>
    public Snapshot Snapshot()
        => new(new RepositoryRef { Name = "orders", Path = Folder }, Git("rev-parse", "HEAD").Output.Trim(), "main");

    public (int ExitCode, string Output) Git(params string[] arguments) => Git("", arguments);

    public (int ExitCode, string Output) Git(string input, string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
