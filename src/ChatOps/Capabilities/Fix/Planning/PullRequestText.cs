using System.Globalization;
using System.Text;
using System.Text.Json;
using ChatOps.Adapters.GitHub;
using ChatOps.Capabilities.Diagnose;
using ChatOps.Capabilities.Patches;
using ChatOps.Capabilities.PullRequests;
using ChatOps.Chat;
using ChatOps.Running.Rest;

namespace ChatOps.Capabilities.Fix.Planning;

/// <summary>What a fix's commit and pull request say: our own words around text that GitHub reads as text alone.</summary>
/// <param name="diagnosis">What is fixed.</param>
/// <param name="error">The error on one line.</param>
/// <param name="checks">How the change was checked.</param>
/// <param name="repository">With its name on GitHub, for links.</param>
/// <param name="operationId">The operation that planned it.</param>
/// <param name="links">Addresses of files and commits.</param>
internal sealed class PullRequestText(Diagnosis diagnosis, string error, IReadOnlyList<FixCheck> checks, RepositoryRef repository, string operationId, Permalinks links)
{
    private const int LongestTitle = 72;
    private const int EvidenceShown = 4;
    private const int LinesShown = 15;
    private const int LongestLine = 200;
    private const int LongestProse = 4_000;
    private const int SuspectsShown = 3;

    /// <summary>The pull request's title, and the commit's first line.</summary>
    public string Title => $"Fix: {OutsideText.Line(diagnosis.RootCause, LongestTitle)}";

    /// <summary>The commit's message.</summary>
    public string Message => $"{Title}\n\nDiagnosis {diagnosis.Id}, operation {operationId}.";

    /// <summary>The pull request's description, as Markdown.</summary>
    public string Body()
    {
        var body = new StringBuilder();
        Section(body, "What broke", OutsideText.Block(error, "text"));
        Section(body, "Root cause", $"{OutsideText.Prose(diagnosis.RootCause)}\n\n{Prose(diagnosis.Explanation)}".TrimEnd(), $"Confidence: {Word(diagnosis.Confidence.ToString())} ({diagnosis.ConfidenceScore.ToString("0.00", CultureInfo.InvariantCulture)}), worked out from the evidence.");
        Section(body, "Evidence", [.. diagnosis.Evidence.Take(EvidenceShown).Select(Evidence), Suspects()]);
        Section(body, "What this changes", Prose(diagnosis.SuggestedFix));
        Section(body, "How it was checked", string.Join('\n', Checks()));
        Section(body, "Permissions", Permissions());
        Section(body, "How to roll back", "Merged, and still broken? `/rollback` with this pull request's number and the reason opens a pull request that takes it back; so does `POST /rollback`.");
        return body.Append("---\n").Append(Footer()).ToString();
    }

    private static void Section(StringBuilder body, string heading, params ReadOnlySpan<string> parts)
    {
        List<string> filled = [];
        foreach (var part in parts)
        {
            if (part.Length > 0)
                filled.Add(part);
        }

        if (filled.Count > 0)
            body.Append("## ").Append(heading).Append("\n\n").AppendJoin("\n\n", filled).Append("\n\n");
    }

    private string Evidence(EvidenceItem item)
    {
        var place = item.StartLine == item.EndLine ? $"{item.Path}:{item.StartLine}" : $"{item.Path}:{item.StartLine}-{item.EndLine}";
        var name = OutsideText.Code(place);
        var link = links.File(repository, item.Sha, item.Path, item.StartLine, item.EndLine) is { } url ? $"[{name}]({url})" : $"{name} at {Short(item.Sha)}";
        var lines = item.Quote.Split('\n').Take(LinesShown).Select(line => line.Length > LongestLine ? line[..LongestLine] + "…" : line);
        return $"{link}: {OutsideText.Prose(item.Why)}\n\n{OutsideText.Block(string.Join('\n', lines))}";
    }

    private string Suspects()
    {
        if (diagnosis.Suspects.Count == 0)
            return "";
        var items = diagnosis.Suspects.Take(SuspectsShown).Select(suspect =>
        {
            var name = $"`{Short(suspect.Commit)}`";
            var link = links.Commit(repository, suspect.Commit) is { } url ? $"[{name}]({url})" : name;
            // The number is our own reading of the commit, so it may be a reference; the words are not.
            var pull = suspect.PrNumber is { } number && links.PullRequest(repository, number) is { } page ? string.Create(CultureInfo.InvariantCulture, $" of [#{number}]({page})") : "";
            var subject = suspect.Subject.Replace(string.Create(CultureInfo.InvariantCulture, $" (#{suspect.PrNumber})"), "", StringComparison.Ordinal);
            return $"- {link}{pull}, {OutsideText.Prose(OutsideText.Line(subject, LongestTitle))}: {OutsideText.Prose(suspect.Why)}";
        });
        return "Changed shortly before:\n" + string.Join('\n', items);
    }

    private IEnumerable<string> Checks()
    {
        foreach (var check in checks)
            yield return $"- {(check.Passed ? "✅" : "❌")} **{check.Check}**: {OutsideText.Prose(OutsideText.Line(check.Detail, 400))}";
        if (checks.All(check => check.Check != "build"))
            yield return "- ⬜ **build**: Not built: no `CheckCommand` is set for this repository.";
    }

    /// <summary>What the change needs of IAM, when that was looked at.</summary>
    private string Permissions()
    {
        if (diagnosis.IamAnalysis is null || JsonSerializer.SerializeToElement(diagnosis.IamAnalysis, RestJson.Options) is not { ValueKind: JsonValueKind.Object } analysis)
            return "";
        var missing = Texts(analysis, "missing_permissions").Select(permission => $"- {OutsideText.Code(permission)}").ToList();
        List<string> parts = [missing.Count == 0 ? "The code needs no permission that its role lacks." : $"The role lacks:\n{string.Join('\n', missing)}"];
        parts.AddRange(Texts(analysis, "warnings").Select(OutsideText.Prose));
        if (analysis.TryGetProperty("terraform_update", out var update) && update.ValueKind == JsonValueKind.String && update.GetString() is { Length: > 0 } statement)
            parts.Add(OutsideText.Block(statement, "hcl"));
        return string.Join("\n\n", parts);
    }

    private static IEnumerable<string> Texts(JsonElement analysis, string name) =>
        analysis.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!) : [];

    private string Footer()
    {
        var engine = diagnosis.Engine switch { Engine.Model => OutsideText.Code($"{diagnosis.Provider}/{diagnosis.Model}"), Engine.History => "from history", _ => "rules engine" };
        var cost = diagnosis.CostUsd switch { null => "unpriced", 0 => "free", var dollars => string.Create(CultureInfo.InvariantCulture, $"${dollars:0.0000}") };
        return $"Made by ChatOps: {engine}, {cost}. Diagnosis `{diagnosis.Id}` at {Short(diagnosis.Sha)}, operation `{operationId}`.\n";
    }

    private static string Prose(string text) => OutsideText.Prose(text.Length > LongestProse ? text[..LongestProse] + "…" : text);

    private static string Word(string value) => value.ToLowerInvariant();

    private static string Short(string sha) => sha[..Math.Min(10, sha.Length)];
}
