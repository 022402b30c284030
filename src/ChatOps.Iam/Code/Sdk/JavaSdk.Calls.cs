using ChatOps.Iam.Code.Flow;
using ChatOps.Iam.Code.Syntax;
using ChatOps.Iam.Data;

namespace ChatOps.Iam.Code.Sdk;

internal sealed partial class JavaSdk
{
    private static readonly HashSet<string> Makers = new(StringComparer.Ordinal) { "create", "defaultClient", "build", "builder", "standard", "crtBuilder", "crtCreate", "serializableBuilderClass", "defaultTransferManager", "of" };

    /// <inheritdoc/>
    public override Value Call(Evaluator evaluator, SdkValue callee, CallArguments arguments, Call site)
    {
        if (callee is not { Kind: SdkKind.Method, Owner: { } owner })
            return Value.Unknown;
        var line = site.Callee.Line;
        // requests.forEach(sqs::deleteMessage): a list of requests is known as one of them.
        if (owner.Kind == SdkKind.Request && arguments.At(0) is SdkValue { Kind: SdkKind.Method, Owner.Kind: SdkKind.Client } handed)
            return Call(evaluator, handed, new CallArguments([(null, owner, site)]), site);
        return owner.Kind switch
        {
            SdkKind.Type => Static(owner, callee.Name, arguments, site),
            SdkKind.Builder => Build(evaluator, owner, callee.Name, arguments),
            SdkKind.Request => Set(evaluator, owner, callee.Name, arguments),
            SdkKind.Special => SpecialCall(evaluator, owner, callee.Name, arguments, line),
            _ => ClientCall(evaluator, owner.Service!, callee.Name, arguments, line),
        };
    }

    private Value Static(SdkValue type, string method, CallArguments arguments, Call site)
    {
        if (!Makers.Contains(method))
            return Value.Unknown;
        if (method is not ("builder" or "standard" or "crtBuilder"))
            return InstanceOf(type) ?? (arguments.Items.Count > 0 ? arguments.At(0) : Value.Unknown);
        return new SdkValue(SdkKind.Builder, type.Service, type.Name) { Arguments = new RecordValue(site), Site = site };
    }

    // builder.member(value), builder.build()
    private Value Build(Evaluator evaluator, SdkValue builder, string method, CallArguments arguments)
    {
        if (method is "build" or "toBuilder" or "copy")
        {
            var made = InstanceOf(new SdkValue(SdkKind.Type, builder.Service, builder.Name)) as SdkValue;
            return made is { Kind: SdkKind.Request } ? new SdkValue(SdkKind.Request, made.Service, made.Name) { Arguments = builder.Arguments, Site = builder.Site } : made ?? (Value)builder;
        }
        return Set(evaluator, builder, method, arguments);
    }

    // topicArn(x), withTopicArn(x), setTopicArn(x); getTopicArn()
    private static Value Set(Evaluator evaluator, SdkValue target, string method, CallArguments arguments)
    {
        var name = method.StartsWith("with", StringComparison.Ordinal) || method.StartsWith("set", StringComparison.Ordinal) || method.StartsWith("get", StringComparison.Ordinal) ? method[(method[0] == 'w' ? 4 : 3)..] : method;
        name = name switch { "BucketName" or "bucketName" or "destinationBucket" or "DestinationBucketName" => "Bucket", "destinationKey" or "DestinationKey" => "Key", "FunctionName" => "FunctionName", _ => name };
        if (arguments.Items.Count == 0)
            return target.Arguments?.Entries.GetValueOrDefault(name, Value.Unknown) ?? Value.Unknown;
        List<Value> values = [];
        foreach (var (_, value, _) in arguments.Items)
            values.Add(value.Alternatives.Any(one => one is FunctionValue) ? Configured(evaluator, value, target.Service) : value);
        if (target.Arguments is { } record && name.Length > 0)
        {
            record.Entries[name] = values.Count == 1 ? values[0] : new ListValue(values);
            if (name is "sourceBucket" or "sourceKey" or "SourceBucketName" or "SourceKey")
                record.Entries["CopySource"] = StringValue.Concat([record.Entries.GetValueOrDefault("sourceBucket", record.Entries.GetValueOrDefault("SourceBucketName", Value.Unknown)), new StringValue("/"), record.Entries.GetValueOrDefault("sourceKey", Value.Unknown)]);
        }
        return target;
    }

