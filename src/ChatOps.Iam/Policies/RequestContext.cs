namespace ChatOps.Iam.Policies;

/// <summary>What is known of a request besides who asks for what: condition keys and their values.</summary>
public sealed class RequestContext
{
    private readonly Dictionary<string, string[]> values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Sets a key; keys are compared without regard to case.</summary>
    public string[] this[string key]
    {
        set => values[key] = value;
    }

    internal string[]? Find(string key) => values.GetValueOrDefault(key);
}
