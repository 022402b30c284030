using ChatOps.Chat;

namespace ChatOps.Adapters.GitHub.Http;

/// <summary>Carries a refusal out of the places where Octokit and HTTP let only exceptions through. Never leaves this folder.</summary>
internal sealed class GitHubRefusedException(Refusal refusal) : Exception(refusal.Sentence)
{
    /// <summary>Why.</summary>
    public Refusal Refusal { get; } = refusal;
}
