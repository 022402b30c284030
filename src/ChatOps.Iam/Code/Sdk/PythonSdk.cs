using ChatOps.Iam.Code.Flow;
using ChatOps.Iam.Code.Syntax;
using ChatOps.Iam.Data;

namespace ChatOps.Iam.Code.Sdk;

/// <summary>boto3, botocore and their asynchronous kin.</summary>
internal sealed partial class PythonSdk : SdkModel
{
    /// <inheritdoc/>
    public override Value? Import(Evaluator evaluator, Import import)
    {
        var root = import.Module.Split('.')[0];
        if (import.Module == "os" || (import.Module.Length == 0 && import.Member == "os"))
            return import.Member switch
            {
                null => new SdkValue(SdkKind.Module, null, "os"),
                "environ" => new SdkValue(SdkKind.Environment, null, ""),
                "getenv" => new SdkValue(SdkKind.Type, null, "getenv"),
                _ => null,
            };
        if (root is "boto3" or "aioboto3" or "botocore" or "aiobotocore")
            return import.Member switch
            {
                null => new SdkValue(SdkKind.Module, null, root),
                "client" or "resource" or "Session" or "AioSession" or "get_session" or "S3Transfer" => new SdkValue(SdkKind.Type, null, import.Member),
                "session" => new SdkValue(SdkKind.Module, null, root),
                _ => new SdkValue(SdkKind.Module, null, "other"),
            };
        if (root.StartsWith("mypy_boto3_", StringComparison.Ordinal) || root.StartsWith("types_boto3_", StringComparison.Ordinal))
        {
            var service = AwsReference.Default.FindService(root[(root.IndexOf("boto3_", StringComparison.Ordinal) + 6)..].Replace('_', '-'));
            return new SdkValue(SdkKind.Type, service, "typed:" + import.Member);
        }
        return root == "aws_lambda_powertools" ? new SdkValue(SdkKind.Module, null, "other") : null;
    }

    /// <inheritdoc/>
    public override Value? TypeOf(Evaluator evaluator, TypeName type) => null;

    /// <inheritdoc/>
    public override Value? InstanceOf(Value type)
    {
        if (type is not SdkValue { Kind: SdkKind.Type, Service: { } service } typed || !typed.Name.StartsWith("typed:", StringComparison.Ordinal))
            return type is SdkValue { Kind: SdkKind.Type, Name: "Session" or "AioSession" } ? new SdkValue(SdkKind.Session, null, "") : null;
        var name = typed.Name["typed:".Length..];
        if (name.EndsWith("Client", StringComparison.Ordinal))
            return Client(service);
        if (name.EndsWith("ServiceResource", StringComparison.Ordinal))
            return new SdkValue(SdkKind.Resource, service, "");
        return Boto3Resources.Default.Find(service.Id, "", name) is not null ? new SdkValue(SdkKind.Resource, service, name) : null;
    }

    /// <inheritdoc/>
    public override Value Member(Evaluator evaluator, SdkValue target, string name, Expression? site) => target.Kind switch
    {
        SdkKind.Module when target.Name == "os" => name switch
        {
            "environ" => new SdkValue(SdkKind.Environment, null, ""),
            "getenv" => new SdkValue(SdkKind.Type, null, "getenv"),
            _ => Value.Unknown,
        },
        SdkKind.Module when name is "session" => target,
        SdkKind.Module when name is "client" or "resource" or "Session" or "AioSession" or "get_session" && target.Name != "other" => new SdkValue(SdkKind.Type, null, name),
        SdkKind.Module => Value.Unknown,
        SdkKind.Session when name is "client" or "resource" or "create_client" => new SdkValue(SdkKind.Type, null, name),
        SdkKind.Environment when site is Element => evaluator.Variable(name, null),
        SdkKind.Environment when name is "get" or "pop" or "setdefault" => new SdkValue(SdkKind.Type, null, "getenv"),
        SdkKind.Client when name is "exceptions" => Value.Unknown,
        SdkKind.Client or SdkKind.Resource when name == "meta" => new SdkValue(SdkKind.Special, target.Service, "meta"),
        SdkKind.Special when name == "client" => Client(target.Service!),
        SdkKind.Resource => ResourceMember(evaluator, target, name, site),
        SdkKind.Client or SdkKind.Pending => new SdkValue(SdkKind.Method, target.Service, name) { Owner = target },
        _ => Value.Unknown,
    };

