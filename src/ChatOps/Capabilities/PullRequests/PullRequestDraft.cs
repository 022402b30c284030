using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOps.Adapters.Git.Changes;
using ChatOps.Capabilities.PullRequests.Decisions;
using ChatOps.Capabilities.Patches;
using ChatOps.Chat;

namespace ChatOps.Capabilities.PullRequests;

/// <summary>What a plan that opens a pull request keeps in <see cref="ChangePlan.Details"/>: everything that is needed to make the very same change again, on this host or another one.</summary>
internal sealed record PullRequestDraft
{
    /// <summary>The commit's message.</summary>
    public required string Message { get; init; }

    /// <summary>The pull request's description, as Markdown.</summary>
    public required string Body { get; init; }

    /// <summary>Whether it is opened as a draft.</summary>
    public bool Draft { get; init; }

    /// <summary>The diagnosis that it comes from; null for none.</summary>
    public string? DiagnosisId { get; init; }

    /// <summary>How the change was checked before it was planned.</summary>
    public IReadOnlyList<FixCheck> Checks { get; init; } = [];

    /// <summary>New text by path, null to remove a file; null when the change is a revert.</summary>
    public IReadOnlyDictionary<string, string?>? Files { get; init; }

    /// <summary>The pull requests that are taken back, newest first; empty when it is no revert.</summary>
    public IReadOnlyList<MergedPullRequest> Reverts { get; init; } = [];

    /// <summary>The commits on the base branch that are taken back, newest first; empty when it is no revert.</summary>
    public IReadOnlyList<string> RevertedCommits { get; init; } = [];

    /// <summary>Writes it into a plan.</summary>
    public string Write() => JsonSerializer.Serialize(this, PullRequestJson.Default.PullRequestDraft);

    /// <summary>Reads it from a plan.</summary>
    public static PullRequestDraft Of(ChangePlan plan) => JsonSerializer.Deserialize(plan.Details, PullRequestJson.Default.PullRequestDraft)!;
}

/// <summary>How the details of plans are kept.</summary>
[JsonSerializable(typeof(PullRequestDraft))]
[JsonSerializable(typeof(DecisionDetails))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
internal sealed partial class PullRequestJson : JsonSerializerContext;
