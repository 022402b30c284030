using ChatOps.Iam.Hcl;

namespace ChatOps.Iam.Infrastructure.Terraform;

/// <summary>Evaluates a module's expressions as far as the repository says: what is not known stays a reference, and what decides without being known makes a "maybe".</summary>
internal sealed partial class TerraformEvaluator(TerraformModule module, IReadOnlyDictionary<string, string> files)
{
    private const int MaxDepth = 120;
    private const int MaxLoop = 64;

    // One module's whole evaluation; a repository that needs more is generated, and stays symbolic from there.
    private int budget = 300_000;
    private int depth;
    private readonly HashSet<string> underway = new(StringComparer.Ordinal);

    /// <summary>The module's folder among the repository's files.</summary>
    public TerraformModule Module { get; } = module;

    /// <summary>Evaluates an expression.</summary>
    public IacValue Evaluate(HclExpression expression, Scope scope)
    {
        if (depth >= MaxDepth || budget <= 0)
            return Symbolic(expression, scope);
        depth++;
        budget--;
        var value = EvaluateCore(expression, scope);
        depth--;
        return value.At is null ? value with { At = scope.File.At(expression.Span.Start) } : value;
    }

    /// <summary>Evaluates a block's argument; null when it has none of that name.</summary>
    public IacValue? Argument(HclBody body, string name, Scope scope) => body.Find(name) is { } value ? Evaluate(value, scope) : null;

    /// <summary>The scopes that a <c>count</c> or <c>for_each</c> makes of a block, and whether they are certain.</summary>
    public IEnumerable<(Scope Scope, bool IsCertain)> Instances(TerraformBlock block)
    {
        var scope = Scope.Of(block.File);
        if (block.Block.Body.Find("count") is { } count)
        {
            return Evaluate(count, scope) switch
            {
                IacScalar { Value: double number } => number < 1 ? [] : [(scope.With("count", new IacMap([new("index", new IacScalar(0.0))])), true)],
                _ => [(scope.With("count", new IacMap([new("index", new IacScalar(0.0))])), false)],
            };
        }

        return block.Block.Body.Find("for_each") is { } each ? Loop(Evaluate(each, scope), scope, "each") : [(scope, true)];
    }

    /// <summary>The scopes that going through a collection makes.</summary>
    public static IEnumerable<(Scope Scope, bool IsCertain)> Loop(IacValue collection, Scope scope, string iterator)
    {
        var (elements, certain) = Elements(collection);
        if (elements is null)
            return [(scope.WithEach(iterator, IacText.Of(iterator + ".key"), IacText.Of(iterator + ".value")), false)];
        return elements.Take(MaxLoop).Select(pair => (scope.WithEach(iterator, pair.Key, pair.Value), certain));
    }

    /// <summary>Keys and values of a collection; null when it is not known what it holds.</summary>
    private static (IReadOnlyList<(IacValue Key, IacValue Value)>? Elements, bool IsCertain) Elements(IacValue collection) => collection switch
    {
        IacMap map => ([.. map.Entries.Select(entry => ((IacValue)new IacText(entry.Key), entry.Value))], true),
        IacList list when list.Items.All(item => item is IacText { Reference: null }) => ([.. list.Items.Select(item => (item, item))], true),
        IacList list => ([.. list.Items.Select((item, i) => ((IacValue)new IacScalar((double)i), item))], true),
        IacMaybe maybe when maybe.Options.Select(option => Elements(option).Elements).OfType<IReadOnlyList<(IacValue, IacValue)>>().ToList() is { Count: > 0 } known => ([.. known.SelectMany(option => option)], false),
        IacScalar => ([], true),
        // One for each of another block's: what it is one of is known.
        IacText { Reference: { } block } when block.StartsWith("aws_", StringComparison.Ordinal) || block.Contains(".aws_", StringComparison.Ordinal) => ([(IacText.Of("each.key"), collection)], true),
        _ => (null, false),
    };

    private IacValue EvaluateCore(HclExpression expression, Scope scope)
    {
        switch (expression)
        {
            case HclLiteral { Value: string text }:
                return new IacText(text);
            case HclLiteral literal:
                return new IacScalar(literal.Value);
            case HclTemplate template:
                return EvaluateTemplate(template, scope);
            case HclTemplateWrap wrap:
                return Evaluate(wrap.Inner, scope);
            case HclParentheses parentheses:
                return Evaluate(parentheses.Inner, scope);
            case HclTuple tuple:
                return new IacList([.. tuple.Items.Select(item => Evaluate(item, scope))]);
            case HclObject items:
                return new IacMap([.. items.Items.Select(item => new KeyValuePair<string, IacValue>(Key(item, scope), Evaluate(item.Value, scope)))]);
            case HclConditional choice:
                return Choose(Evaluate(choice.Condition, scope), () => Evaluate(choice.Then, scope), () => Evaluate(choice.Else, scope));
            case HclFor loop:
                return EvaluateFor(loop, scope);
            case HclUnary { Operator: '!' } not when Evaluate(not.Operand, scope) is IacScalar { Value: bool truth }:
                return new IacScalar(!truth);
            case HclUnary { Operator: '-' } minus when Evaluate(minus.Operand, scope) is IacScalar { Value: double number }:
                return new IacScalar(-number);
            case HclBinary binary:
                return EvaluateBinary(binary, scope);
            case HclCall call:
                return Call(call, scope);
            case HclVariable or HclGetAttribute or HclIndex or HclSplat:
                return EvaluateTraversal(expression, scope);
            default:
                return Symbolic(expression, scope);
        }
    }

