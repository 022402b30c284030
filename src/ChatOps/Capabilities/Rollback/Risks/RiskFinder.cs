using System.Text;
using System.Text.RegularExpressions;
using ChatOps.Adapters.Git;
using ChatOps.Adapters.Git.Changes;
using ChatOps.Adapters.Git.Index;

namespace ChatOps.Capabilities.Rollback.Risks;

/// <summary>Finds what to look at before a change is taken back: later changes of the same files, code that came to use what would be gone, and files whose effect does not end with the revert.</summary>
internal static class RiskFinder
{
    /// <summary>The most files whose later commits are looked for.</summary>
    public const int MostPaths = 500;

    /// <summary>The most later commits that are looked at.</summary>
    public const int MostLater = 20;

    private const int MostRisks = 50;
    private const int MostReaders = 100;
    private const int MostBytes = 256 * 1024;
    private const int ShortestName = 4;

    // Names that half of all files mention.
    private static readonly HashSet<string> Common = new(StringComparer.OrdinalIgnoreCase) { "__init__", "index", "main", "util", "utils", "types", "setup", "common", "base", "test", "tests", "config", "constants", "helper", "helpers", "errors", "models", "views", "program" };

    /// <summary>The risks, most telling first.</summary>
    /// <param name="git">Our clone.</param>
    /// <param name="landed">The change.</param>
    /// <param name="later">Later commits to its files.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<IReadOnlyList<RollbackRisk>> FindAsync(GitChanges git, LandedChange landed, IReadOnlyList<ChangedFiles> later, CancellationToken cancellationToken)
    {
        List<RollbackRisk> risks = [.. landed.Files.Select(file => RiskRules.Of(file.Path)).OfType<RollbackRisk>().OrderBy(risk => risk.Kind)];
        risks.AddRange(await DependentsAsync(git, landed, cancellationToken));
        foreach (var path in later.SelectMany(commit => commit.Paths).Distinct())
        {
            var by = later.Where(commit => commit.Paths.Contains(path)).Select(commit => LaterCommit.Of(commit.Commit).Name).ToList();
            risks.Add(new RollbackRisk(RiskKind.LaterChange, path, $"changed since by {string.Join(", ", by.Take(3))}{(by.Count > 3 ? $" and {by.Count - 3} more" : "")}; that stays, and was written with this change in place"));
        }

        return [.. risks.Take(MostRisks)];
    }

    /// <summary>Files that changed later and name one that the change added.</summary>
    private static async Task<IReadOnlyList<RollbackRisk>> DependentsAsync(GitChanges git, LandedChange landed, CancellationToken cancellationToken)
    {
        var added = landed.Files.Where(file => file.OldBlob is null && file.NewBlob is not null && PathKinds.Of(file.Path) == PathKind.Code).Select(file => (file.Path, Name: NameOf(file.Path))).Where(file => file.Name.Length >= ShortestName && !Common.Contains(file.Name)).ToList();
        if (added.Count == 0)
            return [];
        var touched = landed.Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var later = await git.LaterFilesAsync(landed.After, [], MostReaders, cancellationToken);
        var names = new Regex($@"\b(?:{string.Join('|', added.Select(file => Regex.Escape(file.Name)))})\b", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        List<RollbackRisk> found = [];
        foreach (var path in later.SelectMany(commit => commit.Paths).Distinct().Where(path => !touched.Contains(path) && PathKinds.Of(path) is PathKind.Code or PathKind.Test).Take(MostReaders))
        {
            if (git.File(path, MostBytes) is not { } bytes || names.Match(Encoding.UTF8.GetString(bytes)) is not { Success: true } match)
                continue;
            var gone = added.First(file => file.Name == match.Value).Path;
            var by = later.First(commit => commit.Paths.Contains(path)).Commit;
            found.Add(new RollbackRisk(RiskKind.Dependent, path, $"changed since by {LaterCommit.Of(by).Name} and mentions {match.Value}; {gone} would be gone"));
        }

        return found;
    }

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);
}
