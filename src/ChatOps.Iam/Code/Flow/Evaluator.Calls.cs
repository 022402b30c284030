using ChatOps.Iam.Code.Sdk;
using ChatOps.Iam.Code.Syntax;
using ChatOps.Iam.Data;

namespace ChatOps.Iam.Code.Flow;

internal sealed partial class Evaluator
{
    private static readonly HashSet<string> Transparent = new(StringComparer.Ordinal)
    {
        "captureAWSv3Client", "captureAWSClient", "captureAWS", "toString", "ToString", "trim", "Trim", "String", "str", "strip", "orElse", "get", "Get", "getValue", "of", "ofNullable", "cast", "Value", "promise", "then", "rstrip", "lstrip", "join",
    };

    private Value MemberOf(Value target, string name, Member? site)
    {
        if (target is not OneOf several)
            return MemberOfOne(target, name, site);
        var value = Value.Unknown;
        foreach (var one in several.Alternatives)
            value = Value.Join(value, MemberOfOne(one, name, site));
        return value;
    }

    private Value MemberOfOne(Value target, string name, Member? site) => target switch
    {
        SdkValue sdk => model.Member(this, sdk, name, site),
        RecordValue record => record.Entries.GetValueOrDefault(name, Value.Unknown),
        InstanceValue instance => FieldOf(instance.Info, name, instance, 0),
        ClassValue type => FieldOf(type.Info, name, new InstanceValue(type.Info), 0),
        FileValue module => module.File.Scope.Find(name) ?? PackageScope(module, name),
        _ => Value.Unknown,
    };

    private Value PackageScope(FileValue module, string name)
    {
        if (module.File.Source.Language != CodeLanguage.Go)
            return Value.Unknown;
        foreach (var beside in modules.Beside(module.File))
        {
            if (beside.Scope.Find(name) is { } value)
                return value;
        }
        return Value.Unknown;
    }

    private Value FieldOf(ClassInfo info, string name, InstanceValue self, int up)
    {
        if (info.Methods.TryGetValue(name, out var method))
            return method.Function.IsProperty ? method.Result : new FunctionValue(method, self);
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
        return field ?? Value.Unknown;
    }

    private ClassInfo? Base(ClassInfo info, TypeName parent)
    {
        if (info.File.Scope.Find(parent.Name) is ClassValue local)
            return local.Info;
        return classesByName.GetValueOrDefault(parent.Last)?.Find(one => one.File.Source.Language == info.File.Source.Language);
    }

    private ClassInfo? Implementation(ClassInfo info)
    {
        if (info.Name.Length == 0 || info.Methods.Values.Any(method => method.Function.Body.Count > 0))
            return null;
        return implementations.TryGetValue(info.Name, out var all) && all.Count == 1 ? all[0] : null;
    }

    private Value Evaluate(Call call)
    {
        if (call.Callee is Member { Target: var target, Text: var name } member)
        {
            var receiver = Evaluate(target);
            var callee = MemberOf(receiver, name, member);
            var arguments = Arguments(call);
            return !callee.IsUnknown ? Invoke(callee, arguments, call) : Unresolved(receiver, name, arguments, call);
        }
        var function = Evaluate(call.Callee);
        var values = Arguments(call);
        return !function.IsUnknown ? Invoke(function, values, call) : Unresolved(Value.Unknown, call.Callee is Name own ? own.Text : "", values, call);
    }

    private CallArguments Arguments(Call call)
    {
        if (call.Arguments.Count == 0)
            return CallArguments.None;
        var items = new (string?, Value, Expression)[call.Arguments.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var argument = call.Arguments[i];
            items[i] = (argument.Name, Evaluate(argument.Value), argument.Value);
        }
        return new CallArguments(items);
    }