    // r -> r.topicArn(x): what a lambda sets.
    private static SdkValue Configured(Evaluator evaluator, Value lambda, AwsService? service)
    {
        var builder = new SdkValue(SdkKind.Builder, service, "") { Arguments = new RecordValue(lambda) };
        evaluator.Apply(lambda, builder);
        return builder;
    }

    private static Value ClientCall(Evaluator evaluator, AwsService service, string method, CallArguments arguments, int line)
    {
        if (method is "waiter" or "waiters")
            return new SdkValue(SdkKind.Special, service, "waiter");
        if (method is "close" or "shutdown" or "serviceName" or "utilities" or "serviceClientConfiguration")
            return Value.Unknown;
        if (method is "generatePresignedUrl" && service.Id == "S3")
        {
            var verb = arguments.Items.Any(item => item.Source is Syntax.Member { Text: "PUT" }) ? "PutObject" : "GetObject";
            evaluator.Found(service, service.Find(verb)!, method, Parameters(evaluator, service, service.Find(verb)!, arguments), line);
            return Value.Unknown;
        }
        // A supplier of the client is known as the client.
        if (method is "get" or "getIfAvailable" or "getObject" or "orElseThrow" or "join" or "block" && arguments.Items.Count == 0)
            return new SdkValue(SdkKind.Client, service, "");
        if (Operation(service, method) is not { } operation)
            return Value.Unknown;
        var members = Parameters(evaluator, service, operation, arguments);
        evaluator.Found(service, operation, method, members, line);
        return Results.Of(service, operation, members);
    }

    private static RecordValue? Parameters(Evaluator evaluator, AwsService service, AwsOperation operation, CallArguments arguments)
    {
        if (arguments.Items.Count == 0)
            return new RecordValue(null);
        var first = arguments.At(0);
        if (first.Alternatives.Any(one => one is FunctionValue))
            return Configured(evaluator, first, service).Arguments;
        if (Members(first) is { } members)
            return members;
        var placed = new RecordValue(null) { Open = arguments.Items.Count == 1 && (first.Alternatives.Count == 0 || Requests(first).Any()) };
        if (!placed.Open)
            Place(operation, arguments, placed);
        return placed;
    }

    private static Value SpecialCall(Evaluator evaluator, SdkValue owner, string method, CallArguments arguments, int line)
    {
        var service = owner.Service!;
        if (owner.Name == "waiter")
        {
            var name = method.StartsWith("waitUntil", StringComparison.Ordinal) ? method[9..] : method;
            if (service.FindWaiter(name) is { } awaited)
                evaluator.Found(service, awaited, method, Parameters(evaluator, service, awaited, arguments), line);
            return Value.Unknown;
        }
        if (owner.Name == "presigner")
        {
            if (method.StartsWith("presign", StringComparison.Ordinal) && service.Find(method[7..]) is { } signed)
                evaluator.Found(service, signed, method, Nested(evaluator, service, arguments), line);
            return Value.Unknown;
        }
        if (method is "table" or "getTable" && owner.Name == "enhanced")
            return Table(owner, "TableName", arguments.At(0));
        if (method is "index" or "getIndex" && owner.Name == "table")
            return Table(owner, "IndexName", arguments.At(0));
        if (method is "withS3Client" or "build" or "standard")
            return owner;
        if (!Helpers.TryGetValue($"{owner.Name}.{method}", out var operations))
            return Value.Unknown;
        if (owner.Name == "s3template" && arguments.At(0) is StringValue)
            return Template(evaluator, service, operations[0], method, arguments, line);
        if (owner.Name == "sqstemplate")
            evaluator.Sometimes(service, "GetQueueUrl", method, null, line, "the queue is given by its name");
        var members = owner.Name == "transfer" ? Nested(evaluator, service, arguments) ?? Placed(service.Find(operations[^1])!, arguments) : owner.Arguments;
        foreach (var name in operations)
            evaluator.Found(service, service.Find(name)!, method, members, line);
        return Value.Unknown;
    }