    /// <inheritdoc/>
    public override Value Call(Evaluator evaluator, SdkValue callee, CallArguments arguments, Call site)
    {
        if (callee.Kind == SdkKind.Type)
        {
            return callee.Name switch
            {
                "client" or "create_client" => Made(evaluator, arguments, service => Client(service)),
                "resource" => Made(evaluator, arguments, service => new SdkValue(SdkKind.Resource, service, "")),
                "Session" or "AioSession" or "get_session" => new SdkValue(SdkKind.Session, null, ""),
                "getenv" => EnvironmentVariable(evaluator, arguments),
                "S3Transfer" => arguments.At(0),
                _ => Value.Unknown,
            };
        }
        if (callee.Kind == SdkKind.Environment)
            return Value.Unknown;
        if (callee is not { Kind: SdkKind.Method, Owner: { } owner })
            return Value.Unknown;
        return owner.Kind switch
        {
            SdkKind.Client => ClientCall(evaluator, owner.Service!, callee.Name, arguments, site),
            SdkKind.Pending => PendingCall(evaluator, owner, callee.Name, arguments, site),
            SdkKind.Resource => ResourceCall(evaluator, owner, callee.Name, arguments, site),
            _ => Value.Unknown,
        };
    }

    /// <inheritdoc/>
    public override Value? Create(Evaluator evaluator, Value? type, TypeName name, CallArguments arguments, RecordValue? initializer, Creation site) => null;

    /// <inheritdoc/>
    public override Value? Global(Evaluator evaluator, string name) => evaluator.File.IsPart && name == "boto3" ? new SdkValue(SdkKind.Module, null, name)
        : evaluator.File.IsPart && name == "os" ? new SdkValue(SdkKind.Module, null, name) : null;

    /// <inheritdoc/>
    public override Value? CallUnknown(Evaluator evaluator, string method, Value receiver, CallArguments arguments, Call site)
    {
        if (method == "format" && receiver is StringValue pattern)
            return Evaluator.Formatted(pattern.Pattern, [.. arguments.Items.Select(item => item.Value)]);
        // getattr(s3, "get_object"): when the name is known
        if (method == "getattr" && site.Callee is Name && arguments.At(0).Alternatives.Any(one => one is SdkValue))
            return Texts(arguments.At(1)).Aggregate(Value.Unknown, (all, name) => Value.Join(all, evaluator.MemberOf(arguments.At(0), name)));
        if (method == "field" && arguments.Get("default_factory", -1) is FunctionValue factory)
            return factory.Info.Result;
        if (receiver is RecordValue record && Kept(evaluator, record, method, arguments) is { } held)
            return held;
        if (site.Callee is Name && arguments.Items.Count > 0 && Taken(evaluator, method, arguments.At(0)) is { } taken)
            return taken;
        // self.get_session().client("sqs"): whoever made the session, it makes clients.
        if (method is "client" or "resource" && receiver.IsUnknown && site.Callee is Member { Target: var target } && IsSession(target))
            return Made(evaluator, arguments, service => method == "client" ? Client(service) : new SdkValue(SdkKind.Resource, service, ""));
        // SimpleNamespace(s3=boto3.client("s3")), Clients(s3=…): what is put in under a name is there by that name.
        if (Fragments.LastName(site.Callee) is { Length: > 0 } made && (char.IsUpper(made[0]) || made is "dict" or "namedtuple") && arguments.Items.Any(item => item.Name is not null && item.Value.Alternatives.Any(one => one is SdkValue { Kind: SdkKind.Client or SdkKind.Resource })))
            return arguments.Named();
        return Fragments.Call(evaluator, method, arguments.Named(), site);
    }

    // list(bucket.objects.all()), next(iter(queues)), enumerate(instances)
    private static Value? Taken(Evaluator evaluator, string function, Value source) => function switch
    {
        "list" or "tuple" or "sorted" or "reversed" or "set" or "iter" when evaluator.Items(source) is { IsUnknown: false } item => new ListValue([item]),
        "next" when evaluator.Items(source) is { IsUnknown: false } item => item,
        "enumerate" when evaluator.Items(source) is { IsUnknown: false } item => new ListValue([new ListValue([Value.Unknown, item])]),
        // What FastAPI puts in.
        "Depends" or "Security" when source is FunctionValue given => evaluator.CallFunction(given.Info, CallArguments.None),
        _ => null,
    };

    // clients.items(), clients.values(), clients.get("s3")
    private static Value? Kept(Evaluator evaluator, RecordValue record, string method, CallArguments arguments) => method switch
    {
        "items" => new ListValue([new ListValue([Value.Unknown, evaluator.Items(record)])]),
        "values" => new ListValue([evaluator.Items(record)]),
        "get" or "setdefault" or "pop" => Texts(arguments.At(0)).Select(key => record.Entries.GetValueOrDefault(key)).FirstOrDefault(value => value is not null) is { } kept ? Value.Join(kept, arguments.At(1)) : Value.Join(evaluator.Items(record), arguments.At(1)),
        "copy" => record,
        _ => null,
    };

    private static bool IsSession(Expression target)
    {
        var name = Fragments.LastName(target is Call { Callee: var made } ? made : target);
        return name.Contains("session", StringComparison.OrdinalIgnoreCase);
    }

