using ChatOps.Iam.Code.Syntax;

namespace ChatOps.Iam.Code.Flow;

internal sealed partial class Evaluator
{
    private Value FieldOf(ClassInfo info, string name, InstanceValue self, int up)
    {
        if (info.Methods.TryGetValue(name, out var method))
            return method.Function.IsProperty ? Returned(method) : new FunctionValue(method, self);
        if (info.Fields.TryGetValue(name, out var field) && field.Alternatives.Count > 0)
            return field;
        if (up > 8)
            return Value.Unknown;
        foreach (var parent in info.Bases)
        {
            if (Base(info, parent) is { } known && !ReferenceEquals(known, info) && FieldOf(known, name, self, up + 1) is { Alternatives.Count: > 0 } inherited)
                return inherited;
        }
        // An interface's or abstract class's only implementation.
        if (up == 0 && Implementation(info) is { } only)
            return FieldOf(only, name, new InstanceValue(only), up + 4);
        return field ?? (up == 0 ? Below(info, name) : Value.Unknown);
    }

    // What a class calls on itself and only the classes made from it have.
    private Value Below(ClassInfo info, string name)
    {
        var value = Value.Unknown;
        foreach (var child in Children(info))
        {
            if (child.Methods.TryGetValue(name, out var method) && !method.Function.IsProperty)
                value = Value.Join(value, new FunctionValue(method, new InstanceValue(child)));
        }
        return value;
    }

    private ClassInfo? Base(ClassInfo info, TypeName parent)
    {
        if (info.File.Scope.Find(parent.Name) is ClassValue local)
            return local.Info;
        // a.B
        var dot = parent.Name.LastIndexOf('.');
        if (dot > 0 && info.File.Scope.Find(parent.Name[..dot]) is FileValue { File.Scope: var module })
            return (module.Find(parent.Last) as ClassValue)?.Info;
        if (!classesByName.TryGetValue(parent.Last, out var named))
            return null;
        var own = named.FindAll(one => one.File.Source.Language == info.File.Source.Language && !ReferenceEquals(one, info));
        return own.Count > 1 && info.File.Source.Language is CodeLanguage.Python or CodeLanguage.JavaScript ? null : own.FirstOrDefault();
    }

    // The classes that are made from a class, as far as that is told.
    private IEnumerable<ClassInfo> Children(ClassInfo info)
    {
        if (info.Name.Length == 0 || !implementations.TryGetValue(info.Name, out var children))
            yield break;
        foreach (var child in children)
        {
            if (child.File.Source.Language == info.File.Source.Language && !ReferenceEquals(child, info) && child.Bases.Exists(parent => parent.Last == info.Name && ReferenceEquals(Base(child, parent), info)))
                yield return child;
        }
    }

    private ClassInfo? Implementation(ClassInfo info)
    {
        if (info.Name.Length == 0 || info.Methods.Values.Any(method => method.Function.Body.Count > 0))
            return null;
        return implementations.TryGetValue(info.Name, out var all) && all.Count == 1 ? all[0] : null;
    }

    private InstanceValue Create(ClassInfo info, CallArguments arguments)
    {
        for (var (type, up) = (info, 0); up < 6; up++)
        {
            if (type.Methods.GetValueOrDefault(file.Source.Language == CodeLanguage.Python ? "__init__" : "constructor") is { } constructor)
            {
                CallFunction(constructor, arguments);
                break;
            }
            if (type.Bases.Select(parent => Base(type, parent)).FirstOrDefault(parent => parent is not null) is not { } above)
            {
                // A dataclass, a record, a primary constructor: its fields in their order.
                BindFields(type, arguments);
                break;
            }
            type = above;
        }
        return new InstanceValue(info);
    }

    private void BindFields(ClassInfo info, CallArguments arguments)
    {
        var fields = info.Declared is { } declared ? [.. declared.Fields.Select(field => field.Name), .. declared.Body.OfType<Declaration>().Select(field => field.Pattern.Name).OfType<string>()] : (List<string>)[];
        for (var i = 0; i < arguments.Items.Count; i++)
        {
            var (name, value, _) = arguments.Items[i];
            if ((name ?? (i < fields.Count ? fields[i] : null)) is { } field)
                SetField(info, field, value);
        }
    }

    private InstanceValue Create(ClassInfo info, CallArguments arguments, RecordValue? initializer)
    {
        foreach (var (name, value) in initializer?.Entries ?? [])
            SetField(info, name, value);
        return Create(info, arguments);
    }

    private IEnumerable<FunctionInfo> Overriding(FunctionInfo info)
    {
        if (info.Owner is not { } owner || info.Function.Name is "constructor" or "__init__")
            yield break;
        foreach (var child in Children(owner))
        {
            if (child.Methods.TryGetValue(info.Function.Name, out var own) && !ReferenceEquals(own, info))
                yield return own;
        }
    }
}
