namespace ChatOps.Iam.Data;

/// <summary>A service as the SDKs know it.</summary>
public sealed class AwsService
{
    private readonly Dictionary<string, AwsOperation> operations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> waiters = new(StringComparer.Ordinal);

    private readonly Lazy<Dictionary<string, AwsOperation>> newer;

    internal AwsService(string id, string prefix, string passedTo, ReadOnlySpan<char> section, Func<AwsPrefix?> reference)
    {
        // Operations that are newer than the models: each needs the action of its name.
        newer = new Lazy<Dictionary<string, AwsOperation>>(() => reference()?.Actions.ToDictionary(action => AwsReference.Key(action.Name), action => new AwsOperation(action.Name, [], [])) ?? []);
        (Id, Prefix, PassedTo) = (id, prefix, passedTo.Length > 0 ? passedTo : $"{prefix}.amazonaws.com");
        Dictionary<string, List<AwsFact>> facts = new(StringComparer.Ordinal);
        foreach (var range in section.Split('\n'))
        {
            var line = section[range];
            if (line.Length < 2)
                continue;
            var parts = line.ToString().Split('\t');
            if (parts[0] == "O")
                operations[AwsReference.Key(parts[1])] = new AwsOperation(parts[1], parts[2].Split(',', StringSplitOptions.RemoveEmptyEntries), parts[3].Split(',', StringSplitOptions.RemoveEmptyEntries));
            else if (parts[0] == "W")
                waiters[AwsReference.Key(parts[1])] = parts[2];
            else if (parts[0] == "F")
                (facts.TryGetValue(parts[1], out var known) ? known : facts[parts[1]] = []).Add(new AwsFact(parts[2], parts[3]));
        }
        foreach (var (name, known) in facts)
            operations[AwsReference.Key(name)].Facts = known;
    }

    /// <summary>A service that the SDK's models do not have: its operations are the reference's actions.</summary>
    internal AwsService(AwsPrefix reference)
    {
        (Id, Prefix, PassedTo) = (reference.Prefix, reference.Prefix, $"{reference.Prefix}.amazonaws.com");
        newer = new Lazy<Dictionary<string, AwsOperation>>([]);
        foreach (var action in reference.Actions)
            operations[AwsReference.Key(action.Name)] = new AwsOperation(action.Name, [], []);
    }

    /// <summary>The API model's id: <c>Secrets Manager</c>.</summary>
    public string Id { get; }

    /// <summary>Its prefix in IAM.</summary>
    public string Prefix { get; }

    /// <summary>The principal that a role is passed to.</summary>
    public string PassedTo { get; }

    /// <summary>All its operations.</summary>
    public IReadOnlyCollection<AwsOperation> Operations => operations.Values;

    /// <summary>An operation by its name in any language's spelling; null when there is none.</summary>
    public AwsOperation? Find(string name)
    {
        var key = AwsReference.Key(name);
        return operations.GetValueOrDefault(key) ?? newer.Value.GetValueOrDefault(key);
    }

    /// <summary>The operation that a waiter calls; null when there is no such waiter.</summary>
    public AwsOperation? FindWaiter(string name) => waiters.TryGetValue(AwsReference.Key(name), out var operation) ? Find(operation) : null;
}