    private Value Invoke(Value callee, CallArguments arguments, Call site)
    {
        var value = Value.Unknown;
        foreach (var one in callee.Alternatives)
        {
            var result = one switch
            {
                SdkValue sdk => model.Call(this, sdk, arguments, site),
                FunctionValue function => CallFunction(function.Info, arguments),
                ClassValue type => Create(type.Info, arguments),
                InstanceValue instance => FieldOf(instance.Info, "__call__", instance, 0) is FunctionValue call ? CallFunction(call.Info, arguments) : Value.Unknown,
                StringValue or EnvironmentValue or ListValue or RecordValue when arguments.Items.Count == 0 => one,
                _ => Value.Unknown,
            };
            value = Value.Join(value, result);
        }
        return value;
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

    /// <summary>Calls a function of the code that is read.</summary>
    public Value CallFunction(FunctionInfo info, CallArguments arguments)
    {
        var values = new Value[info.Parameters.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var pattern = info.Function.Parameters[i].Pattern;
            values[i] = pattern.Name is { } name ? arguments.Get(name, i) : arguments.At(i);
            var before = info.Parameters[i];
            info.Parameters[i] = Value.Join(before, values[i]);
            Note(before, info.Parameters[i]);
        }
        // What a factory makes depends on what it is given.
        if (info.Result.Alternatives.Count(one => one is SdkValue { Kind: SdkKind.Client or SdkKind.Special or SdkKind.Resource }) > 1 && inlined < 3)
            return Inline(info, values);
        return info.Result;
    }

    private Value Inline(FunctionInfo info, Value[] values)
    {
        var (outerScope, outerFrame, outerFile, outerModel, outerRecording, outerChanged) = (scope, frame, file, model, recording, changed);
        inlined++;
        (file, model) = (info.File, SdkModel.Of(info.File.Source.Language));
        scope = new Scope(info.Scope ?? info.File.Scope);
        frame = new Frame(info);
        recording = false;
        Bind(info, values);
        Execute(info.Function.Body);
        var result = frame.Result;
        (scope, frame, file, model, recording, changed) = (outerScope, outerFrame, outerFile, outerModel, outerRecording, outerChanged);
        inlined--;
        return result.Alternatives.Count > 0 ? result : info.Result;
    }

    /// <summary>Runs a lambda at once with what the SDK gives it.</summary>
    public Value Apply(Value lambda, params IReadOnlyList<Value> values)
    {
        if (lambda.Alternatives.OfType<FunctionValue>().FirstOrDefault() is not { } function || depth > 100)
            return Value.Unknown;
        var info = function.Info;
        var (outerScope, outerFrame) = (scope, frame);
        depth++;
        scope = new Scope(info.Scope ?? info.File.Scope);
        frame = new Frame(info);
        for (var i = 0; i < info.Parameters.Length && i < values.Count; i++)
            info.Parameters[i] = Value.Join(info.Parameters[i], values[i]);
        Bind(info, values);
        Execute(info.Function.Body);
        var result = frame.Result;
        Drain(frame);
        (scope, frame) = (outerScope, outerFrame);
        depth--;
        return result;
    }

    // What is called is not known. Its arguments may tell, and a method of the SDK that is handed over will be called.
    private Value Unresolved(Value receiver, string name, CallArguments arguments, Call site)
    {
        if (model.CallUnknown(this, name, receiver, arguments, site) is { } known)
            return known;
        for (var i = 0; i < arguments.Items.Count; i++)
        {
            if (arguments.Items[i].Value.IsUnknown || arguments.Items[i].Value is StringValue)
                continue;
            foreach (var method in arguments.Items[i].Value.Alternatives.OfType<SdkValue>().Where(one => one.Kind == SdkKind.Method && one.Owner?.Kind is SdkKind.Client or SdkKind.Resource))
                model.Call(this, method, new CallArguments([.. arguments.Items.Skip(i + 1)]), site);
        }
        if (!Transparent.Contains(name))
            return Value.Unknown;
        return receiver.Alternatives.Count > 0 && receiver.Alternatives.Any(one => one is StringValue or EnvironmentValue or InstanceValue or SdkValue or RecordValue) ? receiver : arguments.Items.Count > 0 ? arguments.At(0) : Value.Unknown;
    }

    private Value Evaluate(Creation creation)
    {
        var arguments = new CallArguments([.. creation.Arguments.Select(argument => (argument.Name, Evaluate(argument.Value), argument.Value))]);
        var initializer = creation.Initializer is { } record ? Evaluate(record) : null;
        var type = scope.Find(creation.Type.Name) ?? DottedType(creation.Type.Name);
        if (type is ClassValue local)
            return Create(local.Info, arguments, initializer);
        if (type is not SdkValue && FindClass(creation.Type) is { } own)
            return Create(own, arguments, initializer);
        return model.Create(this, type, creation.Type, arguments, initializer, creation) ?? Value.Unknown;
    }

    // a.B
    private Value? DottedType(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || scope.Find(name[..dot]) is not { } value)
            return null;
        foreach (var part in name[(dot + 1)..].Split('.'))
            value = MemberOf(value, part, null);
        return value.Alternatives.Count == 0 ? null : value;
    }

    private InstanceValue Create(ClassInfo info, CallArguments arguments, RecordValue? initializer)
    {
        foreach (var (name, value) in initializer?.Entries ?? [])
            SetField(info, name, value);
        return Create(info, arguments);
    }

    /// <summary>What a name means here.</summary>
    public Value Lookup(string name) => scope.Find(name) ?? model.Global(this, name) ?? Value.Unknown;

    /// <summary>Whether any file of this language brings in a namespace: C#'s usings may be global.</summary>
    public bool UsesAnywhere(string root)
    {
        if (file.Namespaces.Any(one => one == root || one.StartsWith(root + ".", StringComparison.Ordinal)))
            return true;
        return globals ??= files.Exists(one => one.Source.Language == CodeLanguage.CSharp && one.Source.Path.Contains("lobal", StringComparison.Ordinal) && one.Namespaces.Count > 0);
    }

    private bool? globals;

    /// <summary>Whether the files declare a class of a name.</summary>
    public bool Declares(string name) => classesByName.ContainsKey(name);

    /// <summary>What <c>require('./x')</c> gives; null when the file is not among those that are read.</summary>
    public Value? Required(string module)
    {
        file.Imports = true;
        if (modules.Find(file, module) is not { } from)
            return null;
        var exported = from.Scope.Variables.GetValueOrDefault("export default");
        return exported is null or RecordValue ? new FileValue(from) : exported;
    }

    /// <summary>Notes a call.</summary>
    /// <param name="service">The service.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="method">The method as written.</param>
    /// <param name="arguments">Its parameters; null when nothing is known of them.</param>
    /// <param name="line">The line.</param>
    /// <param name="site">What makes the request, when it is a thing that must still be sent.</param>
    public void Found(AwsService service, AwsOperation operation, string method, RecordValue? arguments, int line, Expression? site = null)
    {
        if (recording)
            Calls.Add(new Found(file, line, method, service, operation, arguments) { Site = site });
    }

    /// <summary>Notes a call that happens when what is made here is used; the use takes its place.</summary>
    public void Pending(Expression site, AwsService service, AwsOperation operation, string method)
    {
        if (recording)
            pending[site] = new Found(file, site.Line, method, service, operation, null);
    }

    /// <summary>Notes the use of what was pending.</summary>
    public void Settle(Expression? site)
    {
        if (recording && site is not null)
            settled.Add(site);
    }

    /// <summary>Says once what could not be told.</summary>
    public void Warn(int line, string method, string sentence)
    {
        if (recording && warned.Add((file.Source.Path, line, method, sentence)))
            Warnings.Add($"{file.Source.Path}:{line}: {sentence}");
    }
}
