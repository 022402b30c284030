using ChatOps.Capabilities.Diagnose.Evidence;

namespace ChatOps.Capabilities.Diagnose.Rules;

/// <summary>Puts suspects into words.</summary>
internal static class ChangeText
{
    // Below this a suspect is worth a mention in the explanation, not in the root cause.
    private const double Strong = 0.5;

    /// <summary><c>last changed in #46</c> when a strong suspect touched the file; null otherwise.</summary>
    public static string? Of(EvidenceSet evidence, string? path) => path is not null
        && evidence.Suspects.FirstOrDefault(suspect => suspect.Score >= Strong && suspect.Lines.Any(line => line.StartsWith(path + ":", StringComparison.Ordinal) || line == path)) is { } found
        ? $"last changed in {Name(found)}" : null;

    /// <summary>The pull request's number, or the commit's short SHA.</summary>
    public static string Name(Suspect suspect) => suspect.PrNumber is { } number ? $"#{number}" : suspect.Commit[..Math.Min(8, suspect.Commit.Length)];
}
