namespace ChatOps.Chat;

/// <summary>Something that <c>GET /health</c> reports on. Each adapter and platform registers its own.</summary>
internal interface IHealthComponent
{
    /// <summary>Its name in the answer: <c>storage</c>, <c>jobs</c>, <c>repository</c>, <c>ai</c>, <c>github</c>, <c>slack</c>, <c>teams</c>.</summary>
    string Name { get; }

    /// <summary>Looks now, within a second; throws for nothing that is expected.</summary>
    Task<ComponentHealth> CheckAsync(CancellationToken cancellationToken);
}

/// <summary>How a component is.</summary>
/// <param name="State">The state.</param>
/// <param name="Detail">One sentence: what is wrong or missing and what to do; no path of the server and no secret.</param>
internal sealed record ComponentHealth(HealthState State, string Detail)
{
    /// <summary>Parts shown in place of the component itself, e.g. one per AI provider; null for none.</summary>
    public IReadOnlyDictionary<string, ComponentHealth>? Parts { get; init; }
}

/// <summary>The states of <c>GET /health</c>.</summary>
internal enum HealthState
{
    /// <summary>It works.</summary>
    Ok,

    /// <summary>It was never set up; what needs it says so.</summary>
    NotConfigured,

    /// <summary>It works in part.</summary>
    Degraded,

    /// <summary>It does not work.</summary>
    Down,
}