    private static IacValue Choose(IacValue condition, Func<IacValue> then, Func<IacValue> otherwise) => condition switch
    {
        IacScalar { Value: bool truth } => truth ? then() : otherwise(),
        IacText { Text: "true" } => then(),
        IacText { Text: "false" } => otherwise(),
        _ => new IacMaybe([then(), otherwise()]),
    };

    private string Key(HclObjectItem item, Scope scope) => item.Name ?? Evaluate(item.Key, scope).AsText ?? "${" + item.Key.Span.Of(scope.File.Text) + "}";

    private IacValue EvaluateBinary(HclBinary binary, Scope scope)
    {
        var (left, right) = (Evaluate(binary.Left, scope), Evaluate(binary.Right, scope));
        bool? Truth(IacValue value) => value is IacScalar { Value: bool truth } ? truth : null;
        switch (binary.Operator)
        {
            case "&&" when Truth(left) == false || Truth(right) == false:
                return new IacScalar(false);
            case "&&" when Truth(left) == true && Truth(right) == true:
                return new IacScalar(true);
            case "||" when Truth(left) == true || Truth(right) == true:
                return new IacScalar(true);
            case "||" when Truth(left) == false && Truth(right) == false:
                return new IacScalar(false);
            case "==" or "!=" when Known(left) is { } one && Known(right) is { } other:
                return new IacScalar(one == other == (binary.Operator == "=="));
        }

        if (left is IacScalar { Value: double a } && right is IacScalar { Value: double b })
        {
            return binary.Operator switch
            {
                "+" => new IacScalar(a + b),
                "-" => new IacScalar(a - b),
                "*" => new IacScalar(a * b),
                ">" => new IacScalar(a > b),
                "<" => new IacScalar(a < b),
                ">=" => new IacScalar(a >= b),
                "<=" => new IacScalar(a <= b),
                _ => Symbolic(binary, scope),
            };
        }

        return Symbolic(binary, scope);
    }

    // What can be compared: texts without references, numbers, truth values, null.
    private static string? Known(IacValue value) => value switch
    {
        IacText text when !text.Text.Contains("${", StringComparison.Ordinal) => text.Text,
        IacScalar { Value: null } => "\0null",
        IacScalar scalar => scalar.AsText,
        IacList { Items.Count: 0 } => "\0list",
        IacMap { Entries.Count: 0 } => "\0map",
        IacList or IacMap or IacJson or IacDocument => "\0other",
        _ => null,
    };

    private IacValue EvaluateFor(HclFor loop, Scope scope)
    {
        var (elements, certain) = Elements(Evaluate(loop.Collection, scope));
        var known = elements is not null;
        elements ??= [(IacText.Of(loop.KeyName ?? "key"), IacText.Of(loop.ValueName))];
        List<IacValue> items = [];
        List<KeyValuePair<string, IacValue>> entries = [];
        foreach (var (key, value) in elements.Take(MaxLoop))
        {
            var inner = scope.With(loop.ValueName, value);
            if (loop.KeyName is not null)
                inner = inner.With(loop.KeyName, key);
            var condition = loop.Condition is null ? new IacScalar(true) : Evaluate(loop.Condition, inner);
            if (condition is IacScalar { Value: false })
                continue;
            var result = Evaluate(loop.Value, inner);
            if (condition is not IacScalar { Value: true })
                result = new IacMaybe([result]);
            if (loop.Key is null)
                items.Add(result);
            else
                entries.Add(new(Evaluate(loop.Key, inner).AsText ?? "${key}", loop.Groups ? new IacList([result]) : result));
        }

        IacValue all = loop.Key is null ? new IacList(items) : new IacMap(entries);
        return known && certain ? all : new IacMaybe([all]);
    }

    private IacText Symbolic(HclExpression expression, Scope scope) =>
        IacText.Of(Module.Address + string.Concat(expression.Span.Of(scope.File.Text).Where(c => !char.IsWhiteSpace(c))).Replace("${", "(", StringComparison.Ordinal).Replace('}', ')').Replace(':', ';'));
}
