using ChatOps.Chat;
using LibGit2Sharp;
using ChangeKind = LibGit2Sharp.ChangeKind;

namespace ChatOps.Adapters.Git.Changes;

/// <summary>Makes trees and says how they differ.</summary>
internal static class Trees
{
    /// <summary>A diff that nobody can read in one sitting is cut; the files are always listed whole.</summary>
    private const int MostDiff = 200_000;

    private static readonly CompareOptions Comparing = new() { ContextLines = 3, Similarity = SimilarityOptions.Renames, Algorithm = DiffAlgorithm.Myers };

    /// <summary>Writes files on top of a commit; modes stay as they are.</summary>
    /// <param name="git">Our clone.</param>
    /// <param name="baseSha">The commit.</param>
    /// <param name="files">New text by path; null removes a file.</param>
    public static Answer<ProposedChange> Write(Repository git, string baseSha, IReadOnlyDictionary<string, string?> files)
    {
        if (git.Lookup<Commit>(baseSha) is not { } commit) return Missing(baseSha);
        var definition = TreeDefinition.From(commit.Tree);
        foreach (var (path, text) in files)
        {
            if (RepositoryPaths.WhyNot(commit.Tree, path) is { } reason) return new Refusal(RefusalKind.Unprocessable, $"The change was not made: {reason}.");
            var old = commit.Tree[path];
            if (text is null)
            {
                if (old is null) return new Refusal(RefusalKind.Unprocessable, $"The change was not made: there is no file {path} to remove.");
                definition.Remove(path);
                continue;
            }
            if (FileBytes.Of(text, old is null ? [] : Bytes((Blob)old.Target)) is not { } bytes)
                return new Refusal(RefusalKind.Unprocessable, $"The change was not made: {path} is not in UTF-8, and its encoding has no sign for a character of the new text.");
            using var content = new MemoryStream(bytes);
            definition.Add(path, git.ObjectDatabase.CreateBlob(content), old?.Mode ?? Mode.NonExecutableFile);
        }
        return Compare(git, commit, git.ObjectDatabase.CreateTree(definition));
    }

    /// <summary>Puts what one commit changed on top of another.</summary>
    public static Answer<ProposedChange> Pick(Repository git, string sha, string onto)
    {
        if (git.Lookup<Commit>(sha) is not { } commit) return Missing(sha);
        if (git.Lookup<Commit>(onto) is not { } tip) return Missing(onto);
        var merged = git.ObjectDatabase.CherryPickCommit(commit, tip, 0, new MergeTreeOptions());
        if (merged.Status != MergeTreeStatus.Conflicts) return Compare(git, tip, merged.Tree);
        var paths = merged.Conflicts.Select(conflict => conflict.Ours?.Path ?? conflict.Theirs?.Path ?? conflict.Ancestor?.Path).OfType<string>().Distinct().Order(StringComparer.Ordinal);
        return new Refusal(RefusalKind.Conflict, $"{string.Join(", ", paths)} changed in the same places at {tip.Sha[..10]}. Nothing was changed.");
    }

    /// <summary>How a tree differs from a commit.</summary>
    public static ProposedChange Compare(Repository git, Commit from, Tree to)
    {
        using var patch = git.Diff.Compare<Patch>(from.Tree, to, Comparing);
        return new ProposedChange(from.Sha, to.Sha, [.. patch.OrderBy(entry => entry.Path, StringComparer.Ordinal).Select(File)], Cut(patch));
    }

    /// <summary>The files that differ between two trees.</summary>
    public static IReadOnlyList<ChangedFile> Files(Repository git, Tree from, Tree to)
    {
        using var patch = git.Diff.Compare<Patch>(from, to, Comparing);
        return [.. patch.OrderBy(entry => entry.Path, StringComparer.Ordinal).Select(File)];
    }

    /// <summary>That a commit is not there.</summary>
    public static Refusal Missing(string sha) => new(RefusalKind.NotFound, $"The commit {sha[..Math.Min(12, sha.Length)]} is not in the repository.");

    private static ChangedFile File(PatchEntryChanges entry) => new(
        entry.Path,
        entry.Status == ChangeKind.Renamed ? entry.OldPath : null,
        Convert.ToString((int)entry.Mode, 8).PadLeft(6, '0'),
        entry.Status == ChangeKind.Added ? null : entry.OldOid.Sha,
        entry.Status == ChangeKind.Deleted ? null : entry.Oid.Sha,
        entry.LinesAdded,
        entry.LinesDeleted,
        entry.IsBinaryComparison);

    private static string Cut(Patch patch)
    {
        var text = patch.Content;
        if (text.Length <= MostDiff) return text;
        return text[..(text.LastIndexOf('\n', MostDiff) + 1)] + $"… the rest of the diff ({text.Length - MostDiff:N0} characters) is left out\n";
    }

    /// <summary>A file's content.</summary>
    public static byte[] Bytes(Blob blob)
    {
        using var stream = blob.GetContentStream();
        var bytes = new byte[blob.Size];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