    // upload(bucket, key, …)
    private static Value Template(Evaluator evaluator, AwsService service, string operation, string method, CallArguments arguments, int line)
    {
        evaluator.Found(service, service.Find(operation)!, method, Placed(service.Find(operation)!, arguments), line);
        return Value.Unknown;
    }

    private static RecordValue Placed(AwsOperation operation, CallArguments arguments)
    {
        var record = new RecordValue(null);
        Place(operation, arguments, record);
        return record;
    }

    // UploadFileRequest.builder().putObjectRequest(r -> r.bucket(…)): the request inside.
    private static RecordValue? Nested(Evaluator evaluator, AwsService service, CallArguments arguments)
    {
        var first = arguments.At(0);
        var members = first.Alternatives.Any(one => one is FunctionValue) ? Configured(evaluator, first, service).Arguments : Members(first);
        if (members is null)
            return null;
        foreach (var (name, value) in members.Entries)
        {
            if (name.EndsWith("ObjectRequest", StringComparison.OrdinalIgnoreCase) && Members(value) is { } inner)
                return inner;
        }
        return members;
    }

    private static SdkValue Table(SdkValue owner, string name, Value value)
    {
        var record = new RecordValue(null);
        foreach (var (key, own) in owner.Arguments?.Entries ?? [])
            record.Entries[key] = own;
        record.Entries[name] = value;
        return new SdkValue(SdkKind.Special, owner.Service, "table") { Arguments = record };
    }

    /// <inheritdoc/>
    public override Value? CallUnknown(Evaluator evaluator, string method, Value receiver, CallArguments arguments, Call site)
    {
        if (site.Callee is Syntax.Member { Target: Name { Text: var type } })
        {
            if (type == "System" && method == "getenv")
                return arguments.Items.Count > 0 ? EnvironmentVariable(evaluator, arguments) : new SdkValue(SdkKind.Environment, null, "");
            if (type == "String" && method == "format" && arguments.At(0) is StringValue pattern)
                return Evaluator.Formatted(pattern.Pattern, [.. arguments.Items.Skip(1).Select(item => item.Value)]);
        }
        // Put.builder(): a part of a request.
        if (method == "builder" && arguments.Items.Count == 0 && site.Callee is Syntax.Member { Target: Name or Syntax.Member })
            return new SdkValue(SdkKind.Builder, null, "") { Arguments = new RecordValue(site), Site = site };
        if (method is "get" or "getOrDefault" && receiver is SdkValue { Kind: SdkKind.Environment })
            return EnvironmentVariable(evaluator, arguments);
        if (method.StartsWith("get", StringComparison.Ordinal) && arguments.Items.Count == 0 && receiver is RecordValue record)
            return record.Entries.GetValueOrDefault(method[3..], Value.Unknown);
        // context.getBean(S3Client.class)
        if (method is "getBean" or "getInstance" or "get" or "resolve" && arguments.Items is [.., { Source: Syntax.Member { Target: Name { Text: var wanted }, Text: "class" } }] && TypeOf(evaluator, new TypeName(wanted, [])) is { } bean)
            return bean;
        if (method == "formatted" && receiver is StringValue text)
            return Evaluator.Formatted(text.Pattern, [.. arguments.Items.Select(item => item.Value)]);
        // A request of the SDK proves what its receiver's method calls.
        foreach (var request in Requests(arguments.At(0)))
        {
            if (receiver.Alternatives.Count == 0 && request.Service is { } service && site.Callee is Syntax.Member && Operation(service, method) is { } operation && operation.Name == request.Name)
                return ClientCall(evaluator, service, method, arguments, site.Callee.Line);
            if (request.Service is null && evaluator.File.IsPart && site.Callee is Syntax.Member { Target: var target } && Fragments.ServiceOf(target) is { } named && Operation(named, method) is { } called && AwsReference.Key(called.Name) == AwsReference.Key(request.Name))
                return ClientCall(evaluator, named, method, arguments, site.Callee.Line);
        }
        return null;
    }
}
