using ChatOps.Iam.Code.Syntax;

namespace ChatOps.Iam.Code.Flow;

/// <summary>A function, with what is known of its parameters and its result over all calls.</summary>
internal sealed class FunctionInfo(Function function, FileInfo file, ClassInfo? owner)
{
    /// <summary>The function.</summary>
    public Function Function { get; } = function;

    /// <summary>Its file.</summary>
    public FileInfo File { get; } = file;

    /// <summary>The class that it belongs to.</summary>
    public ClassInfo? Owner { get; } = owner;

    /// <summary>What its parameters may be.</summary>
    public Value[] Parameters { get; } = [.. function.Parameters.Select(_ => Value.Unknown)];

    /// <summary>The last round in which each parameter was given something that is not known.</summary>
    public int[] Unknown { get; } = [.. function.Parameters.Select(_ => -1)];

    /// <summary>Whether what it makes depends on what it is given: each call is looked at by itself.</summary>
    public bool IsFactory { get; set; }

    /// <summary>What it may return.</summary>
    public Value Result { get; set; } = Value.Unknown;

    /// <summary>The scope that it was declared in.</summary>
    public Scope? Scope { get; set; }
}

/// <summary>A class, with what is known of its fields.</summary>
internal sealed class ClassInfo(string name, FileInfo file)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Its file.</summary>
    public FileInfo File { get; } = file;

    /// <summary>What it extends or implements.</summary>
    public List<TypeName> Bases { get; } = [];

    /// <summary>Its methods.</summary>
    public Dictionary<string, FunctionInfo> Methods { get; } = new(StringComparer.Ordinal);

    /// <summary>What its fields may be.</summary>
    public Dictionary<string, Value> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>Its fields' types.</summary>
    public Dictionary<string, TypeName> Types { get; } = new(StringComparer.Ordinal);

    /// <summary>Its declaration.</summary>
    public Class? Declared { get; set; }
}

/// <summary>A file, with its own scope.</summary>
internal sealed class FileInfo(SourceFile source)
{
    /// <summary>What was read.</summary>
    public SourceFile Source { get; } = source;

    /// <summary>Its scope.</summary>
    public Scope Scope { get; set; } = new(null);

    /// <summary>Whether it imports an SDK.</summary>
    public bool UsesSdk { get; set; }

    /// <summary>Whether it imports anything at all.</summary>
    public bool Imports { get; set; }

    /// <summary>Whether what it imports may stand elsewhere: it is a part of a file.</summary>
    public bool IsPart => Source.IsPart || !Imports;

    /// <summary>The SDK modules that it brings in whole: <c>using Amazon.S3</c>, <c>import com.amazonaws.services.s3.*</c>.</summary>
    public HashSet<string> Namespaces { get; } = new(StringComparer.Ordinal);
}

/// <summary>The variables of a function or file.</summary>
internal sealed class Scope(Scope? parent)
{
    private readonly Dictionary<string, Value> variables = new(StringComparer.Ordinal);
    private List<(string Name, Value? Before)>? journal;

    /// <summary>The scope around it.</summary>
    public Scope? Parent { get; } = parent;

    /// <summary>Names that belong to the file's own scope.</summary>
    public HashSet<string>? Outer { get; set; }

    /// <summary>The class whose members these variables are; null for variables.</summary>
    public ClassInfo? Members { get; set; }

    /// <summary>Its own variables.</summary>
    public IReadOnlyDictionary<string, Value> Variables => variables;

    /// <summary>What a name may be here; null when it is not declared.</summary>
    public Value? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.variables.TryGetValue(name, out var value))
                return value;
        }
        return null;
    }

    /// <summary>Gives a name of this scope a value.</summary>
    public void Set(string name, Value value)
    {
        if (Outer?.Contains(name) == true)
        {
            var root = this;
            while (root.Parent is not null)
                root = root.Parent;
            root.variables[name] = Value.Join(root.variables.GetValueOrDefault(name, Value.Unknown), value);
            return;
        }
        journal?.Add((name, variables.GetValueOrDefault(name)));
        variables[name] = value;
    }

    /// <summary>Assigns to a name where it was declared; here when nowhere.</summary>
    public void Assign(string name, Value value)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (!scope.variables.TryGetValue(name, out var before))
                continue;
            if (ReferenceEquals(scope, this))
                Set(name, value);
            else
                scope.variables[name] = Value.Join(before, value);
            return;
        }
        Set(name, value);
    }

    /// <summary>Starts to note what is overwritten.</summary>
    public List<(string Name, Value? Before)>? Begin()
    {
        var outer = journal;
        journal = [];
        return outer;
    }

    /// <summary>Puts back what was overwritten since <see cref="Begin"/>.</summary>
    /// <returns>What the names were at the end.</returns>
    public Dictionary<string, Value> Rollback()
    {
        Dictionary<string, Value> after = new(StringComparer.Ordinal);
        for (var i = journal!.Count - 1; i >= 0; i--)
        {
            var (name, before) = journal[i];
            after.TryAdd(name, variables.GetValueOrDefault(name, Value.Unknown));
            if (before is null)
                variables.Remove(name);
            else
                variables[name] = before;
        }
        journal.Clear();
        return after;
    }

    /// <summary>Ends noting, and goes on with what was noted around it.</summary>
    public void Finish(List<(string Name, Value? Before)>? outer) => journal = outer;
}
