using ChatOps.Iam.Code.Syntax;

namespace ChatOps.Iam.Code.Flow;

internal sealed partial class Evaluator
{
    /// <summary>What an expression may be.</summary>
    public Value Evaluate(Expression expression)
    {
        if (depth > 300)
            return Value.Unknown;
        depth++;
        var value = expression switch
        {
            Text text => new StringValue(text.Value),
            Name name => Variable(name),
            Call call => Evaluate(call),
            Member member => Evaluate(member),
            Element element => ElementOf(Evaluate(element.Target), Evaluate(element.Index), element),
            Creation creation => Evaluate(creation),
            Record record => Evaluate(record),
            Items { Values: [Comprehension only] } => Evaluate(only),
            Items items => new ListValue([.. items.Values.Select(Evaluate)]),
            Join join => Evaluate(join),
            Choice choice => choice.Values.Aggregate(Value.Unknown, (value, next) => Value.Join(value, Evaluate(next))),
            Ternary ternary => Evaluate(ternary),
            Format format => Evaluate(format),
            Assignment assignment => Assign(assignment.Target, Evaluate(assignment.Value)),
            Cast cast => Evaluate(cast),
            Lambda lambda => Evaluate(lambda),
            Comprehension comprehension => Evaluate(comprehension),
            Group group => Evaluate(group),
            _ => Value.Unknown,
        };
        depth--;
        return value;
    }

    private Value Evaluate(Member member)
    {
        var value = MemberOf(Evaluate(member.Target), member.Text, member);
        // import a.b.c
        return value.IsUnknown && file.Source.Language == CodeLanguage.Python && Dotted(member) is { } dotted ? scope.Find(dotted) ?? value : value;
    }

    // No module's name has more parts than these.
    private const int MostParts = 8;

    private static string? Dotted(Expression expression)
    {
        var dotted = "";
        for (var parts = 0; parts < MostParts; parts++)
        {
            if (expression is Name root)
                return root.Text + dotted;
            if (expression is not Member member)
                return null;
            dotted = $".{member.Text}{dotted}";
            expression = member.Target;
        }
        return null;
    }

    private Value Variable(Name name)
    {
        if (kept.Count > 0)
            read.Add((file, name.Text));
        return Find(name);
    }

    private Value Find(Name name) => scope.Find(name.Text) ?? PackageMember(name.Text) ?? model.Global(this, name.Text) ?? Value.Unknown;

    // In Go, and for classes in Java and C#, other files' declarations need no import.
    private Value? PackageMember(string name)
    {
        if (file.Source.Language == CodeLanguage.Go && packageNames.Contains(name))
        {
            foreach (var beside in modules.Beside(file))
            {
                if (beside.Source.Language == CodeLanguage.Go && beside.Scope.Find(name) is { } value)
                    return value;
            }
        }
        return file.Source.Language is CodeLanguage.Java or CodeLanguage.CSharp && name.Length > 0 && char.IsUpper(name[0]) && FindClass(new TypeName(name, [])) is { } info ? new ClassValue(info) : null;
    }

    /// <summary>The environment's variable of a name.</summary>
    public Value Variable(string name, string? standard) => new EnvironmentValue(name, environment.GetValueOrDefault(name) ?? standard);

    private StringValue Evaluate(Join join)
    {
        var parts = join.Parts.Select(Evaluate).ToList();
        return StringValue.Concat(parts.Select(part => part.Alternatives is [var only] ? only : Value.Unknown));
    }

    private Value Evaluate(Ternary ternary)
    {
        Evaluate(ternary.Condition);
        return Evaluate(ternary.Choice);
    }

    private Value Evaluate(Format format)
    {
        var text = Evaluate(format.Text);
        var values = Evaluate(format.Values);
        return text is StringValue pattern ? Formatted(pattern.Pattern, values is ListValue list ? list.Items : [values]) : Value.Unknown;
    }

    /// <summary>A text whose places (<c>%s</c>, <c>{}</c>, <c>{0}</c>) are filled.</summary>
    public static StringValue Formatted(string pattern, IReadOnlyList<Value> values)
    {
        List<Value> parts = [];
        var (start, next) = (0, 0);
        for (var at = 0; at < pattern.Length; at++)
        {
            var length = pattern[at] == '%' ? PercentLength(pattern, at) : pattern[at] == '{' ? pattern.IndexOf('}', at) - at + 1 : 0;
            if (length < 2)
                continue;
            if (at > start)
                parts.Add(new StringValue(pattern[start..at]));
            var index = pattern[at] == '{' && int.TryParse(pattern.AsSpan(at + 1, length - 2), out var written) ? written : next++;
            parts.Add(index < values.Count ? values[index] : Value.Unknown);
            at += length - 1;
            start = at + 1;
        }
        if (start < pattern.Length)
            parts.Add(new StringValue(pattern[start..]));
        return StringValue.Concat(parts);
    }

    private static int PercentLength(string pattern, int at)
    {
        var end = at + 1;
        if (end < pattern.Length && pattern[end] == '(')
            end = Math.Max(pattern.IndexOf(')', end), end) + 1;
        while (end < pattern.Length && (char.IsAsciiDigit(pattern[end]) || pattern[end] is '-' or '.' or '+' or '#'))
            end++;
        return end < pattern.Length && char.IsAsciiLetter(pattern[end]) ? end - at + 1 : 0;
    }

