namespace ChatOps.Chat;

/// <summary>Who asks, as the door that let them in identified them.</summary>
/// <param name="Id">Stable and unique, with its origin: <c>key:ci</c>, <c>slack:T1/U2</c>, <c>local</c>.</param>
/// <param name="Name">What people call them.</param>
/// <param name="Role">What they may do.</param>
internal sealed record Caller(string Id, string Name, Role Role)
{
    /// <summary>The keyless caller on loopback, and the person at the terminal.</summary>
    public static Caller Local { get; } = new("local", "local", Role.Admin);

    /// <summary>Names of the repositories the role is limited to; null when it holds for all.</summary>
    public IReadOnlyList<string>? Repositories { get; init; }
}
