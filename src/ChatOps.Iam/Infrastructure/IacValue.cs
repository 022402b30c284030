using ChatOps.Iam.Hcl;

namespace ChatOps.Iam.Infrastructure;

/// <summary>Where something stands in the repository.</summary>
/// <param name="Path">The file, with <c>/</c>.</param>
/// <param name="Line">The line, from 1.</param>
internal sealed record Place(string Path, int Line)
{
    public override string ToString() => $"{Path}:{Line}";
}

/// <summary>A value of infrastructure code, as far as it is known without running anything. What is not known stays a reference: <c>${aws_sns_topic.orders.arn}</c>, <c>${OrdersTable.Arn}</c>.</summary>
internal abstract record IacValue
{
    public Place? At { get; init; }

    /// <summary>The text, of a text.</summary>
    public virtual string? AsText => null;

    /// <summary>What it holds, of one or of many: itself when it is no list.</summary>
    public IEnumerable<IacValue> Each() => this switch
    {
        IacList list => list.Items.SelectMany(item => item.Each()),
        IacMaybe maybe => maybe.Options.SelectMany(option => option.Each()),
        _ => [this],
    };

    /// <summary>A member of an object; null when it has none of that name, or is no object.</summary>
    public IacValue? Member(string name) => this switch
    {
        IacMap map => map.Entries.FirstOrDefault(entry => entry.Key == name).Value,
        IacMaybe maybe => maybe.Options.Select(option => option.Member(name)).FirstOrDefault(found => found is not null),
        _ => null,
    };

    /// <summary>All texts that it may hold.</summary>
    public IEnumerable<string> Texts() => Each().Select(value => value.AsText).OfType<string>();

    /// <summary>Whether it, or something in it, holds only under a condition that is not known.</summary>
    public bool IsUncertain => this switch
    {
        IacMaybe => true,
        IacList list => list.Items.Any(item => item.IsUncertain),
        IacMap map => map.Entries.Any(entry => entry.Value.IsUncertain),
        _ => false,
    };
}

/// <summary>A text; references stand in it as <c>${…}</c>.</summary>
internal sealed record IacText(string Text) : IacValue
{
    public override string AsText => Text;

    /// <summary>The reference, when the text is one and nothing else.</summary>
    public string? Reference => Text.StartsWith("${", StringComparison.Ordinal) && Text.IndexOf('}', StringComparison.Ordinal) == Text.Length - 1 ? Text[2..^1] : null;

    public static IacText Of(string reference) => new("${" + reference + "}");
}

/// <summary>A number, a truth value, or null.</summary>
internal sealed record IacScalar(object? Value) : IacValue
{
    public override string? AsText => Value switch
    {
        bool truth => truth ? "true" : "false",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    };
}

/// <summary>A list, a set or a tuple.</summary>
internal sealed record IacList(IReadOnlyList<IacValue> Items) : IacValue
{
    /// <summary>Where its last item begins and ends in the file, of a list in block style or in JSON; null of others and when that is not known.</summary>
    public (int Start, int End)? Last { get; init; }
}

/// <summary>A map or an object.</summary>
internal sealed record IacMap(IReadOnlyList<KeyValuePair<string, IacValue>> Entries) : IacValue;

/// <summary>One of several values, or none: what decides is not known.</summary>
internal sealed record IacMaybe(IReadOnlyList<IacValue> Options) : IacValue;

/// <summary>A text that is the JSON of a value.</summary>
internal sealed record IacJson(IacValue Inner) : IacValue;

/// <summary>A policy document that a data source makes.</summary>
internal sealed record IacDocument(IReadOnlyList<Grant> Grants, HclBlock Block, string Path) : IacValue;
