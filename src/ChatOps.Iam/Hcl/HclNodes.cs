namespace ChatOps.Iam.Hcl;

/// <summary>A stretch of the source: offsets of its first character and of the one after its last.</summary>
internal readonly record struct HclSpan(int Start, int End)
{
    public string Of(string text) => text[Start..End];
}

/// <summary>What HCL calls a body: arguments and blocks in the order they are written.</summary>
internal sealed record HclBody(HclSpan Span, IReadOnlyList<HclAttribute> Attributes, IReadOnlyList<HclBlock> Blocks)
{
    public HclExpression? Find(string name) => Attributes.FirstOrDefault(attribute => attribute.Name == name)?.Value;
}

/// <summary><c>name = value</c>.</summary>
internal sealed record HclAttribute(HclSpan Span, string Name, HclExpression Value);

/// <summary><c>type "label" { … }</c>.</summary>
/// <param name="Span">From the type to the closing brace.</param>
/// <param name="Type">The first word.</param>
/// <param name="Labels">The labels, without quotes.</param>
/// <param name="Body">What the braces hold; its span is what stands between them.</param>
internal sealed record HclBlock(HclSpan Span, string Type, IReadOnlyList<string> Labels, HclBody Body);

/// <summary>An expression and where it stands.</summary>
internal abstract record HclExpression(HclSpan Span);

/// <summary>A number, <c>true</c>, <c>false</c>, <c>null</c>, or a literal stretch of a template.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Value">A <see cref="double"/>, a <see cref="bool"/>, a <see cref="string"/> or null.</param>
internal sealed record HclLiteral(HclSpan Span, object? Value) : HclExpression(Span);

/// <summary>A quoted string or a heredoc.</summary>
internal sealed record HclTemplate(HclSpan Span, IReadOnlyList<HclExpression> Parts, bool IsHeredoc) : HclExpression(Span)
{
    /// <summary>The text, when nothing is put into it.</summary>
    public string? Text => Parts.All(part => part is HclLiteral) ? string.Concat(Parts.Select(part => (string)((HclLiteral)part).Value!)) : null;
}

/// <summary>A string that is one interpolation and nothing else: its value keeps its type.</summary>
internal sealed record HclTemplateWrap(HclSpan Span, HclExpression Inner) : HclExpression(Span);

/// <summary><c>%{ for … }</c> within a template.</summary>
internal sealed record HclTemplateFor(HclSpan Span, HclFor Loop) : HclExpression(Span);

/// <summary><c>[a, b]</c>.</summary>
internal sealed record HclTuple(HclSpan Span, IReadOnlyList<HclExpression> Items) : HclExpression(Span);

/// <summary><c>{ a = b }</c>.</summary>
internal sealed record HclObject(HclSpan Span, IReadOnlyList<HclObjectItem> Items) : HclExpression(Span)
{
    public HclObjectItem? Find(string key) => Items.FirstOrDefault(item => item.Name == key);
}

/// <summary>One member of an object.</summary>
internal sealed record HclObjectItem(HclExpression Key, HclExpression Value)
{
    /// <summary>The key, when it is a bare word or a literal.</summary>
    public string? Name => Key switch
    {
        HclVariable word => word.Name,
        HclTemplate template => template.Text,
        HclLiteral literal => Convert.ToString(literal.Value, System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    };
}

/// <summary>A name by itself: what a traversal starts from.</summary>
internal sealed record HclVariable(HclSpan Span, string Name) : HclExpression(Span);

/// <summary><c>source.name</c>.</summary>
internal sealed record HclGetAttribute(HclSpan Span, HclExpression Source, string Name) : HclExpression(Span);

/// <summary><c>source[key]</c> or <c>source.0</c>.</summary>
internal sealed record HclIndex(HclSpan Span, HclExpression Source, HclExpression Key) : HclExpression(Span);

/// <summary><c>source[*].each</c> or <c>source.*.each</c>; <paramref name="Each"/> ends in an <see cref="HclSplatItem"/>.</summary>
internal sealed record HclSplat(HclSpan Span, HclExpression Source, HclExpression Each) : HclExpression(Span);

/// <summary>The element that a splat is at.</summary>
internal sealed record HclSplatItem(HclSpan Span) : HclExpression(Span);

/// <summary><c>name(a, b...)</c>.</summary>
internal sealed record HclCall(HclSpan Span, string Name, IReadOnlyList<HclExpression> Arguments, bool Expands) : HclExpression(Span);

/// <summary><c>condition ? a : b</c>, or <c>%{ if }</c> within a template.</summary>
internal sealed record HclConditional(HclSpan Span, HclExpression Condition, HclExpression Then, HclExpression Else) : HclExpression(Span);

/// <summary><c>a + b</c>.</summary>
internal sealed record HclBinary(HclSpan Span, string Operator, HclExpression Left, HclExpression Right) : HclExpression(Span);

/// <summary><c>!a</c> or <c>-a</c>.</summary>
internal sealed record HclUnary(HclSpan Span, char Operator, HclExpression Operand) : HclExpression(Span);

/// <summary><c>(a)</c>.</summary>
internal sealed record HclParentheses(HclSpan Span, HclExpression Inner) : HclExpression(Span);

/// <summary><c>[for v in c : v if x]</c> or <c>{for k, v in c : k => v...}</c>.</summary>
internal sealed record HclFor(HclSpan Span, string? KeyName, string ValueName, HclExpression Collection, HclExpression? Key, HclExpression Value, HclExpression? Condition, bool Groups) : HclExpression(Span);
