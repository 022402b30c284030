using System.Text.Json.Serialization;
using ChatOps.Capabilities.Patches;
using ChatOps.Iam;

namespace ChatOps.Capabilities.Diagnose;

/// <summary>What a diagnosis says, as REST returns it and history keeps it.</summary>
internal sealed record Diagnosis
{
    public required string Id { get; init; }
    public required Outcome Outcome { get; init; }

    /// <summary>One sentence; says what is missing when nothing was found. Never null.</summary>
    public required string RootCause { get; init; }

    /// <summary>Markdown of our own making or a model's; shown as text.</summary>
    public required string Explanation { get; init; }

    public required Confidence Confidence { get; init; }

    /// <summary>0 to 1, worked out by code.</summary>
    public required double ConfidenceScore { get; init; }

    public required IReadOnlyList<string> ConfidenceReasons { get; init; }
    public required Category Category { get; init; }

    /// <summary>Paths in the repository at <see cref="Sha"/>, most likely first.</summary>
    public required IReadOnlyList<string> AffectedFiles { get; init; }

    public required IReadOnlyList<EvidenceItem> Evidence { get; init; }
    public required IReadOnlyList<Suspect> Suspects { get; init; }

    /// <summary>One paragraph. Never null.</summary>
    public required string SuggestedFix { get; init; }

    /// <summary>Full new text by path; empty when no safe change is known.</summary>
    public required IReadOnlyDictionary<string, string> FixCode { get; init; }

    /// <summary>Unified diff of <see cref="FixCode"/>, computed by us; empty without one.</summary>
    public required string FixDiff { get; init; }

    public required IReadOnlyList<FixCheck> FixChecks { get; init; }

    /// <summary>The permissions that AWS denied, or that the fix needs; null when there is nothing to say of them.</summary>
    public IamAnalysis? IamAnalysis { get; init; }

    public required IReadOnlyList<SimilarDiagnosis> Similar { get; init; }
    public IReadOnlyList<PanelOpinion>? Panel { get; init; }
    public required string Fingerprint { get; init; }
    public required IReadOnlyDictionary<string, int> MaskedSecrets { get; init; }
    public required IReadOnlyList<string> Warnings { get; init; }
    public required string Repo { get; init; }
    public required string Sha { get; init; }

    /// <summary>The repository's page, which cards link into; null where it is not known on GitHub.</summary>
    public string? RepoUrl { get; init; }

    public required Engine Engine { get; init; }
    public string? Provider { get; init; }
    public string? Model { get; init; }
    public long InputTokens { get; init; }
    public long OutputTokens { get; init; }

    /// <summary>US dollars; null when a call's model has no price.</summary>
    public decimal? CostUsd { get; init; }

    public required long DurationMs { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What code concluded after checking.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
internal enum Outcome
{
    [JsonStringEnumMemberName("root_cause_found")] RootCauseFound,
    [JsonStringEnumMemberName("likely")] Likely,
    [JsonStringEnumMemberName("inconclusive")] Inconclusive,
    [JsonStringEnumMemberName("blocked")] Blocked,
}

/// <summary>High at 0.80 and above, medium at 0.50 and above.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Confidence>))]
internal enum Confidence
{
    [JsonStringEnumMemberName("high")] High,
    [JsonStringEnumMemberName("medium")] Medium,
    [JsonStringEnumMemberName("low")] Low,
}

/// <summary>Which engine answered.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Engine>))]
internal enum Engine
{
    [JsonStringEnumMemberName("rules")] Rules,
    [JsonStringEnumMemberName("model")] Model,
    [JsonStringEnumMemberName("history")] History,
}

/// <summary>What kind of fault it is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Category>))]
internal enum Category
{
    [JsonStringEnumMemberName("other")] Other,
    [JsonStringEnumMemberName("throttling")] Throttling,
    [JsonStringEnumMemberName("timeout")] Timeout,
    [JsonStringEnumMemberName("permission")] Permission,
    [JsonStringEnumMemberName("null_reference")] NullReference,
    [JsonStringEnumMemberName("type")] Type,
    [JsonStringEnumMemberName("import")] Import,
    [JsonStringEnumMemberName("config")] Config,
    [JsonStringEnumMemberName("resource")] Resource,
    [JsonStringEnumMemberName("concurrency")] Concurrency,
    [JsonStringEnumMemberName("data")] Data,
    [JsonStringEnumMemberName("network")] Network,
    [JsonStringEnumMemberName("dependency")] Dependency,
}

/// <summary>Lines of the repository that a claim rests on.</summary>
/// <param name="Id"><c>E1</c>, <c>E2</c>, … in order of weight.</param>
/// <param name="Path">The file.</param>
/// <param name="Sha">The commit it was read at.</param>
/// <param name="StartLine">First line, from 1.</param>
/// <param name="EndLine">Last line, inclusive.</param>
/// <param name="Quote">The lines' exact text.</param>
/// <param name="Why">Why it was taken, in a few words.</param>
internal sealed record EvidenceItem(string Id, string Path, string Sha, int StartLine, int EndLine, string Quote, string Why);

/// <summary>A commit that may have caused the error.</summary>
/// <param name="Commit">Its full SHA.</param>
/// <param name="PrNumber">The pull request named in its message; null when none.</param>
/// <param name="Author">The author's name.</param>
/// <param name="CommittedAt">When it was committed.</param>
/// <param name="Lines">The failing lines it last changed, <c>path:line</c>.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="Why">A few words.</param>
internal sealed record Suspect(string Commit, int? PrNumber, string Author, DateTimeOffset CommittedAt, IReadOnlyList<string> Lines, double Score, string Why)
{
    /// <summary>The first line of its message.</summary>
    public string Subject { get; init; } = "";
}

/// <summary>An earlier diagnosis of the same error.</summary>
/// <param name="DiagnosisId">Its id.</param>
/// <param name="Fingerprint">The fingerprint both share.</param>
/// <param name="PrNumber">The fix that came of it; null when none.</param>
/// <param name="PrState"><c>open</c>, <c>merged</c> or <c>closed</c>; null when there is none.</param>
internal sealed record SimilarDiagnosis(string DiagnosisId, string Fingerprint, int? PrNumber, string? PrState);

/// <summary>What one vendor's model said when several were asked.</summary>
internal sealed record PanelOpinion(string Provider, string Model, string RootCause, IReadOnlyList<string> Files, bool Agrees, decimal? CostUsd);