    private Value Evaluate(Cast cast)
    {
        var value = Evaluate(cast.Value);
        if (cast.Type.Name is "const" or "any" or "unknown" || value.Alternatives.Any(one => one is SdkValue { Kind: not SdkKind.Type }))
            return value;
        return TypeOf(cast.Type) is { } typed ? typed is SdkValue { Kind: SdkKind.Request } request && value is RecordValue members ? model.WithArguments(request, members) : Value.Join(typed, value) : value;
    }

    private FunctionValue Evaluate(Lambda lambda)
    {
        if (!functions.TryGetValue(lambda.Function, out var info))
            info = functions[lambda.Function] = new FunctionInfo(lambda.Function, file, null);
        info.Scope = scope;
        frame.Later.Enqueue(info);
        return new FunctionValue(info, null);
    }

    private ListValue Evaluate(Comprehension comprehension)
    {
        var outer = scope;
        scope = new Scope(outer);
        foreach (var (target, source) in comprehension.Sources)
            Bind(target, Items(Evaluate(source)));
        var element = Evaluate(comprehension.Element);
        scope = outer;
        return new ListValue([element]);
    }

    private Value Evaluate(Group group)
    {
        var value = Value.Unknown;
        foreach (var part in group.Parts)
            value = Evaluate(part);
        // What is in parentheses after conditions keeps its value: [x for … if …], a if c else b.
        return group.Parts.Count > 1 && value.Alternatives.Any(one => one is SdkValue or RecordValue or InstanceValue) ? value : Value.Unknown;
    }

    private RecordValue Evaluate(Record record)
    {
        var value = new RecordValue(record);
        foreach (var (key, entry) in record.Entries)
        {
            var own = Evaluate(entry);
            if (key is null)
            {
                var spread = own.Alternatives.OfType<RecordValue>().FirstOrDefault();
                value.Open |= spread is null || spread.Open;
                foreach (var (name, inner) in spread?.Entries ?? [])
                    value.Entries[name] = inner;
            }
            else
                value.Entries[key] = key == "*" ? Value.Join(value.Entries.GetValueOrDefault(key, Value.Unknown), own) : own;
        }
        return value;
    }

    private Value Assign(Expression target, Value value)
    {
        switch (target)
        {
            case Name name:
                scope.Assign(name.Text, value);
                AssignMember(name.Text, value);
                break;
            case Items items:
                for (var i = 0; i < items.Values.Count; i++)
                    Assign(items.Values[i], value is ListValue list && i < list.Items.Count ? list.Items[i] : i == 0 && file.Source.Language == CodeLanguage.Go ? value : Value.Unknown);
                break;
            case Member member when file.Source.Language == CodeLanguage.JavaScript && IsExports(member):
                Export(member, value);
                break;
            case Member member:
                SetMember(Evaluate(member.Target), member.Text, value);
                break;
            case Element element:
                SetElement(Evaluate(element.Target), Evaluate(element.Index), value);
                break;
            default:
                Evaluate(target);
                break;
        }
        return value;
    }

    // module.exports = …, exports.name = …, module.exports.name = …
    private static bool IsExports(Member member) => member is { Target: Name { Text: "module" }, Text: "exports" } or { Target: Name { Text: "exports" } } or { Target: Member { Target: Name { Text: "module" }, Text: "exports" } };

    private void Export(Member member, Value value)
    {
        if (member is not { Target: Name { Text: "module" } })
        {
            file.Scope.Set(member.Text, value);
            return;
        }
        file.Scope.Set("export default", value);
        foreach (var (name, entry) in (value as RecordValue)?.Entries ?? [])
            file.Scope.Set(name, entry);
    }

    // A name alone that is a field, in Java and C#.
    private void AssignMember(string name, Value value)
    {
        for (var outer = scope; outer is not null; outer = outer.Parent)
        {
            if (outer.Members is { } members && outer.Variables.ContainsKey(name))
                SetField(members, name, value);
            else if (outer.Members is null && outer.Variables.ContainsKey(name))
                return;
        }
    }

    private void SetMember(Value target, string name, Value value)
    {
        foreach (var one in target.Alternatives)
        {
            if (one is InstanceValue instance)
                SetField(instance.Info, name, value);
            else if (one is RecordValue record)
                record.Entries[name] = value;
            else if (one is SdkValue { Arguments: { } arguments })
                arguments.Entries[name] = value;
            else if (one is FileValue module)
                module.File.Scope.Set(name, value);
            else if (one is ClassValue type)
                SetField(type.Info, name, value);
        }
    }

    // A key that is not known may be any.
    private void SetElement(Value target, Value index, Value value)
    {
        foreach (var key in index.Alternatives.OfType<StringValue>())
            SetMember(target, key.Pattern, value);
        if (index.Alternatives.Any(one => one is StringValue))
            return;
        foreach (var record in target.Alternatives.OfType<RecordValue>())
            record.Entries["*"] = Value.Join(record.Entries.GetValueOrDefault("*", Value.Unknown), value);
    }

    private Value ElementOf(Value target, Value index, Element site)
    {
        var value = Value.Unknown;
        foreach (var one in target.Alternatives)
        {
            var found = one switch
            {
                RecordValue record => index is StringValue key ? record.Entries.GetValueOrDefault(key.Pattern) ?? (record.Entries.GetValueOrDefault("*", Value.Unknown) is var any && any is ListValue made ? Items(made) : any) : Items(record),
                ListValue list => Items(list),
                SdkValue sdk when index is StringValue key => model.Member(this, sdk, key.Pattern, site),
                _ => Value.Unknown,
            };
            value = Value.Join(value, found);
        }
        return value;
    }
}
