using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using ChatOps.Adapters.Git;
using ChatOps.Chat;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Adapters.Git;

/// <summary>A real repository in a temporary directory, with a store beside it that reads it.</summary>
internal sealed class TemporaryRepository : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("chatops-git-").FullName;
    private int minutes;

    private readonly List<GitStore> stores = [];

    public TemporaryRepository(bool init = true)
    {
        Directory.CreateDirectory(WorkTree);
        if (init)
        {
            Git("init", "--quiet", "--initial-branch=main");
            Git("config", "user.name", "Dana");
            Git("config", "user.email", "dana@example.com");
            Git("config", "commit.gpgsign", "false");
        }
        Store = NewStore();
    }

    public string WorkTree => Path.Combine(root, "work");

    public string Root => root;

    public GitStore Store { get; }

    public RepositoryRef Ref => new() { Name = "acme", Path = WorkTree };

    public GitStore NewStore()
    {
        var store = new GitStore(Path.Combine(root, "data"), TimeProvider.System, NullLogger<GitStore>.Instance);
        stores.Add(store);
        return store;
    }

    public void Write(string path, string text) => WriteBytes(path, Encoding.UTF8.GetBytes(text));

    public void WriteBytes(string path, byte[] bytes)
    {
        var full = Path.Combine(WorkTree, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, bytes);
    }

    /// <summary>Commits everything; each commit is a day after the one before, so that dates are known.</summary>
    public string Commit(string message)
    {
        Git("add", "-A");
        Git("commit", "--quiet", "--allow-empty", "-m", message);
        return Git("rev-parse", "HEAD").Trim();
    }

    public string Git(params string[] arguments) => Run(WorkTree, arguments);

    public string Run(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo("git") { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var when = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(arguments[0] == "commit" ? ++minutes : minutes).ToString("O");
        start.Environment["GIT_AUTHOR_DATE"] = when;
        start.Environment["GIT_COMMITTER_DATE"] = when;
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {error.Result}");
    }

    public async Task<Snapshot> OpenAsync(string? @ref = null)
    {
        var answer = await Store.OpenAsync(Ref, @ref, CancellationToken.None);
        return answer.Value ?? throw new InvalidOperationException(answer.Refusal!.Sentence);
    }

    public async Task<Refusal> RefusedAsync(string? @ref = null) =>
        (await Store.OpenAsync(Ref, @ref, CancellationToken.None)).Refusal ?? throw new InvalidOperationException("It was opened.");

    /// <summary>A hash over every file of the repository with its name, content and time of change.</summary>
    public string HashOfEverything()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(WorkTree, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{file} {File.GetLastWriteTimeUtc(file).Ticks} "));
            if (new FileInfo(file).LinkTarget is null) hash.AppendData(File.ReadAllBytes(file));
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    public void Dispose()
    {
        stores.ForEach(store => store.Dispose());
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)) File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(root, recursive: true);
    }
}
