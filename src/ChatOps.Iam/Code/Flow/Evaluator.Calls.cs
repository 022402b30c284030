using ChatOps.Iam.Code.Sdk;
using ChatOps.Iam.Code.Syntax;

namespace ChatOps.Iam.Code.Flow;

internal sealed partial class Evaluator
{
    private static readonly HashSet<string> Transparent = new(StringComparer.Ordinal)
    {
        "captureAWSv3Client", "captureAWSClient", "captureAWS", "toString", "ToString", "trim", "Trim", "String", "str", "strip", "orElse", "get", "Get", "getValue", "of", "ofNullable", "cast", "Value", "promise", "then", "rstrip", "lstrip", "join",
    };

    /// <summary>A member of a value, by a name that is a value itself.</summary>
    public Value MemberOf(Value target, string name) => MemberOf(target, name, null);

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
        // Java's Outer.this
        ClassValue type when name == "this" => new InstanceValue(type.Info),
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

    private Value Evaluate(Call call)
    {
        if (call.Callee is Member { Target: var target, Text: var name } member)
        {
            var receiver = Evaluate(target);
            var callee = MemberOf(receiver, name, member);
            var arguments = Arguments(call);
            return !callee.IsUnknown ? Known(callee, receiver, name, arguments, call) : Unresolved(receiver, name, arguments, call);
        }
        var function = Evaluate(call.Callee);
        var values = Arguments(call);
        var bare = call.Callee is Name own ? own.Text : "";
        return !function.IsUnknown ? Known(function, Value.Unknown, bare, values, call) : Unresolved(Value.Unknown, bare, values, call);
    }

    // What is called is known. Of a method that only an interface declares, the arguments may tell more; a generic one may say by its type what it gives.
    private Value Known(Value callee, Value receiver, string name, CallArguments arguments, Call site)
    {
        var result = Invoke(callee, arguments, site);
        if (callee.Alternatives.Any(one => one is FunctionValue { Info: { Owner: not null, Function.IsDeclared: true } }) && model.CallUnknown(this, name, Value.Unknown, arguments, site) is { } proved)
            result = Value.Join(result, proved);
        return result.IsUnknown && site.Types is [var type] && model.Given(this, name, type) is { } given ? given : result;
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

    /// <summary>Calls a function of the code that is read.</summary>
    public Value CallFunction(FunctionInfo info, CallArguments arguments)
    {
        var values = new Value[info.Parameters.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var pattern = info.Function.Parameters[i].Pattern;
            values[i] = pattern.Name is { } name ? arguments.Get(name, i) : arguments.At(i);
            Pass(info, i, values[i]);
        }
        // A class that is made from this one may do it in another way, with the same things.
        foreach (var other in Overriding(info))
        {
            for (var i = 0; i < Math.Min(values.Length, other.Parameters.Length); i++)
                Pass(other, i, values[i]);
        }
        // What a factory makes depends on what it is given.
        if (info.IsFactory && Array.Exists(values, value => value.Alternatives.Any(one => one is StringValue { IsOpen: true })))
            IsFactory();
        if (info.IsFactory && inlined < 3)
            return Inline(info, values);
        if (info.Result.Alternatives.Count(one => one is SdkValue { Kind: SdkKind.Client or SdkKind.Special or SdkKind.Resource }) > 1 && inlined < 3)
            return Inline(info, values);
        return Returned(info);
    }

    private void Pass(FunctionInfo info, int index, Value value)
    {
        var before = info.Parameters[index];
        if (value.IsUnknown && info.Function.Parameters[index].Default is null)
            info.Unknown[index] = round;
        info.Parameters[index] = Value.Join(before, value);
        Note(before, info.Parameters[index]);
    }

    // What a function returns: what its body does, or else what its declaration says.
    private Value Returned(FunctionInfo info)
    {
        if (info.Result.Alternatives.Count > 0)
            return info.Result;
        if (info.Function.IsDeclared && Overriding(info).Take(2).ToList() is [{ Result.Alternatives.Count: > 0 } only])
            return only.Result;
        if (info.Function.ReturnType is not { } type)
            return Value.Unknown;
        var (outerScope, outerFile, outerModel) = (scope, file, model);
        (scope, file, model) = (info.Scope ?? info.File.Scope, info.File, SdkModel.Of(info.File.Source.Language));
        var written = TypeOf(type);
        (scope, file, model) = (outerScope, outerFile, outerModel);
        return written ?? Value.Unknown;
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
        HandOver(name, arguments, site);
        if (!Transparent.Contains(name) && !Wraps(name, arguments))
            return Value.Unknown;
        return receiver.Alternatives.Count > 0 && receiver.Alternatives.Any(one => one is StringValue or EnvironmentValue or InstanceValue or SdkValue or RecordValue) ? receiver : arguments.Items.Count > 0 ? arguments.At(0) : Value.Unknown;
    }

    // retry(s3.get_object, Bucket=…), pool.submit(self.work, client, item), Thread(target=work, args=(client, item)).
    private void HandOver(string name, CallArguments arguments, Call site)
    {
        if (Told.Contains(name))
            return;
        for (var i = 0; i < arguments.Items.Count; i++)
        {
            if (arguments.Items[i].Value.IsUnknown || arguments.Items[i].Value is StringValue)
                continue;
            var rest = arguments.Items[i].Name == "target" && arguments.Get("args", -1) is ListValue list
                ? new CallArguments([.. list.Items.Select(item => ((string?)null, item, arguments.Items[i].Source))])
                : new CallArguments([.. arguments.Items.Skip(i + 1)]);
            foreach (var one in arguments.Items[i].Value.Alternatives)
            {
                if (one is SdkValue { Kind: SdkKind.Method, Owner.Kind: SdkKind.Client or SdkKind.Resource } method)
                    model.Call(this, method, rest, site);
                else if (one is FunctionValue { Info: { Function.Name.Length: > 0, Parameters.Length: > 0 } } function && file.Source.Language == CodeLanguage.Python)
                    CallFunction(function.Info, rest);
            }
        }
    }

    // What only writes down what it is given.
    private static readonly HashSet<string> Told = new(StringComparer.Ordinal) { "print", "debug", "info", "warning", "warn", "error", "exception", "critical", "log", "isinstance", "hasattr", "append", "isawaitable", "iscoroutinefunction" };

    private static readonly string[] Wrapping = ["client", "capture", "wrap", "instrument", "proxy", "trace", "patch"];

    // addProxyToClient(new S3(…)): whatever it adds, what comes back is still the client.
    private static bool Wraps(string name, CallArguments arguments) =>
        arguments.At(0) is SdkValue { Kind: SdkKind.Client or SdkKind.Special } && Array.Exists(Wrapping, word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

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
}
