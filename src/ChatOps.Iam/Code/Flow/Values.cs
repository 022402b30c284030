using System.Text;
using ChatOps.Iam.Code.Syntax;
using ChatOps.Iam.Data;

namespace ChatOps.Iam.Code.Flow;

/// <summary>What is known of a value while code is read.</summary>
internal abstract class Value
{
    /// <summary>Nothing is known.</summary>
    public static readonly Value Unknown = new UnknownValue();

    /// <summary>More than these are not kept apart.</summary>
    public const int MostAlternatives = 6;

    /// <summary>What a value may be that is one of two. Nothing known of one of them leaves the other: what matters is what it may be.</summary>
    public static Value Join(Value first, Value second)
    {
        if (ReferenceEquals(first, second) || second is UnknownValue)
            return first;
        if (first is UnknownValue)
            return second;
        List<Value> all = [.. first.Alternatives];
        var grown = false;
        foreach (var other in second.Alternatives)
        {
            var at = all.FindIndex(other.Same);
            if (at >= 0)
                all[at] = other is SdkValue { Arguments: null } && all[at] is SdkValue { Arguments: not null } ? all[at] : other;
            else if (all.Count < MostAlternatives)
            {
                all.Add(other);
                grown = true;
            }
        }
        return !grown ? first is OneOf same ? same.With(all) : all[0] : new OneOf(all);
    }

    /// <summary>The single values that it may be.</summary>
    public virtual IReadOnlyList<Value> Alternatives => itself ??= [this];

    private Value[]? itself;

    /// <summary>Whether nothing is known of it.</summary>
    public bool IsUnknown => ReferenceEquals(this, Unknown);

    /// <summary>Whether another is the same as far as calls are concerned.</summary>
    public virtual bool Same(Value other) => ReferenceEquals(this, other);

    private sealed class UnknownValue : Value
    {
        public override IReadOnlyList<Value> Alternatives => [];
    }
}

/// <summary>One of several values.</summary>
internal sealed class OneOf(List<Value> values) : Value
{
    /// <inheritdoc/>
    public override IReadOnlyList<Value> Alternatives => values;

    /// <summary>The same alternatives, newer.</summary>
    public OneOf With(List<Value> newer)
    {
        values = newer;
        return this;
    }
}

/// <summary>A string; what is not known of it is <c>*</c>.</summary>
internal sealed class StringValue(string pattern) : Value
{
    /// <summary>The string.</summary>
    public string Pattern { get; } = pattern;

    /// <summary>Whether it is one of several that a parameter may be, of which some are not known: enough to name a resource, too little to say which service a client is of.</summary>
    public bool IsOpen { get; init; }

    /// <inheritdoc/>
    public override bool Same(Value other) => other is StringValue text && text.Pattern == Pattern;

    /// <summary>Strings one after the other.</summary>
    public static StringValue Concat(IEnumerable<Value> parts)
    {
        var all = new StringBuilder();
        foreach (var part in parts)
        {
            var text = Pieces(part);
            if (!(text == "*" && all.Length > 0 && all[^1] == '*'))
                all.Append(text);
        }
        return new StringValue(all.Length > 2048 ? "*" : all.ToString());
    }

    private static string Pieces(Value part) => part switch
    {
        StringValue text => text.Pattern,
        EnvironmentValue { Resolved: { } resolved } => resolved,
        _ => "*",
    };
}

/// <summary>An environment variable's value.</summary>
internal sealed class EnvironmentValue(string name, string? resolved) : Value
{
    /// <summary>The variable.</summary>
    public string Name { get; } = name;

    /// <summary>What the repository's infrastructure, or the code's default, says it is.</summary>
    public string? Resolved { get; } = resolved;

    /// <inheritdoc/>
    public override bool Same(Value other) => other is EnvironmentValue variable && variable.Name == Name && variable.Resolved == Resolved;
}

/// <summary>A dictionary, an object's members, a request's members.</summary>
internal sealed class RecordValue(object? site) : Value
{
    /// <summary>The entries.</summary>
    public Dictionary<string, Value> Entries { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it may have more entries than are known.</summary>
    public bool Open { get; set; }

    /// <summary>Where it is made.</summary>
    public object? Site { get; } = site;

    /// <inheritdoc/>
    public override bool Same(Value other) => ReferenceEquals(this, other) || (other is RecordValue record && record.Site is not null && ReferenceEquals(record.Site, Site));
}

/// <summary>A list.</summary>
internal sealed class ListValue(IReadOnlyList<Value> items) : Value
{
    /// <summary>Its items.</summary>
    public IReadOnlyList<Value> Items { get; } = items;

