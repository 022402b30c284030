using ChatOps.Iam.Code.Syntax;

namespace ChatOps.Iam.Code.Flow;

internal sealed partial class Evaluator
{
    // Functions and classes can be used above where they stand.
    private void Hoist(IReadOnlyList<Statement> statements)
    {
        foreach (var statement in statements)
        {
            if (statement is FunctionStatement { Function: var function } && (function.ReceiverType is null || function.Name.Length == 0))
            {
                var info = Info(function, null);
                info.Scope = scope;
                scope.Set(function.Name, new FunctionValue(info, null));
            }
            else if (statement is ClassStatement { Class: { Name.Length: > 0 } declared })
                scope.Set(declared.Name, new ClassValue(Info(declared)));
        }
    }

    private void Execute(IReadOnlyList<Statement> statements)
    {
        if (depth > 200)
            return;
        depth++;
        foreach (var statement in statements)
            Execute(statement);
        depth--;
    }

    private void Execute(Statement statement)
    {
        switch (statement)
        {
            case Run run:
                Evaluate(run.Value);
                break;
            case Declaration declaration:
                Declare(declaration);
                break;
            case Return { Value: { } value }:
                frame.Result = Value.Join(frame.Result, Evaluate(value));
                break;
            case Block block:
                Hoist(block.Body);
                Execute(block.Body);
                break;
            case Branches branches:
                Branch(branches);
                break;
            case Loop loop:
                Bind(loop.Target, Items(Evaluate(loop.Source)));
                Execute(loop.Body);
                break;
            case FunctionStatement { Function: var function }:
                var info = Info(function, null);
                info.Scope = scope;
                Decorate(info);
                frame.Later.Enqueue(info);
                break;
            case ClassStatement { Class: var declared }:
                Execute(declared);
                break;
            case Import import:
                Bring(import);
                break;
            case Outer outer:
                (scope.Outer ??= new HashSet<string>(StringComparer.Ordinal)).UnionWith(outer.Names);
                break;
        }
    }

    // What is above a function is given the function, and may call it with things of its own.
    private void Decorate(FunctionInfo info)
    {
        foreach (var decorator in info.Function.Decorators)
        {
            foreach (var one in Evaluate(decorator).Alternatives.OfType<FunctionValue>())
                CallFunction(one.Info, new CallArguments([(null, new FunctionValue(info, null), decorator)]));
        }
    }

    private void Declare(Declaration declaration)
    {
        if (declaration is { Value: Creation made, Pattern.Name: { } local } && file.Source.Language == CodeLanguage.JavaScript)
            kept[made] = (file, local);
        var value = declaration.Value is { } written ? Evaluate(written) : Value.Unknown;
        if (declaration.Type is { } type && TypeOf(type) is { } typed && Adds(typed, value))
            value = value is RecordValue && typed is SdkValue { Kind: SdkKind.Request } request ? model.WithArguments(request, (RecordValue)value) : Value.Join(typed, value);
        if (declaration.Pattern.Name is { } name && declaration.Value is not null && file.Source.Language is CodeLanguage.Python)
            scope.Set(name, value);
        else
            Bind(declaration.Pattern, value);
    }

    // A type says more than its value when the value is nothing of the SDK's, or nothing that calls.
    private static bool Adds(Value typed, Value value) => !value.Alternatives.Any(one => one is SdkValue sdk && (sdk.Kind != SdkKind.Builder || typed is not SdkValue { Kind: SdkKind.Client or SdkKind.Special }));

    /// <summary>What a thing that is run over gives.</summary>
    public Value Items(Value source)
    {
        var items = Value.Unknown;
        foreach (var one in source.Alternatives)
        {
            foreach (var item in one is ListValue list ? list.Items : one is RecordValue record ? record.Entries.Values : one is SdkValue thing ? [model.Item(thing)] : (IEnumerable<Value>)[])
                items = Value.Join(items, item);
        }
        return items;
    }

    private void Bind(Pattern pattern, Value value)
    {
        if (pattern.Name is { } name)
        {
            scope.Set(name.TrimStart('*'), value);
            return;
        }
        for (var i = 0; i < pattern.Parts.Count; i++)
        {
            var (key, part) = pattern.Parts[i];
            if (key is not null)
            {
                Bind(part, MemberOf(value, key, null));
                continue;
            }
            // Go's (value, error) is the value; a tuple has its own parts.
            var list = value.Alternatives.OfType<ListValue>().FirstOrDefault();
            Bind(part, list is not null && i < list.Items.Count ? list.Items[i] : list is null && i == 0 && file.Source.Language == CodeLanguage.Go ? value : Value.Unknown);
        }
    }