    private static Value Made(Evaluator evaluator, CallArguments arguments, Func<AwsService, Value> make)
    {
        var made = Value.Unknown;
        var service = arguments.Get("service_name", 0);
        service = service.IsUnknown ? arguments.Named().Entries.GetValueOrDefault("service_name", Value.Unknown) : service;
        if (service.Alternatives.Any(one => one is StringValue { IsOpen: true }))
        {
            evaluator.IsFactory();
            return made;
        }
        foreach (var name in Texts(service))
        {
            if (AwsReference.Default.FindService(name) is { } found)
                made = Value.Join(made, make(found));
        }
        return made;
    }

    private static Value ClientCall(Evaluator evaluator, AwsService service, string method, CallArguments arguments, Call site)
    {
        var line = LineOf(site);
        switch (method)
        {
            case "get_paginator":
                return Later(evaluator, service, Texts(arguments.Get("operation_name", 0)).Select(service.Find), method, site);
            case "get_waiter":
                return Later(evaluator, service, Texts(arguments.Get("waiter_name", 0)).Select(service.FindWaiter), method, site);
            case "generate_presigned_url":
                foreach (var name in Texts(arguments.Get("ClientMethod", 0)))
                {
                    if (service.Find(name) is { } signed)
                        evaluator.Found(service, signed, method, Members(arguments.Get("Params", 1)), line);
                }
                return Value.Unknown;
            case "generate_presigned_post" when service.Find("PutObject") is { } put:
                evaluator.Found(service, put, method, Positions(arguments, ["Bucket", "Key"]), line);
                return Value.Unknown;
            case "can_paginate" or "close" or "waiter_names":
                return Value.Unknown;
        }
        if (service.Id == "S3" && Transfer(method) is var (operation, names))
        {
            evaluator.Found(service, service.Find(operation)!, method, Positions(arguments, names), line);
            return Value.Unknown;
        }
        if (service.Find(method) is not { } found || method.Contains("__", StringComparison.Ordinal))
        {
            evaluator.Warn(line, method, $"{service.Prefix} has no operation \"{method}\" that is known here; what it needs is not counted.");
            return Value.Unknown;
        }
        var record = arguments.Named();
        evaluator.Found(service, found, method, record, line);
        return Results.Of(service, found, record);
    }

    // The helpers that boto3 adds to S3's client.
    private static (string Operation, string[] Names)? Transfer(string method) => method switch
    {
        "upload_file" => ("PutObject", ["Filename", "Bucket", "Key"]),
        "upload_fileobj" => ("PutObject", ["Fileobj", "Bucket", "Key"]),
        "download_file" => ("GetObject", ["Bucket", "Key", "Filename"]),
        "download_fileobj" => ("GetObject", ["Bucket", "Key", "Fileobj"]),
        "copy" => ("CopyObject", ["CopySource", "Bucket", "Key"]),
        _ => null,
    };

    private static RecordValue Positions(CallArguments arguments, string[] names)
    {
        var record = arguments.Named();
        for (var i = 0; i < names.Length; i++)
        {
            if (!record.Entries.ContainsKey(names[i]) && arguments.At(i) is { Alternatives.Count: > 0 } value)
                record.Entries[names[i]] = value;
        }
        // ExtraArgs={'ACL': …}: what goes into the request beside.
        foreach (var extra in (string[])["ExtraArgs", "Fields"])
        {
            if (record.Entries.TryGetValue(extra, out var more) && Members(more) is { } members)
            {
                foreach (var (key, value) in members.Entries)
                    record.Entries.TryAdd(key, value);
            }
        }
        return record;
    }

    private static Value Later(Evaluator evaluator, AwsService service, IEnumerable<AwsOperation?> operations, string method, Call site)
    {
        var later = Value.Unknown;
        foreach (var operation in operations.OfType<AwsOperation>())
        {
            evaluator.Pending(site, service, operation, method);
            later = Value.Join(later, new SdkValue(SdkKind.Pending, service, operation.Name) { Site = site });
        }
        return later;
    }

    private static Value PendingCall(Evaluator evaluator, SdkValue owner, string method, CallArguments arguments, Call site)
    {
        if (method is not ("paginate" or "wait") || owner.Service!.Find(owner.Name) is not { } operation)
            return method is "build_full_result" or "search" ? Value.Unknown : owner;
        evaluator.Settle(owner.Site);
        evaluator.Found(owner.Service, operation, method == "paginate" ? Snake(operation.Name) : method, arguments.Named(), LineOf(site));
        return Value.Unknown;
    }

    // A chain over several lines calls where its method's name stands.
    private static int LineOf(Call site) => site.Callee.Line > 0 ? site.Callee.Line : site.Line;

    private static string Snake(string name) => string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))) ? $"_{char.ToLowerInvariant(c)}" : char.ToLowerInvariant(c).ToString()));
}
