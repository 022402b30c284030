using ChatOps.Iam.Code.Flow;

namespace ChatOps.Iam.Permissions;

/// <summary>The parameters of a call, looked through.</summary>
internal sealed class CallParameters(RecordValue? record)
{
    private const int MaxDepth = 8;

    /// <summary>More alternatives than these are "some".</summary>
    private const int MostTexts = 5;

    /// <summary>Whether the call may pass more than is known.</summary>
    public bool Open { get; } = record is null || record.Open;

    /// <summary>Whether something of what is passed is not known, so that there may be more inside.</summary>
    public bool HasUnknown() => record is null || record.Open || IsUnknown(record, 0);

    /// <summary>Whether a parameter is passed, at any depth.</summary>
    public bool Has(string name) => record is not null && Find(record, name, 0) is not null;

    /// <summary>Whether a parameter is passed at the top.</summary>
    public bool HasTop(string name) => record?.Entries.ContainsKey(name) == true;

    /// <summary>What a parameter may say; <c>*</c> for what is not known, none when it is not passed.</summary>
    public IReadOnlyList<string> Texts(string name, bool deep)
    {
        if (record is null)
            return [];
        List<string> texts = [];
        if (record.Entries.TryGetValue(name, out var top))
            Collect(top, texts, 0);
        else if (deep)
            CollectNamed(record, name, texts, 0);
        return texts.Count > MostTexts ? ["*"] : [.. texts.Distinct()];
    }

    /// <summary>The statements of a query language that are passed.</summary>
    public IReadOnlyList<string> Statements()
    {
        List<string> texts = [];
        foreach (var name in (string[])["Statement", "QueryString", "Statements", "TransactStatements"])
            texts.AddRange(Texts(name, true));
        return texts;
    }

    private static bool IsUnknown(Value value, int depth) => depth <= 2 && (value.Alternatives.Count == 0 || value is ListValue { Items.Count: 0 } || value.Alternatives.Any(one => Children(one).Any(child => IsUnknown(child, depth + 1))));

    private static Value? Find(Value value, string name, int depth)
    {
        if (depth > MaxDepth)
            return null;
        foreach (var one in value.Alternatives)
        {
            if (one is RecordValue inner && inner.Entries.TryGetValue(name, out var own))
                return own;
            foreach (var child in Children(one))
            {
                if (Find(child, name, depth + 1) is { } found)
                    return found;
            }
        }
        return null;
    }

    private static void CollectNamed(Value value, string name, List<string> texts, int depth)
    {
        if (depth > MaxDepth)
            return;
        foreach (var one in value.Alternatives)
        {
            if (one is RecordValue inner && inner.Entries.TryGetValue(name, out var own))
                Collect(own, texts, 0);
            else
            {
                foreach (var child in Children(one))
                    CollectNamed(child, name, texts, depth + 1);
            }
        }
    }

    private static IEnumerable<Value> Children(Value value) => value switch
    {
        RecordValue record => record.Entries.Values,
        ListValue list => list.Items,
        SdkValue { Arguments: { } arguments } => [arguments],
        _ => [],
    };

    private static void Collect(Value value, List<string> texts, int depth)
    {
        if (value.Alternatives.Count == 0)
            texts.Add("*");
        // What stands in for a variable that the infrastructure does not set is not used when it is set.
        var isSet = value.Alternatives.Any(one => one is EnvironmentValue { Resolved: not null });
        foreach (var one in value.Alternatives.Where(one => !isSet || one is not StringValue))
        {
            switch (one)
            {
                case StringValue text:
                    texts.Add(text.Pattern);
                    break;
                case EnvironmentValue variable:
                    texts.Add(variable.Resolved ?? "*");
                    break;
                case ListValue list when depth < MaxDepth:
                    foreach (var item in list.Items)
                        Collect(item, texts, depth + 1);
                    break;
                case RecordValue record when depth == 0 && record.Entries.Count > 0:
                    // RequestItems={'orders': …}: the keys are the names.
                    texts.AddRange(record.Entries.Keys);
                    break;
                default:
                    texts.Add("*");
                    break;
            }
        }
    }
}
