using System.Text.Json;
using ChatOps.Chat;

namespace ChatOps.Capabilities.PullRequests.Decisions;

/// <summary>What a plan that decides about a pull request keeps in <see cref="ChangePlan.Details"/>.</summary>
/// <param name="Override">Whether an admin said in words, which are the plan's reason, that required checks do not matter.</param>
internal sealed record DecisionDetails(bool Override)
{
    /// <summary>Writes it into a plan.</summary>
    public string Write() => JsonSerializer.Serialize(this, PullRequestJson.Default.DecisionDetails);

    /// <summary>Reads it from a plan.</summary>
    public static DecisionDetails Of(ChangePlan plan) => JsonSerializer.Deserialize(plan.Details, PullRequestJson.Default.DecisionDetails)!;
}
