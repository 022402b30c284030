using System.Diagnostics;
using ChatOps.Adapters.Git;
using ChatOps.Chat;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Support;

/// <summary>A real git repository in a folder of its own, gone when the test is over.</summary>
internal sealed class TestRepository : IDisposable
{
    public TestRepository()
    {
        Folder = Directory.CreateTempSubdirectory("chatops-test-").FullName;
        Git("init", "-q", "-b", "main");
        File.AppendAllText(Path.Combine(Folder, ".git", "config"), "[user]\n\tname = Ada\n\temail = ada@example.com\n[core]\n\tautocrlf = false\n");
    }

    public string Folder { get; }

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("chatops-test-");
    private readonly List<GitStore> _stores = [];

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

    /// <summary>The repository at its head, as the host reads it.</summary>
    public Snapshot Snapshot()
    {
        var git = new GitStore(_data.FullName, TimeProvider.System, NullLogger<GitStore>.Instance);
        _stores.Add(git);
        return git.OpenAsync(new RepositoryRef { Name = "orders", Path = Folder }, null, CancellationToken.None).GetAwaiter().GetResult().Value!;
    }

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

    public void Dispose()
    {
        _stores.ForEach(store => store.Dispose());
        Directory.Delete(Folder, recursive: true);
        _data.Delete(recursive: true);
    }
}
