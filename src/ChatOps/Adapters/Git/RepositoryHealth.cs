using ChatOps.Chat;

namespace ChatOps.Adapters.Git;

/// <summary>Whether the repositories can be read. A remote one is not asked: its state shows when it is used.</summary>
internal sealed class RepositoryHealth(RepositoryDirectory repositories) : IHealthComponent
{
    /// <inheritdoc/>
    public string Name => "repository";

    /// <inheritdoc/>
    public Task<ComponentHealth> CheckAsync(CancellationToken cancellationToken) => Task.Run(Check, cancellationToken);

    private ComponentHealth Check()
    {
        foreach (var repository in repositories.All.Where(repository => repository.Path is not null))
        {
            if (LocalSource.Look(repository).Refusal is { } refusal)
                return new(HealthState.Degraded, refusal.Sentence);
        }

        return repositories.All is [{ IsSample: true } sample]
            ? new(HealthState.Ok, $"Reading {sample.Name}, a sample made for a first look; set REPO_PATH to read your own.")
            : new(HealthState.Ok, $"Reading {string.Join(", ", repositories.All.Select(repository => repository.Name))}.");
    }
}
