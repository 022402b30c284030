using System.Text.RegularExpressions;
using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Capabilities.Patches;

namespace ChatOps.Capabilities.Diagnose.Verification;

/// <summary>Finds paths in a sentence that neither the repository nor the pasted text knows.</summary>
internal static partial class NamedPaths
{
    /// <summary>The paths named in <paramref name="sentence"/> that do not exist.</summary>
    public static IReadOnlyList<string> Unknown(EvidenceSet evidence, string sentence)
        => [.. PathLike().Matches(sentence).Select(match => match.Value.TrimEnd('.')).Where(path => !IsKnown(evidence, path)).Distinct()];

    private static bool IsKnown(EvidenceSet evidence, string path)
        => evidence.Text.Contains(path, StringComparison.Ordinal)
            || RepositoryPath.Normalise(path) is { } normal
                && (RepositoryPath.Exists(evidence.Snapshot, normal) || evidence.Snapshot.Paths.Any(known => known.EndsWith("/" + normal, StringComparison.Ordinal)));

    /// <summary>Something with a slash and an extension. A word with a dot alone (<c>order.items</c>) may be code, so it is left alone.</summary>
    [GeneratedRegex(@"(?<![\w@:/.])(?:[~/\\]|\.{1,2}/)?(?:[\w.@-]+[/\\])+[\w.@-]*\.[A-Za-z][A-Za-z0-9]{0,9}\b|(?<![\w@:/.])/(?:etc|proc|root|home|usr|var|dev)/[\w./-]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex PathLike();
}