    /// <inheritdoc/>
    public override bool Same(Value other) => other is ListValue list && list.Items.Count == Items.Count && list.Items.Zip(Items).All(pair => ReferenceEquals(pair.First, pair.Second) || pair.First.Same(pair.Second));
}

/// <summary>A function of the code that is read, perhaps bound to the object that it belongs to.</summary>
internal sealed class FunctionValue(FunctionInfo info, Value? self) : Value
{
    /// <summary>The function.</summary>
    public FunctionInfo Info { get; } = info;

    /// <summary>What it is called on.</summary>
    public Value? Self { get; } = self;

    /// <inheritdoc/>
    public override bool Same(Value other) => other is FunctionValue function && ReferenceEquals(function.Info, Info);
}

/// <summary>A class of the code that is read.</summary>
internal sealed class ClassValue(ClassInfo info) : Value
{
    /// <summary>The class.</summary>
    public ClassInfo Info { get; } = info;

    /// <inheritdoc/>
    public override bool Same(Value other) => other is ClassValue type && ReferenceEquals(type.Info, Info);
}

/// <summary>An object of such a class.</summary>
internal sealed class InstanceValue(ClassInfo info) : Value
{
    /// <summary>The class.</summary>
    public ClassInfo Info { get; } = info;

    /// <inheritdoc/>
    public override bool Same(Value other) => other is InstanceValue instance && ReferenceEquals(instance.Info, Info);
}

/// <summary>A file of the code that is read, as a module.</summary>
internal sealed class FileValue(FileInfo file) : Value
{
    /// <summary>The file.</summary>
    public FileInfo File { get; } = file;

    /// <inheritdoc/>
    public override bool Same(Value other) => other is FileValue value && ReferenceEquals(value.File, File);
}

/// <summary>What a thing of an SDK is.</summary>
internal enum SdkKind
{
    /// <summary>A module, package or namespace; the name is its path.</summary>
    Module,

    /// <summary>A type or function of the SDK; the name says which.</summary>
    Type,

    /// <summary>A client of a service.</summary>
    Client,

    /// <summary>A client of another shape; the name says which: <c>document</c>, <c>transfer</c>, <c>presign</c>.</summary>
    Special,

    /// <summary>What builds a client or request; <see cref="SdkValue.Arguments"/> collects.</summary>
    Builder,

    /// <summary>A boto3 resource; the name is its type, empty for the service itself.</summary>
    Resource,

    /// <summary>Something that will call an operation when asked to: a paginator, a waiter.</summary>
    Pending,

    /// <summary>A request for an operation.</summary>
    Request,

    /// <summary>A session or configuration, which makes clients.</summary>
    Session,

    /// <summary>A method of one of these, not yet called.</summary>
    Method,

    /// <summary>The environment's variables.</summary>
    Environment,
}

/// <summary>A thing of an SDK.</summary>
/// <param name="kind">What it is.</param>
/// <param name="service">Its service, where it has one.</param>
/// <param name="name">Its operation, type, method or module.</param>
internal sealed class SdkValue(SdkKind kind, AwsService? service, string name) : Value
{
    /// <summary>What it is.</summary>
    public SdkKind Kind { get; } = kind;

    /// <summary>Its service, where it has one.</summary>
    public AwsService? Service { get; } = service;

    /// <summary>Its operation, type, method or module.</summary>
    public string Name { get; } = name;

    /// <summary>The arguments that it carries: a request's members, a resource's identifiers.</summary>
    public RecordValue? Arguments { get; init; }

    /// <summary>Whether a resource's attributes came with it, so that reading them calls nothing.</summary>
    public bool IsLoaded { get; init; }

    /// <summary>What a method belongs to.</summary>
    public SdkValue? Owner { get; init; }

    /// <summary>Where it was made; what is pending there is settled by its use.</summary>
    public Expression? Site { get; init; }

    /// <inheritdoc/>
    public override bool Same(Value other) => ReferenceEquals(this, other) || (other is SdkValue value && SameTable(value) && value.Kind == Kind && ReferenceEquals(value.Service, Service) && value.Name == Name
        && (Kind is SdkKind.Client or SdkKind.Module or SdkKind.Type or SdkKind.Session or SdkKind.Special or SdkKind.Environment || (value.Site is not null && ReferenceEquals(value.Site, Site))
            || (Kind == SdkKind.Method && Owner is not null && value.Owner is not null && Owner.Same(value.Owner))));

    // Two tables of one client are two things.
    private bool SameTable(SdkValue other) => Kind != SdkKind.Special || Arguments is null || other.Arguments is null
        || (Arguments.Entries.TryGetValue("TableName", out var own) && other.Arguments.Entries.TryGetValue("TableName", out var its) && (ReferenceEquals(own, its) || own.Same(its))) || ReferenceEquals(Arguments, other.Arguments);
}
