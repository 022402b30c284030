using ChatOps.Iam.Code.Sdk;
using ChatOps.Iam.Code.Syntax;

namespace ChatOps.Iam.Code.Flow;

internal sealed partial class Evaluator
{
    // Until all calls have been seen, a parameter may be anything.
    private static Value Given(Value value, bool open)
    {
        if (value is StringValue one)
            return one.IsOpen == open ? one : new StringValue(one.Pattern) { IsOpen = open };
        return value is OneOf several && several.Alternatives.All(alternative => alternative is StringValue)
            ? new OneOf([.. several.Alternatives.Select(alternative => Given(alternative, open || several.Alternatives.Count >= Value.MostAlternatives))])
            : value;
    }

    /// <summary>Notes that what the running function makes depends on what it is given.</summary>
    public void IsFactory()
    {
        if (frame.Info is not { IsFactory: false } info)
            return;
        info.IsFactory = true;
        changed = true;
    }

    private void Bind(FunctionInfo info, IReadOnlyList<Value> values)
    {
        if (info.Function.Receiver is { Length: > 0 } self && info.Owner is not null)
            scope.Set(self, self is "cls" or "_cls" && file.Source.Language == CodeLanguage.Python ? new ClassValue(info.Owner) : new InstanceValue(info.Owner));
        for (var i = 0; i < info.Function.Parameters.Count; i++)
        {
            var parameter = info.Function.Parameters[i];
            var value = i < values.Count ? values[i] : Value.Unknown;
            if (parameter.Type is { } type && TypeOf(type) is { } typed && !value.Alternatives.Any(one => one is SdkValue { Kind: SdkKind.Client or SdkKind.Request or SdkKind.Special }))
                value = Value.Join(typed, value);
            if (parameter.Default is { } standard)
                value = Value.Join(value, Evaluate(standard));
            Bind(parameter.Pattern, value);
        }
    }

    /// <summary>What a value of a written type is: a client, an object of a class that was read; null when nothing is known.</summary>
    public Value? TypeOf(TypeName type)
    {
        if (type.Fields.Count > 0)
            return Written(type);
        if (type.Name.Length == 0)
            return null;
        if (scope.Find(type.Name) is { } named)
        {
            if (named is ClassValue declared)
                return Instance(declared.Info);
            return model.InstanceOf(named);
        }
        if (FindClass(type) is { } own)
            return Instance(own);
        if (model.TypeOf(this, type) is { } known)
            return known;
        foreach (var argument in type.Arguments.Count is 1 or 2 ? type.Arguments : [])
        {
            if (SdkModel.Wraps(type.Last) && TypeOf(argument) is { } inner)
                return inner;
        }
        return null;
    }

    // { s3: S3; table: string }
    private RecordValue? Written(TypeName type)
    {
        if (depth > 60)
            return null;
        depth++;
        var record = new RecordValue(type) { Open = true };
        foreach (var field in type.Fields)
        {
            if (field.Type is { } own && TypeOf(own) is { } value)
                record.Entries[field.Name] = value;
        }
        depth--;
        return record.Entries.Count > 0 ? record : null;
    }

    private Value Instance(ClassInfo info)
    {
        // A type that is only another name of a type: type Client = S3Client.
        if (info.Declared is { Methods.Count: 0, Fields.Count: 0, Bases: [var only] } && file.Source.Language == CodeLanguage.Go && model.TypeOf(this, only) is { } known)
            return known;
        return new InstanceValue(info);
    }

    /// <summary>A class that was read, by its name; null when there is none, or when it is not told which.</summary>
    public ClassInfo? FindClass(TypeName type)
    {
        if (file.Source.Language is CodeLanguage.Python or CodeLanguage.JavaScript || !classesByName.TryGetValue(type.Last, out var named))
            return null;
        ClassInfo? first = null;
        foreach (var one in named)
        {
            if (ReferenceEquals(one.File, file))
                return one;
            first ??= one.File.Source.Language == file.Source.Language ? one : null;
        }
        return first;
    }
}
