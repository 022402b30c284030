using ChatOps.Chat;

namespace ChatOps.Running;

/// <summary>Whether there is a repository to read.</summary>
internal sealed class RepositoryHealth(RepositoryDirectory repositories) : IHealthComponent
{
    /// <inheritdoc/>
    public string Name => "repository";

    /// <inheritdoc/>
    public Task<ComponentHealth> CheckAsync(CancellationToken cancellationToken)
    {
        var names = string.Join(", ", repositories.All.Select(repository => repository.Name));
        var missing = repositories.All.FirstOrDefault(repository => repository.Path is not null && !Directory.Exists(repository.Path));
        return Task.FromResult<ComponentHealth>(
            repositories.All.Count == 0 ? new(HealthState.NotConfigured, "No repository is configured; set REPO_PATH or Repositories:0:Path.")
            : missing is not null ? new(HealthState.Degraded, $"The folder of {missing.Name} does not exist; correct its Path in Repositories.")
            : new(HealthState.Ok, $"Reading {names}."));
    }
}
