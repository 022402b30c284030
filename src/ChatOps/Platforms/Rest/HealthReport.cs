using ChatOps.Chat;

namespace ChatOps.Platforms.Rest;

/// <summary>Asks every component how it is; what nobody registered is reported as not configured.</summary>
internal sealed class HealthReport(IEnumerable<IHealthComponent> components, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // What nobody registered is not configured; the sentence names the setting that would change that.
    private static readonly (string Name, string Missing)[] Known =
    [
        ("storage", "No storage is registered."),
        ("jobs", "No jobs are registered."),
        ("repository", "No repository is configured; set REPO_PATH or Repositories:0:Path."),
        ("ai", "No model is configured."),
        ("github", "This version opens no pull requests."),
        ("slack", "This version does not answer in Slack."),
        ("teams", "This version does not answer in Teams."),
    ];

    /// <summary>How each component is, by name, in the order of the contract.</summary>
    public async Task<IReadOnlyDictionary<string, ComponentHealth>> CheckAsync(CancellationToken cancellationToken)
    {
        var found = await CheckAsync(components, cancellationToken);
        var all = new Dictionary<string, ComponentHealth>();
        foreach (var (name, missing) in Known)
            all[name] = found.Remove(name, out var health) ? health : new ComponentHealth(HealthState.NotConfigured, missing);
        foreach (var (name, health) in found)
            all[name] = health;
        return all;
    }

    /// <summary>How the components are without which nothing works.</summary>
    public async Task<IReadOnlyDictionary<string, ComponentHealth>> CheckVitalAsync(CancellationToken cancellationToken) =>
        await CheckAsync(components.Where(component => component.Name is "storage" or "jobs"), cancellationToken);

    /// <summary>Whether the host cannot work.</summary>
    public static bool IsDown(IReadOnlyDictionary<string, ComponentHealth> found) =>
        found.Any(entry => entry.Key is "storage" or "jobs" && entry.Value.State == HealthState.Down);

    private async Task<Dictionary<string, ComponentHealth>> CheckAsync(IEnumerable<IHealthComponent> asked, CancellationToken cancellationToken)
    {
        var checks = asked.Select(async component => (component.Name, Health: await CheckAsync(component, cancellationToken))).ToArray();
        var all = new Dictionary<string, ComponentHealth>();
        // Of two that share a name, the one registered last knows more.
        foreach (var (name, health) in await Task.WhenAll(checks))
            all[name] = health;
        return all;
    }

    private async Task<ComponentHealth> CheckAsync(IHealthComponent component, CancellationToken cancellationToken)
    {
        try
        {
            return await component.CheckAsync(cancellationToken).WaitAsync(Patience, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return new(HealthState.Down, "It did not answer within two seconds.");
        }
#pragma warning disable CA1031 // A component that fails to look is a component that is down; health itself always answers.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return new(HealthState.Down, "It could not be looked at.");
        }
    }
}
