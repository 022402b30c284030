using System.Diagnostics;
using System.Text;

namespace ChatOps.Tests.Support.GitHub;

/// <summary>The bare repository behind a repository of the fake: commits, merges and rebases are made with git itself.</summary>
internal sealed class BareGit : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("chatops-github-");

    public BareGit()
    {
        Run("init", "-q", "--bare", "-b", "main", ".");
        Run("config", "http.receivepack", "true");
        Run("config", "uploadpack.allowAnySHA1InWant", "true");
    }

    public string Folder => folder.FullName;

    public string? Tip(string branch) => TryRun($"rev-parse", "--verify", "-q", $"refs/heads/{branch}^{{commit}}") is { ExitCode: 0 } found ? found.Output.Trim() : null;

    public bool Has(string sha) => TryRun("cat-file", "-e", $"{sha}^{{commit}}").ExitCode == 0;

    public bool IsAncestor(string sha, string of) => TryRun("merge-base", "--is-ancestor", sha, of).ExitCode == 0;

    public string MergeBase(string left, string right) => Run("merge-base", left, right).Trim();

    /// <summary>Field <c>%an</c>, <c>%ae</c>, <c>%aI</c>, <c>%B</c>, <c>%T</c>, <c>%P</c>… of a commit.</summary>
    public string Show(string sha, string format) => Run("show", "-s", $"--format={format}", sha).TrimEnd('\n');

    /// <summary>Commits in <paramref name="head"/> but not in <paramref name="notIn"/>, oldest first.</summary>
    public string[] Between(string notIn, string head) => Lines(Run("rev-list", "--reverse", "--topo-order", head, "^" + notIn));

    public static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public void Point(string branch, string? sha)
    {
        if (sha is null) Run("update-ref", "-d", $"refs/heads/{branch}");
        else Run("update-ref", $"refs/heads/{branch}", sha);
    }

    /// <summary>A commit that writes files (null deletes) on top of a parent.</summary>
    public string Commit(string? parent, string message, string author, params (string Path, string? Text)[] files) =>
        Commit(parent, message, author, files.Select(file => (file.Path, file.Text is null ? null : Encoding.UTF8.GetBytes(file.Text))).ToArray());

    public string Commit(string? parent, string message, string author, params (string Path, byte[]? Content)[] files)
    {
        var index = Path.Combine(Folder, "index-" + Guid.NewGuid().ToString("N"));
        try
        {
            if (parent is not null) Run([], index, author, "read-tree", parent);
            foreach (var (path, content) in files)
            {
                if (content is null)
                {
                    Run(Encoding.UTF8.GetBytes($"0 {new string('0', 40)}\t{path}\n"), index, author, "update-index", "--index-info");
                    continue;
                }

                var blob = Run(content, null, author, "hash-object", "-w", "--stdin").Trim();
                var mode = parent is not null && TryRun("ls-tree", parent, "--", path).Output is { Length: > 6 } listed ? listed[..6] : "100644";
                Run([], index, author, "update-index", "--add", "--cacheinfo", $"{mode},{blob},{path}");
            }

            return CommitTree(Run([], index, author, "write-tree").Trim(), message, author, parent is null ? [] : [parent]);
        }
        finally
        {
            File.Delete(index);
        }
    }

    public string CommitTree(string tree, string message, string author, params string[] parents) =>
        Run(Encoding.UTF8.GetBytes(message), null, author, ["commit-tree", tree, .. parents.SelectMany(parent => new[] { "-p", parent })]).Trim();

    /// <summary>The tree of both sides merged; null on a conflict.</summary>
    public string? MergeTree(string ours, string theirs) => TryRun("merge-tree", "--write-tree", ours, theirs) is { ExitCode: 0 } merged ? Lines(merged.Output)[0] : null;

    /// <summary>A commit picked onto another; null on a conflict.</summary>
    public string? Pick(string onto, string commit)
    {
        // merge-tree takes no merge base of one's own in every git that is in use: so the sides are given one.
        var author = Show(commit, "%an");
        var root = CommitTree(Show($"{commit}^", "%T"), "base", author);
        var tree = MergeTree(CommitTree(Show(onto, "%T"), "ours", author, root), CommitTree(Show(commit, "%T"), "theirs", author, root));
        return tree is null ? null : CommitTree(tree, Show(commit, "%B"), author, onto);
    }

    public string Run(params string[] arguments) => Run([], null, "GitHub", arguments);

    public void Dispose() => folder.Delete(recursive: true);

    private (int ExitCode, string Output) TryRun(params string[] arguments) => Start([], null, "GitHub", arguments);

    private string Run(byte[] input, string? index, string author, params string[] arguments)
    {
        var (code, output) = Start(input, index, author, arguments);
        return code == 0 ? output : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {output}");
    }

    private (int ExitCode, string Output) Start(byte[] input, string? index, string author, string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", Folder, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["GIT_AUTHOR_NAME"], start.Environment["GIT_AUTHOR_EMAIL"]) = (author, $"{author.Replace(' ', '.').ToLowerInvariant()}@example.com");
        (start.Environment["GIT_COMMITTER_NAME"], start.Environment["GIT_COMMITTER_EMAIL"]) = ("GitHub", "noreply@github.com");
        (start.Environment["GIT_CONFIG_NOSYSTEM"], start.Environment["GIT_CONFIG_GLOBAL"]) = ("1", "/dev/null");
        if (index is not null) start.Environment["GIT_INDEX_FILE"] = index;
        using var process = Process.Start(start)!;
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, process.ExitCode == 0 ? output : output + errors.GetAwaiter().GetResult());
    }
}
