namespace ChatOps.Iam.Code.Syntax;

/// <summary>What a declaration binds: a name, the members of an object, or the parts of a tuple.</summary>
internal sealed class Pattern
{
    /// <summary>The name; null when the value is taken apart.</summary>
    public string? Name { get; init; }

    /// <summary>Its parts: by key for an object, by position (a null key) for a tuple.</summary>
    public IReadOnlyList<(string? Key, Pattern Pattern)> Parts { get; init; } = [];
}

/// <summary>A parameter.</summary>
/// <param name="Pattern">What it binds.</param>
/// <param name="Type">Its type; null when none is written.</param>
/// <param name="Default">Its default; null when it has none.</param>
internal sealed record Parameter(Pattern Pattern, TypeName? Type, Expression? Default);

/// <summary>A function, method or lambda.</summary>
internal sealed class Function(string name, IReadOnlyList<Parameter> parameters, IReadOnlyList<Statement> body)
{
    /// <summary>Its name; empty for a lambda.</summary>
    public string Name { get; } = name;

    /// <summary>Its parameters, without a receiver.</summary>
    public IReadOnlyList<Parameter> Parameters { get; } = parameters;

    /// <summary>What it does. A lambda's expression is a <see cref="Return"/>.</summary>
    public IReadOnlyList<Statement> Body { get; } = body;

    /// <summary>What it is called on: Python's <c>self</c>, Go's receiver; null elsewhere.</summary>
    public string? Receiver { get; init; }

    /// <summary>The type that Go's receiver names.</summary>
    public string? ReceiverType { get; init; }

    /// <summary>The written type of what it returns.</summary>
    public TypeName? ReturnType { get; init; }

    /// <summary>What Python's <c>@</c> lines above it say.</summary>
    public IReadOnlyList<Expression> Decorators { get; init; } = [];

    /// <summary>Whether it is only declared, as an interface's methods are.</summary>
    public bool IsDeclared { get; init; }

    /// <summary>Whether reading it is reading its value: a C# property, a Python <c>@property</c>, a JavaScript getter.</summary>
    public bool IsProperty { get; init; }
}

/// <summary>A field of a class.</summary>
internal sealed record Field(string Name, TypeName? Type, Expression? Value);

/// <summary>A class, struct, record or interface.</summary>
internal sealed class Class(string name, IReadOnlyList<TypeName> bases, IReadOnlyList<Field> fields, IReadOnlyList<Function> methods)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>What it extends or implements.</summary>
    public IReadOnlyList<TypeName> Bases { get; } = bases;

    /// <summary>Its fields, and its primary constructor's parameters.</summary>
    public IReadOnlyList<Field> Fields { get; } = fields;

    /// <summary>Its methods. A constructor is named <c>constructor</c>.</summary>
    public IReadOnlyList<Function> Methods { get; } = methods;

    /// <summary>The classes in it, and Python's statements in its body.</summary>
    public IReadOnlyList<Statement> Body { get; init; } = [];
}

/// <summary>A statement.</summary>
internal abstract class Statement
{
}

/// <summary>An expression.</summary>
internal sealed class Run(Expression value) : Statement
{
    /// <summary>The expression.</summary>
    public Expression Value { get; } = value;
}

/// <summary>A declaration with an optional type and value.</summary>
internal sealed class Declaration(Pattern pattern, TypeName? type, Expression? value) : Statement
{
    /// <summary>What is declared.</summary>
    public Pattern Pattern { get; } = pattern;

    /// <summary>Its type.</summary>
    public TypeName? Type { get; } = type;

    /// <summary>Its value.</summary>
    public Expression? Value { get; } = value;
}

/// <summary>Returns a value.</summary>
internal sealed class Return(Expression? value) : Statement
{
    /// <summary>The value.</summary>
    public Expression? Value { get; } = value;
}

/// <summary>Statements of which one branch runs, or none.</summary>
internal sealed class Branches(IReadOnlyList<IReadOnlyList<Statement>> bodies, bool exhaustive) : Statement
{
    /// <summary>The branches.</summary>
    public IReadOnlyList<IReadOnlyList<Statement>> Bodies { get; } = bodies;

    /// <summary>Whether one of them surely runs.</summary>
    public bool Exhaustive { get; } = exhaustive;
}

/// <summary>Statements that all run.</summary>
internal sealed class Block(IReadOnlyList<Statement> body) : Statement
{
    /// <summary>The statements.</summary>
    public IReadOnlyList<Statement> Body { get; } = body;
}

/// <summary>Runs over a source.</summary>
internal sealed class Loop(Pattern target, Expression source, IReadOnlyList<Statement> body) : Statement
{
    /// <summary>What each is bound to.</summary>
    public Pattern Target { get; } = target;

    /// <summary>What is run over.</summary>
    public Expression Source { get; } = source;

    /// <summary>What is done with each.</summary>
    public IReadOnlyList<Statement> Body { get; } = body;
}

/// <summary>A function's declaration.</summary>
internal sealed class FunctionStatement(Function function) : Statement
{
    /// <summary>The function.</summary>
    public Function Function { get; } = function;
}

/// <summary>A class's declaration.</summary>
internal sealed class ClassStatement(Class declared) : Statement
{
    /// <summary>The class.</summary>
    public Class Class { get; } = declared;
}

/// <summary>An import of a module, or of one name from it.</summary>
/// <param name="local">The name in this file; null when everything is brought in by name (Java's and C#'s <c>.*</c>).</param>
/// <param name="module">The module as written.</param>
/// <param name="member">The name in the module; null for the module itself, <c>default</c> for its default.</param>
internal sealed class Import(string? local, string module, string? member) : Statement
{
    /// <summary>The name in this file.</summary>
    public string? Local { get; } = local;

    /// <summary>The module as written.</summary>
    public string Module { get; } = module;

    /// <summary>The name in the module.</summary>
    public string? Member { get; } = member;
}

/// <summary>Names that refer to the file's own scope (Python's <c>global</c>).</summary>
internal sealed class Outer(IReadOnlyList<string> names) : Statement
{
    /// <summary>The names.</summary>
    public IReadOnlyList<string> Names { get; } = names;
}

/// <summary>A file's statements.</summary>
/// <param name="Path">The file.</param>
/// <param name="Language">Its language.</param>
/// <param name="Body">Its statements.</param>
internal sealed record SourceFile(string Path, CodeLanguage Language, IReadOnlyList<Statement> Body)
{
    /// <summary>Whether only parts of it are known.</summary>
    public bool IsPart { get; init; }
}