    private void Branch(Branches branches)
    {
        List<Dictionary<string, Value>> ends = [];
        foreach (var body in branches.Bodies)
        {
            var outer = scope.Begin();
            Hoist(body);
            Execute(body);
            ends.Add(scope.Rollback());
            scope.Finish(outer);
        }
        if (ends.Count == 0 || ends.TrueForAll(end => end.Count == 0))
            return;
        foreach (var name in ends.SelectMany(end => end.Keys).Distinct().ToList())
        {
            var value = Value.Unknown;
            var everywhere = branches.Exhaustive;
            foreach (var end in ends)
            {
                if (end.TryGetValue(name, out var last))
                    value = Value.Join(value, last);
                else
                    everywhere = false;
            }
            scope.Set(name, everywhere ? value : Value.Join(value, scope.Variables.GetValueOrDefault(name, Value.Unknown)));
        }
    }

    private void Execute(Class declared)
    {
        var info = Info(declared);
        if (declared.Name.Length > 0)
            scope.Set(declared.Name, new ClassValue(info));
        var outer = scope;
        scope = new Scope(outer);
        if (file.Source.Language != CodeLanguage.Python)
            scope.Set("this", new InstanceValue(info));
        // A parameter property's value is the constructor's parameter.
        if (info.Methods.TryGetValue("constructor", out var constructor))
        {
            for (var i = 0; i < constructor.Function.Parameters.Count; i++)
            {
                if (constructor.Function.Parameters[i].Pattern.Name is { } parameter)
                    scope.Set(parameter, constructor.Parameters[i]);
            }
        }
        foreach (var field in declared.Fields)
        {
            var value = field.Value is { } written ? Evaluate(written) : Value.Unknown;
            if (field.Type is { } type && TypeOf(type) is { } typed && Adds(typed, value))
                value = Value.Join(typed, value);
            SetField(info, field.Name, value);
            // A later field's value may name an earlier one.
            if (file.Source.Language is CodeLanguage.Java or CodeLanguage.CSharp)
                scope.Set(field.Name, value);
        }
        Hoist(declared.Body);
        Execute(declared.Body);
        if (file.Source.Language == CodeLanguage.Python)
        {
            foreach (var (name, value) in scope.Variables)
                SetField(info, name, value);
        }
        var methods = scope;
        scope = outer;
        foreach (var method in declared.Methods)
        {
            var own = Info(method, info);
            own.Scope = file.Source.Language is CodeLanguage.Java or CodeLanguage.CSharp ? MemberScope(info, outer) : declared.Name.Length == 0 ? methods : outer;
            Decorate(own);
            frame.Later.Enqueue(own);
        }
    }

    // In Java and C#, a name alone may be a field.
    private Scope MemberScope(ClassInfo info, Scope outer)
    {
        List<ClassInfo> line = [info];
        while (line.Count < 6 && line[^1].Bases.Select(parent => Base(line[^1], parent)).FirstOrDefault(parent => parent is not null && !line.Contains(parent)) is { } above)
            line.Add(above);
        foreach (var type in line.AsEnumerable().Reverse())
            outer = new FieldScope(type, outer).Scope;
        outer.Set("this", new InstanceValue(info));
        return outer;
    }

    private void SetField(ClassInfo info, string name, Value value)
    {
        var before = info.Fields.GetValueOrDefault(name, Value.Unknown);
        var after = Value.Join(before, value);
        Note(before, after);
        info.Fields[name] = after;
    }

    private void Bring(Import import)
    {
        file.Imports = true;
        if (model.Import(this, import) is { } known)
        {
            file.UsesSdk = true;
            if (import.Local is { } name)
                scope.Set(name, known);
            return;
        }
        if (import.Member == "*" && modules.Find(file, import.Module) is { } all && !ReferenceEquals(all, file))
        {
            foreach (var (each, value) in all.Scope.Variables.ToList())
            {
                if (!each.StartsWith('_') && each != "export default")
                    scope.Set(each, Value.Join(scope.Variables.GetValueOrDefault(each, Value.Unknown), value));
            }
        }
        if (import.Local is not { } local)
            return;
        if (import.Member is { } member && modules.Find(file, import.Module) is { } from)
        {
            var value = from.Scope.Find(member == "default" ? "export default" : member);
            if (value is null && modules.Find(file, import.Module.EndsWith('.') ? import.Module + member : $"{import.Module}.{member}") is { } inner)
                value = new FileValue(inner);
            value ??= member == "default" ? new FileValue(from) : Value.Unknown;
            Note(scope.Find(local) ?? Value.Unknown, value);
            scope.Set(local, value);
            return;
        }
        if (import.Member is { } submodule && file.Source.Language == CodeLanguage.Python && modules.Find(file, import.Module.EndsWith('.') ? import.Module + submodule : $"{import.Module}.{submodule}") is { } sub)
            scope.Set(local, new FileValue(sub));
        else if (import.Member is null && modules.Find(file, import.Module) is { } whole)
            scope.Set(local, new FileValue(whole));
        else if (file.Source.Language == CodeLanguage.Go && modules.Package(import.Module) is [var first, ..])
            scope.Set(local, new FileValue(first));
        else if (file.Source.Language != CodeLanguage.Java)
            scope.Set(local, Value.Unknown);
    }
}
