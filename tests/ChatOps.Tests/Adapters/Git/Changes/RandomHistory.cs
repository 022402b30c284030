using System.Text;
using ChatOps.Adapters.Git.Changes;
using LibGit2Sharp;

namespace ChatOps.Tests.Adapters.Git.Changes;

/// <summary>
/// A repository with a made-up history: a pull request lands among other work, and more work follows. The seed decides all of it. Files are kept as a model
/// from path to mode and bytes, so that merging two lines of work on different files needs no merge program.
/// </summary>
internal sealed class RandomHistory : IDisposable
{
    private static readonly string[] Words = ["order", "retry", "total", "queue", "price", "stock", "invoice", "customer", "handler", "session"];

    private readonly Random random;
    private readonly Repository git;
    private readonly SortedDictionary<string, (Mode Mode, byte[] Bytes)> files = new(StringComparer.Ordinal);
    private int minute;

    public RandomHistory(int seed, string folder)
    {
        random = new Random(seed);
        Folder = folder;
        Repository.Init(folder);
        git = new Repository(folder);
        git.Refs.UpdateTarget("HEAD", "refs/heads/main");
        Build();
    }

    public void Dispose() => git.Dispose();

    /// <summary>The work tree.</summary>
    public string Folder { get; }

    /// <summary>The pull request as its host would describe it.</summary>
    public MergedPullRequest PullRequest { get; private set; } = null!;

    /// <summary>How it landed.</summary>
    public LandingMethod Method { get; private set; }

    /// <summary>Its commits on main, oldest first.</summary>
    public IReadOnlyList<string> Landed { get; private set; } = [];

