using System.ComponentModel;
using System.Globalization;
using ChatOps.Adapters.Git;
using ChatOps.Capabilities.Patches;
using ChatOps.Chat;
using Microsoft.SemanticKernel;

namespace ChatOps.Capabilities.Context;

/// <summary>What a model may look up in the repository at the commit in question. Everything here reads; nothing leaves that commit.</summary>
internal sealed class RepositoryPlugin(Snapshot snapshot)
{
    private const int MostHits = 30;
    private const int MostEntries = 200;
    private const int MostLines = 150;
    private const int MostBlamed = 60;
    private const int LongestLine = 240;

    /// <summary>Lines that contain a text.</summary>
    [KernelFunction("search"), Description("Lines of the repository that contain a text exactly, as path:line: text.")]
    public async Task<string> SearchAsync(
        [Description("The exact text to look for, at least 3 characters")] string text,
        [Description("A folder to look in, empty for all")] string folder = "",
        CancellationToken cancellationToken = default)
    {
        if (text.Trim().Length < 3)
            return "Give at least 3 characters.";

        if (folder.Length > 0 && RepositoryPath.Normalise(folder.TrimEnd('/')) is null)
            return "That folder is not inside the repository.";

        var hits = await snapshot.SearchAsync(text, folder.Length == 0 ? null : folder.TrimEnd('/') + "/", MostHits, cancellationToken);
        return hits.Count == 0 ? "No line contains that text." : Masked(hits.Select(hit => $"{hit.Path}:{hit.Line}: {Short(hit.Text.Trim())}"));
    }

    /// <summary>Lines of a file.</summary>
    [KernelFunction("read"), Description("Lines of a file, numbered; at most 150 at a time.")]
    public string Read(
        [Description("The file's path")] string path,
        [Description("First line, from 1")] int startLine = 1,
        [Description("Last line, inclusive")] int endLine = MostLines)
    {
        if (Find(path) is not { } known || snapshot.ReadText(known) is not { } text)
            return NoFile;

        var lines = text.Split('\n');
        var (start, end) = Range(startLine, endLine, lines.Length, MostLines);
        return start > lines.Length ? $"The file has {lines.Length} lines." : Masked(lines[(start - 1)..end].Select((line, i) => $"{start + i}| {Short(line.TrimEnd('\r'))}"));
    }

    /// <summary>What lies in a folder.</summary>
    [KernelFunction("list"), Description("Files and folders directly inside a folder.")]
    public string List([Description("The folder, empty for the root")] string folder = "")
    {
        var prefix = folder.Trim().TrimEnd('/');
        if (prefix is not ("" or ".") && RepositoryPath.Normalise(prefix) is null)
            return "That folder is not inside the repository.";
        prefix = prefix is "" or "." ? "" : RepositoryPath.Normalise(prefix) + "/";
        var entries = snapshot.Paths.Where(path => path.StartsWith(prefix, StringComparison.Ordinal))
            .Select(path => path.IndexOf('/', prefix.Length) is var slash && slash < 0 ? path : path[..(slash + 1)]).Distinct().Take(MostEntries + 1).ToList();
        return entries.Count == 0 ? "There is no such folder." : string.Join('\n', entries.Take(MostEntries)) + (entries.Count > MostEntries ? "\n[cut]" : "");
    }

    /// <summary>Commits that changed a file.</summary>
    [KernelFunction("log"), Description("The latest commits that changed a file, newest first.")]
    public async Task<string> LogAsync([Description("The file's path")] string path, CancellationToken cancellationToken = default)
        => Find(path) is { } known
            ? Masked((await snapshot.LogAsync(known, 10, cancellationToken)).Select(Line))
            : NoFile;

    /// <summary>Who last changed lines.</summary>
    [KernelFunction("blame"), Description("The commit that last changed each line of a range; at most 60 lines.")]
    public async Task<string> BlameAsync(
        [Description("The file's path")] string path,
        [Description("First line, from 1")] int startLine,
        [Description("Last line, inclusive")] int endLine,
        CancellationToken cancellationToken = default)
    {
        if (Find(path) is not { } known || snapshot.ReadText(known) is not { } text)
            return NoFile;

        var count = text.Split('\n').Length;
        var (start, end) = Range(startLine, endLine, count, MostBlamed);
        return start > count ? $"The file has {count} lines." : Masked((await snapshot.BlameAsync(known, start, end, cancellationToken)).Select(line => $"{line.Line}| {Line(line.Commit)}"));
    }

    private const string NoFile = "There is no such text file in the repository at this commit.";

    private string? Find(string path) => RepositoryPath.Normalise(path) is { } normal && RepositoryPath.Exists(snapshot, normal) ? normal : null;

    private static (int Start, int End) Range(int start, int end, int count, int most)
    {
        var first = Math.Max(1, start);
        return (first, Math.Clamp(end, first, Math.Max(first, Math.Min(count, first + most - 1))));
    }

    private static string Line(CommitInfo commit)
        => string.Create(CultureInfo.InvariantCulture, $"{commit.Sha[..Math.Min(10, commit.Sha.Length)]} {commit.CommittedAt:yyyy-MM-dd} {Short(commit.Subject)}");

    private static string Short(string text) => text.Length <= LongestLine ? text : text[..LongestLine] + " [cut]";

    private static string Masked(IEnumerable<string> lines) => SecretMasker.Mask(string.Join('\n', lines)).Text;
}
