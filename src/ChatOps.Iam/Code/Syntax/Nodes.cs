namespace ChatOps.Iam.Code.Syntax;

/// <summary>A type as written, without what does not name it: <c>Task&lt;IAmazonS3&gt;</c> is <c>Task</c> with one argument.</summary>
/// <param name="Name">Dotted; without pointers, arrays and question marks.</param>
/// <param name="Arguments">Its type arguments.</param>
internal sealed record TypeName(string Name, IReadOnlyList<TypeName> Arguments)
{
    /// <summary>The name's last part.</summary>
    public string Last => Name[(Name.LastIndexOf('.') + 1)..];

    /// <summary>What an object's type has that is written out: <c>{ s3: S3; table: string }</c>.</summary>
    public IReadOnlyList<Field> Fields { get; init; } = [];
}

/// <summary>An expression. What cannot carry a service, an operation or a resource is a <see cref="Group"/> of its parts.</summary>
internal abstract class Expression
{
    /// <summary>The line on which it starts.</summary>
    public int Line { get; init; }
}

/// <summary>A variable, function, class or module.</summary>
internal sealed class Name(string text) : Expression
{
    /// <summary>The name.</summary>
    public string Text { get; } = text;
}

/// <summary><c>target.name</c>.</summary>
internal sealed class Member(Expression target, string name) : Expression
{
    /// <summary>What it is a member of.</summary>
    public Expression Target { get; } = target;

    /// <summary>The member.</summary>
    public string Text { get; } = name;
}

/// <summary><c>target[index]</c>.</summary>
internal sealed class Element(Expression target, Expression index) : Expression
{
    /// <summary>What is indexed.</summary>
    public Expression Target { get; } = target;

    /// <summary>The index.</summary>
    public Expression Index { get; } = index;
}

/// <summary>An argument, with its name when the call gives one; <c>**</c> spreads a dictionary.</summary>
internal readonly record struct Argument(string? Name, Expression Value);

/// <summary><c>callee(arguments)</c>.</summary>
internal sealed class Call(Expression callee, IReadOnlyList<Argument> arguments) : Expression
{
    /// <summary>What is called.</summary>
    public Expression Callee { get; } = callee;

    /// <summary>With what.</summary>
    public IReadOnlyList<Argument> Arguments { get; } = arguments;

    /// <summary>The type arguments.</summary>
    public IReadOnlyList<TypeName> Types { get; init; } = [];
}

/// <summary><c>new Type(arguments) { initializer }</c>, or Go's <c>Type{…}</c>.</summary>
internal sealed class Creation(TypeName type, IReadOnlyList<Argument> arguments, Record? initializer) : Expression
{
    /// <summary>The type.</summary>
    public TypeName Type { get; } = type;

    /// <summary>The constructor's arguments.</summary>
    public IReadOnlyList<Argument> Arguments { get; } = arguments;

    /// <summary>The members that are set at once.</summary>
    public Record? Initializer { get; } = initializer;
}

/// <summary>A string without expressions in it.</summary>
internal sealed class Text(string value) : Expression
{
    /// <summary>What it says.</summary>
    public string Value { get; } = value;
}

/// <summary>Strings and expressions, one after the other.</summary>
internal sealed class Join(IReadOnlyList<Expression> parts) : Expression
{
    /// <summary>The parts.</summary>
    public IReadOnlyList<Expression> Parts { get; } = parts;
}

/// <summary>A dictionary or an object: keys and values; a null key spreads its value.</summary>
internal sealed class Record(IReadOnlyList<(string? Key, Expression Value)> entries) : Expression
{
    /// <summary>The entries.</summary>
    public IReadOnlyList<(string? Key, Expression Value)> Entries { get; } = entries;
}

/// <summary>A list, a tuple, an array.</summary>
internal sealed class Items(IReadOnlyList<Expression> values) : Expression
{
    /// <summary>The values.</summary>
    public IReadOnlyList<Expression> Values { get; } = values;
}

/// <summary>One of several: <c>a or b</c>, <c>a ?? b</c>, <c>c ? a : b</c>.</summary>
internal sealed class Choice(IReadOnlyList<Expression> values) : Expression
{
    /// <summary>The possible values.</summary>
    public IReadOnlyList<Expression> Values { get; } = values;
}

/// <summary><c>target = value</c> as an expression.</summary>
internal sealed class Assignment(Expression target, Expression value) : Expression
{
    /// <summary>What is assigned to.</summary>
    public Expression Target { get; } = target;

    /// <summary>What.</summary>
    public Expression Value { get; } = value;
}

/// <summary>A value said to be of a type.</summary>
internal sealed class Cast(TypeName type, Expression value) : Expression
{
    /// <summary>The type.</summary>
    public TypeName Type { get; } = type;

    /// <summary>The value.</summary>
    public Expression Value { get; } = value;
}

/// <summary>A lambda, an arrow function, a function expression.</summary>
internal sealed class Lambda(Function function) : Expression
{
    /// <summary>The function.</summary>
    public Function Function { get; } = function;
}

/// <summary><c>[element for target in source]</c>.</summary>
internal sealed class Comprehension(Expression element, IReadOnlyList<(Pattern Target, Expression Source)> sources) : Expression
{
    /// <summary>What is made of each.</summary>
    public Expression Element { get; } = element;

    /// <summary>What runs over what.</summary>
    public IReadOnlyList<(Pattern Target, Expression Source)> Sources { get; } = sources;
}

/// <summary>Anything else: its parts are read, its value is unknown.</summary>
internal sealed class Group(IReadOnlyList<Expression> parts) : Expression
{
    /// <summary>One with nothing in it.</summary>
    public static readonly Group Empty = new([]);

    /// <summary>The parts.</summary>
    public IReadOnlyList<Expression> Parts { get; } = parts;
}

/// <summary><c>condition ? a : b</c>: the condition is read too.</summary>
internal sealed class Ternary(Expression condition, Choice choice) : Expression
{
    /// <summary>The condition.</summary>
    public Expression Condition { get; } = condition;

    /// <summary>The two values.</summary>
    public Choice Choice { get; } = choice;
}

/// <summary>A text with places for values, filled by <c>%</c>, <c>format</c> or <c>Sprintf</c>.</summary>
internal sealed class Format(Expression text, Expression values) : Expression
{
    /// <summary>The text.</summary>
    public Expression Text { get; } = text;

    /// <summary>The values.</summary>
    public Expression Values { get; } = values;
}