    private void Build()
    {
        for (var i = 0; i < random.Next(4, 9); i++) files[NewPath()] = (Mode.NonExecutableFile, Text(random.Next(15, 50)));
        files["lib/crlf.txt"] = (Mode.NonExecutableFile, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Text(20)).Replace("\n", "\r\n", StringComparison.Ordinal)));
        files["assets/logo.bin"] = (Mode.NonExecutableFile, Binary());
        files["vendor/sub"] = (Mode.GitLink, Bytes(20));
        files["current"] = (Mode.SymbolicLink, Encoding.UTF8.GetBytes("lib/crlf.txt"));
        var tip = Commit("Start", null);
        for (var i = 0; i < random.Next(1, 4); i++) tip = Work(tip);

        Method = (LandingMethod)random.Next(3);
        var messages = new List<string>();
        var steps = new List<SortedDictionary<string, (Mode, byte[])>>();
        var before = Copy();
        for (var i = 0; i < random.Next(1, 5); i++)
        {
            Change();
            if (random.Next(3) == 0) Change();
            messages.Add($"Step {i + 1} of the pull request\n\nWhy it is needed.\n");
            steps.Add(Copy());
        }
        tip = Method switch
        {
            LandingMethod.Squash => Land([Commit("Improve things (#12)", [tip])]),
            LandingMethod.Rebase => Rebase(tip, steps, messages),
            _ => Merge(tip, before, steps, messages),
        };
        PullRequest = new MergedPullRequest(12, "Improve things", tip.Sha, messages);
        for (var i = 0; i < random.Next(0, 6); i++) tip = Work(tip);
        git.Refs.Add("refs/heads/main", tip.Id, allowOverwrite: true);
    }

    private Commit Rebase(Commit tip, List<SortedDictionary<string, (Mode, byte[])>> steps, List<string> messages)
    {
        List<Commit> commits = [];
        for (var i = 0; i < steps.Count; i++)
        {
            Restore(steps[i]);
            tip = Commit(messages[i], [tip]);
            commits.Add(tip);
        }
        return Land(commits);
    }

    private Commit Merge(Commit tip, SortedDictionary<string, (Mode, byte[])> before, List<SortedDictionary<string, (Mode, byte[])>> steps, List<string> messages)
    {
        var branch = tip;
        for (var i = 0; i < steps.Count; i++)
        {
            Restore(steps[i]);
            branch = Commit(messages[i], [branch]);
        }
        // Meanwhile main got a file of its own, which the merge has as well.
        var meanwhile = ($"notes/{random.Next(1000)}.md", (Mode.NonExecutableFile, Text(5)));
        Restore(before);
        files[meanwhile.Item1] = meanwhile.Item2;
        tip = Commit("Meanwhile", [tip]);
        Restore(steps[^1]);
        files[meanwhile.Item1] = meanwhile.Item2;
        return Land([Commit("Merge pull request #12 from acme/topic", [tip, branch])]);
    }

    private Commit Land(IReadOnlyList<Commit> commits)
    {
        Landed = [.. commits.Select(commit => commit.Sha)];
        return commits[^1];
    }

    private Commit Work(Commit tip)
    {
        Change();
        return Commit("Other work", [tip]);
    }

    private void Change()
    {
        switch (random.Next(16))
        {
            case 0: files[NewPath()] = (Mode.NonExecutableFile, Text(random.Next(5, 30))); break;
            case 1: if (Pick() is { } gone) files.Remove(gone); break;
            case 2 or 3: if (Pick() is { } from) Move(from, NewPath()); break;
            case 4: MoveDirectory(); break;
            case 5: if (Pick() is { } mode) files[mode] = (files[mode].Mode == Mode.ExecutableFile ? Mode.NonExecutableFile : Mode.ExecutableFile, files[mode].Bytes); break;
            case 6: if (files.ContainsKey("assets/logo.bin")) files["assets/logo.bin"] = (Mode.NonExecutableFile, Binary()); break;
            case 7: files["vendor/sub"] = (Mode.GitLink, Bytes(20)); break;
            case 8: files["current"] = (Mode.SymbolicLink, Encoding.UTF8.GetBytes($"lib/{Words[random.Next(Words.Length)]}.txt")); break;
            case 9: if (Pick() is { } renamed) { var to = NewPath(); Move(renamed, to); Edit(to); } break;
            default: if (Pick() is { } edited) Edit(edited); break;
        }
    }

    private void Edit(string path)
    {
        if (!files.TryGetValue(path, out var file)) return;
        var end = file.Bytes.AsSpan().IndexOf("\r\n"u8) >= 0 ? "\r\n" : "\n";
        var lines = Encoding.UTF8.GetString(file.Bytes).Split(end).ToList();
        for (var i = 0; i < random.Next(1, 4); i++)
        {
            var at = random.Next(lines.Count);
            switch (random.Next(4))
            {
                case 0: lines.Insert(at, Line()); break;
                case 1: if (lines.Count > 3) lines.RemoveAt(at); break;
                case 2: lines.InsertRange(at, ["if (ready)", "{", "    " + Line(), "}", ""]); break;
                default: lines[at] = Line(); break;
            }
        }
        files[path] = (file.Mode, Encoding.UTF8.GetBytes(string.Join(end, lines)));
    }

    private void Move(string from, string to)
    {
        if (!files.Remove(from, out var file)) return;
        files[to] = file;
    }

    private void MoveDirectory()
    {
        var folder = files.Keys.Where(path => path.StartsWith("src/", StringComparison.Ordinal)).Select(path => path.Split('/')[1]).Distinct().Order(StringComparer.Ordinal).ElementAtOrDefault(random.Next(3));
        if (folder is null) return;
        var to = $"{Words[random.Next(Words.Length)]}{random.Next(100)}";
        foreach (var path in files.Keys.Where(path => path.StartsWith($"src/{folder}/", StringComparison.Ordinal)).ToList()) Move(path, $"src/{to}/{path.Split('/')[^1]}");
    }

    private string? Pick()
    {
        var texts = files.Where(file => file.Value.Mode is Mode.NonExecutableFile or Mode.ExecutableFile && !file.Key.EndsWith(".bin", StringComparison.Ordinal)).Select(file => file.Key).ToList();
        return texts.Count == 0 ? null : texts[random.Next(texts.Count)];
    }

    private string NewPath() => $"src/{Words[random.Next(3)]}/{Words[random.Next(Words.Length)]}{random.Next(1000)}.cs";

    /// <summary>Text with the blank lines and braces that every file has, which is where diff algorithms part.</summary>
    private byte[] Text(int lines) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, lines).Select(_ => random.Next(4) switch { 0 => "\n", 1 => "}\n", _ => Line() + "\n" })));

    private string Line() => $"{Words[random.Next(Words.Length)]}.{Words[random.Next(Words.Length)]}({random.Next(random.Next(2) == 0 ? 5 : 5000)});";

    private byte[] Binary() => [0, 1, 2, .. Bytes(200)];

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private SortedDictionary<string, (Mode, byte[])> Copy() => new(files, StringComparer.Ordinal);

    private void Restore(SortedDictionary<string, (Mode, byte[])> model)
    {
        files.Clear();
        foreach (var (path, file) in model) files[path] = file;
    }

    private Commit Commit(string message, IReadOnlyList<Commit>? parents)
    {
        var definition = new TreeDefinition();
        foreach (var (path, (mode, bytes)) in files)
        {
            if (mode == Mode.GitLink)
            {
                definition.AddGitLink(path, new ObjectId(bytes));
                continue;
            }
            using var content = new MemoryStream(bytes);
            definition.Add(path, git.ObjectDatabase.CreateBlob(content), mode);
        }
        var signature = new Signature("Dana", "dana@example.com", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute++));
        return git.ObjectDatabase.CreateCommit(signature, signature, message, git.ObjectDatabase.CreateTree(definition), parents ?? [], prettifyMessage: true);
    }
}
