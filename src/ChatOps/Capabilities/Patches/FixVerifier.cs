using System.Text;
using ChatOps.Adapters.Git;

namespace ChatOps.Capabilities.Patches;

/// <summary>Checks a proposed change: where it goes, that it applies and parses, and that it brings in no secret.</summary>
internal static class FixVerifier
{
    private const int MostFiles = 20;
    private const int LongestFile = 512 * 1024;

    /// <summary>Checks full new texts by path against a snapshot.</summary>
    public static Task<CheckedFix> CheckAsync(Snapshot snapshot, IReadOnlyDictionary<string, string> fix, CancellationToken cancellationToken) =>
        CheckAsync(PatchBase.Of(snapshot), fix, cancellationToken);

    /// <summary>Checks full new texts by path.</summary>
    /// <param name="files">What the fix is for.</param>
    /// <param name="fix">Full new text by path.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    public static async Task<CheckedFix> CheckAsync(PatchBase files, IReadOnlyDictionary<string, string> fix, CancellationToken cancellationToken)
    {
        if (fix.Count == 0)
            return CheckedFix.None;

        var refused = fix.Count > MostFiles
            ? $"The fix touches {fix.Count} files; at most {MostFiles} are allowed."
            : fix.Keys.Order(StringComparer.Ordinal).Select(path => FixPaths.Refuse(files, path)).FirstOrDefault(sentence => sentence is not null);
        var checks = new List<FixCheck> { new("paths", refused is null, refused ?? $"{Count(fix.Count)} inside the repository.") };
        if (refused is not null)
            return new CheckedFix(new Dictionary<string, string>(), "", checks);

        var changes = fix.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => (Path: file.Key, Before: files.ReadText(file.Key), After: file.Value)).ToList();
        var diff = new StringBuilder();
        foreach (var (path, before, after) in changes)
            diff.Append(UnifiedDiff.Of(path, before, after));

        checks.Insert(0, Applies(changes, diff.ToString()));
        checks.Add(await ParsesAsync(changes, cancellationToken));
        var secret = changes.Select(file => FixSecrets.Refuse(file.Path, file.Before, file.After)).FirstOrDefault(sentence => sentence is not null);
        checks.Add(new FixCheck("secrets", secret is null, secret ?? "No secret and no hidden character is added."));
        return checks.TrueForAll(check => check.Passed)
            ? new CheckedFix(changes.Where(file => file.Before != file.After).ToDictionary(file => file.Path, file => file.After, StringComparer.Ordinal), diff.ToString(), checks)
            : new CheckedFix(new Dictionary<string, string>(), "", checks);
    }

    private static FixCheck Applies(List<(string Path, string? Before, string After)> files, string diff)
    {
        if (diff.Length == 0)
            return new FixCheck("applies", false, "The fix changes nothing.");

        return files.Find(file => file.After.Length > LongestFile) is { Path: { } path }
            ? new FixCheck("applies", false, $"{path} would be longer than {LongestFile / 1024} KiB.")
            : new FixCheck("applies", true, $"{Count(files.Count)} changed from the text at this commit.");
    }

    private static async Task<FixCheck> ParsesAsync(List<(string Path, string? Before, string After)> files, CancellationToken cancellationToken)
    {
        var parsed = new List<Syntax>();
        foreach (var (path, before, after) in files)
            parsed.Add(await SyntaxCheck.CheckAsync(path, before, after, cancellationToken));

        return new FixCheck("parses", parsed.TrueForAll(syntax => syntax.Error is null), string.Join("; ", parsed.Select(syntax => syntax.Sentence)) + ".");
    }

    private static string Count(int files) => files == 1 ? "1 file" : $"{files} files";
}

/// <summary>A change after its checks.</summary>
/// <param name="Code">Full new text by path; empty when a check failed.</param>
/// <param name="Diff">Its unified diff; empty when a check failed.</param>
/// <param name="Checks">Every check with its result.</param>
internal sealed record CheckedFix(IReadOnlyDictionary<string, string> Code, string Diff, IReadOnlyList<FixCheck> Checks)
{
    /// <summary>Nothing was proposed, so nothing was checked.</summary>
    public static CheckedFix None { get; } = new(new Dictionary<string, string>(), "", []);
}
