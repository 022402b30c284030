using ChatOps.Iam.Data;

namespace ChatOps.Iam.Code.Flow;

/// <summary>A call that was found, before it is said what it needs.</summary>
/// <param name="File">Its file.</param>
/// <param name="Line">Its line.</param>
/// <param name="Method">The method as written.</param>
/// <param name="Service">The service.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Arguments">Its parameters; null when nothing is known of them.</param>
internal sealed record Found(FileInfo File, int Line, string Method, AwsService Service, AwsOperation Operation, RecordValue? Arguments)
{
    /// <summary>What makes the request, when it must still be sent.</summary>
    public Syntax.Expression? Site { get; init; }

    /// <summary>When the SDK makes it, as a clause; null when always.</summary>
    public string? When { get; init; }
}

/// <summary>The arguments of a call, evaluated.</summary>
/// <param name="items">In order, with names where the call gives them; <c>**</c> is a spread dictionary.</param>
internal sealed class CallArguments(IReadOnlyList<(string? Name, Value Value, Syntax.Expression Source)> items)
{
    /// <summary>No arguments.</summary>
    public static readonly CallArguments None = new([]);

    /// <summary>In order.</summary>
    public IReadOnlyList<(string? Name, Value Value, Syntax.Expression Source)> Items { get; } = items;

    /// <summary>A positional argument; unknown when there is none.</summary>
    public Value At(int index)
    {
        foreach (var (name, value, _) in Items)
        {
            if (name is null && index-- == 0)
                return value;
        }
        return Value.Unknown;
    }

    /// <summary>An argument by its name, or by its position.</summary>
    public Value Get(string name, int index)
    {
        foreach (var (own, value, _) in Items)
        {
            if (own == name)
                return value;
        }
        return index < 0 ? Value.Unknown : At(index);
    }

    /// <summary>The named arguments, with what is spread into them, as one dictionary.</summary>
    public RecordValue Named()
    {
        var record = new RecordValue(null);
        foreach (var (name, value, _) in Items)
        {
            if (name is null)
                continue;
            if (name != "**")
            {
                record.Entries[name] = value;
                continue;
            }
            var spread = value.Alternatives.OfType<RecordValue>().FirstOrDefault();
            record.Open |= spread is null || spread.Open;
            foreach (var (key, entry) in spread?.Entries ?? [])
                record.Entries[key] = entry;
        }
        return record;
    }
}
