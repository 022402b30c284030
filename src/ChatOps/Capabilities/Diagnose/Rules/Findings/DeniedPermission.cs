using System.Globalization;
using ChatOps.Capabilities.IamCheck;
using ChatOps.Iam;
using ChatOps.Iam.Denials;

namespace ChatOps.Capabilities.Diagnose.Rules.Findings;

/// <summary>Sees the policy that should have allowed what AWS denied.</summary>
internal static class DeniedPermission
{
    private const int LinesShown = 8;

    /// <summary>The policy of the denied role; null when the repository has none of it.</summary>
    public static Finding? In(string text, RepositoryFiles repository)
    {
        if (AccessDenials.Find(text) is not [var denial, ..])
            return null;
        var analysis = IamAnalyzer.Analyze(denial, RepositoryInfrastructure.Read(repository.Paths, repository.ReadText).Files);
        if (analysis.Findings is [{ GrantedBy: { } granted }, ..] && Place(granted) is var (path, line))
            return Of(path, line, "allows it already, so what is deployed is older or another policy stands in the way", denial, repository);
        return analysis.PolicyPlace is { } place && Place(place) is var (policy, at) ? Of(policy, at, "has no statement that allows it", denial, repository) : null;
    }

    private static Finding Of(string path, int line, string clause, AccessDenial denial, RepositoryFiles repository) =>
        new(path, line, line, Math.Min(line + LinesShown - 1, Math.Max(line, repository.Lines(path).Length)), clause, $"{denial.Sentence} {denial.Advice}");

    private static (string Path, int Line)? Place(string place) =>
        place.LastIndexOf(':') is var colon and > 0 && int.TryParse(place.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var line) ? (place[..colon], line) : null;
}
