using ChatOps.Iam.Code.Flow;
using ChatOps.Iam.Code.Syntax;
using ChatOps.Iam.Data;

namespace ChatOps.Iam.Code.Sdk;

/// <summary>The AWS SDK for Go, versions 1 and 2.</summary>
internal sealed class GoSdk : SdkModel
{
    private static readonly string[] Suffixes = ["PagesWithContext", "WithContext", "Pages", "Request"];

    private static AwsService S3 => AwsReference.Default.FindService("s3")!;

    /// <inheritdoc/>
    public override Value? Import(Evaluator evaluator, Import import)
    {
        if (!import.Module.StartsWith("github.com/aws/aws-sdk-go", StringComparison.Ordinal))
            return null;
        var parts = import.Module.Split('/');
        if (import.Module.Contains("/s3/manager", StringComparison.Ordinal) || parts[^1] == "s3manager" || import.Module.Contains("/s3/transfermanager", StringComparison.Ordinal))
            return new SdkValue(SdkKind.Module, S3, "manager");
        var at = Array.IndexOf(parts, "service");
        if (at < 0 || at + 1 >= parts.Length)
            return new SdkValue(SdkKind.Module, null, parts[^1] == "aws" ? "aws" : "other");
        return AwsReference.Default.FindService(parts[at + 1]) is { } service ? new SdkValue(SdkKind.Module, service, parts[^1] == "types" ? "types" : "service") : new SdkValue(SdkKind.Module, null, "other");
    }

    /// <inheritdoc/>
    public override Value? TypeOf(Evaluator evaluator, TypeName type)
    {
        var dot = type.Name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
            return null;
        var module = evaluator.Lookup(type.Name[..dot]) as SdkValue;
        return module is { Kind: SdkKind.Module } ? InstanceOf(Member(evaluator, module, type.Name[(dot + 1)..], null)) : null;
    }

    /// <inheritdoc/>
    public override Value? Global(Evaluator evaluator, string name) =>
        evaluator.File.IsPart && name.Length > 1 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)) && AwsReference.Default.FindService(name) is { } service ? new SdkValue(SdkKind.Module, service, "service") : null;

    /// <inheritdoc/>
    public override Value? InstanceOf(Value type)
    {
        if (type is not SdkValue { Kind: SdkKind.Type, Service: { } service } sdk)
            return null;
        var name = sdk.Name;
        if (name.StartsWith("manager.", StringComparison.Ordinal))
            return name.Contains("Uploader", StringComparison.Ordinal) || name.EndsWith(".UploadAPI", StringComparison.Ordinal) ? new SdkValue(SdkKind.Special, S3, "uploader")
                : name.Contains("Download", StringComparison.Ordinal) ? new SdkValue(SdkKind.Special, S3, "downloader")
                : name == "manager.UploadInput" ? new SdkValue(SdkKind.Request, S3, "PutObject")
                : name.EndsWith("Client", StringComparison.Ordinal) ? new SdkValue(SdkKind.Special, S3, "manager") : null;
        if (name == "PresignClient")
            return new SdkValue(SdkKind.Special, service, "presign");
        if (name == "Client" || name.EndsWith("APIClient", StringComparison.Ordinal) || (name.EndsWith("API", StringComparison.Ordinal) && ReferenceEquals(AwsReference.Default.FindService(name[..^3]), service)) || ReferenceEquals(AwsReference.Default.FindService(name), service))
            return Client(service);
        return name.EndsWith("Input", StringComparison.Ordinal) && service.Find(name[..^5]) is { } operation ? new SdkValue(SdkKind.Request, service, operation.Name) : null;
    }

    /// <inheritdoc/>
    public override Value Member(Evaluator evaluator, SdkValue target, string name, Expression? site) => target.Kind switch
    {
        SdkKind.Module when target.Name == "aws" => new SdkValue(SdkKind.Type, null, "aws." + name),
        SdkKind.Module when target.Service is not null => new SdkValue(SdkKind.Type, target.Service, target.Name is "manager" ? "manager." + name : name),
        SdkKind.Request => target.Arguments?.Entries.GetValueOrDefault(name, Value.Unknown) ?? Value.Unknown,
        SdkKind.Client or SdkKind.Special or SdkKind.Pending => new SdkValue(SdkKind.Method, target.Service, name) { Owner = target },
        _ => Value.Unknown,
    };

    /// <inheritdoc/>
    public override Value? Create(Evaluator evaluator, Value? type, TypeName name, CallArguments arguments, RecordValue? initializer, Creation site)
    {
        var made = type is SdkValue { Kind: SdkKind.Type } known ? InstanceOf(known) : TypeOf(evaluator, name);
        return made is SdkValue { Kind: SdkKind.Request } request ? new SdkValue(SdkKind.Request, request.Service, request.Name) { Arguments = initializer ?? new RecordValue(site), Site = site }
            : made is SdkValue { Kind: SdkKind.Client or SdkKind.Special } ? made : initializer;
    }

    /// <inheritdoc/>
    public override Value Call(Evaluator evaluator, SdkValue callee, CallArguments arguments, Call site)
    {
        var line = site.Callee.Line;
        if (callee.Kind == SdkKind.Type)
            return TypeCall(evaluator, callee, arguments, site, line);
        if (callee is not { Kind: SdkKind.Method, Owner: { } owner, Service: { } service })
            return Value.Unknown;
        // A client that may be of several services: the input says which it is.
        if (owner.Kind == SdkKind.Client && Input(arguments) is { Service: { } other } input && !ReferenceEquals(other, service))
        {
            if (Operation(other, callee.Name) is { } said && said.Name == input.Name)
                evaluator.Found(other, said, callee.Name, input.Arguments, line);
            return Value.Unknown;
        }
        var members = Request(arguments);
        switch (owner.Kind)
        {
            case SdkKind.Pending when callee.Name is "Wait" or "WaitForOutput" && service.Find(owner.Name) is { } awaited:
                evaluator.Settle(owner.Site);
                evaluator.Found(service, awaited, callee.Name, members, line);
                return Value.Unknown;
            case SdkKind.Special:
                return SpecialCall(evaluator, owner, callee.Name, arguments, line);
            case SdkKind.Client when callee.Name.StartsWith("WaitUntil", StringComparison.Ordinal):
                if (service.FindWaiter(callee.Name[9..].Replace("WithContext", "", StringComparison.Ordinal)) is { } waited)
                    evaluator.Found(service, waited, callee.Name, members, line);
                return Value.Unknown;
            case SdkKind.Client when Operation(service, callee.Name) is { } operation:
                evaluator.Found(service, operation, callee.Name, members, line);
                return Results.Of(service, operation, members);
            default:
                return Value.Unknown;
        }
    }

    /// <inheritdoc/>
    public override Value Item(SdkValue source) => source.Kind is SdkKind.Request or SdkKind.Client ? source : Value.Unknown;

    private static AwsOperation? Operation(AwsService service, string method)
    {
        if (method.Length == 0 || !char.IsUpper(method[0]))
            return null;
        if (service.Find(method) is { } exact)
            return exact;
        foreach (var suffix in Suffixes)
        {
            if (method.EndsWith(suffix, StringComparison.Ordinal) && service.Find(method[..^suffix.Length]) is { } operation)
                return operation;
        }
        return null;
    }

    private static RecordValue? Request(CallArguments arguments) => Input(arguments)?.Arguments;

    private static SdkValue? Input(CallArguments arguments)
    {
        foreach (var (_, value, _) in arguments.Items)
        {
            if (Requests(value).FirstOrDefault() is { } request)
                return request;
        }
        return null;
    }

    private static Value TypeCall(Evaluator evaluator, SdkValue type, CallArguments arguments, Call site, int line)
    {
        var name = type.Name;
        if (name.StartsWith("aws.", StringComparison.Ordinal))
            return arguments.At(0);
        var service = type.Service!;
        if (name.StartsWith("manager.", StringComparison.Ordinal))
            return name.StartsWith("manager.NewUploader", StringComparison.Ordinal) ? new SdkValue(SdkKind.Special, S3, "uploader")
                : name.StartsWith("manager.NewDownloader", StringComparison.Ordinal) ? new SdkValue(SdkKind.Special, S3, "downloader")
                : name == "manager.New" ? new SdkValue(SdkKind.Special, S3, "manager")
                : name.StartsWith("manager.NewBatchDelete", StringComparison.Ordinal) ? new SdkValue(SdkKind.Special, S3, "batchdelete") : Value.Unknown;
        if (name is "New" or "NewFromConfig")
            return Client(service);
        if (name == "NewPresignClient")
            return new SdkValue(SdkKind.Special, service, "presign");
        if (name.StartsWith("New", StringComparison.Ordinal) && name.EndsWith("Paginator", StringComparison.Ordinal) && service.Find(name[3..^9]) is { } paged)
            evaluator.Found(service, paged, paged.Name, Request(arguments), line);
        else if (name.StartsWith("New", StringComparison.Ordinal) && name.EndsWith("Waiter", StringComparison.Ordinal) && service.FindWaiter(name[3..^6]) is { } awaited)
        {
            evaluator.Pending(site, service, awaited, name);
            return new SdkValue(SdkKind.Pending, service, awaited.Name) { Site = site };
        }
        return Value.Unknown;
    }

    private static Value SpecialCall(Evaluator evaluator, SdkValue owner, string method, CallArguments arguments, int line)
    {
        var operation = (owner.Name, method) switch
        {
            ("uploader", "Upload" or "UploadWithContext" or "UploadWithIterator" or "UploadObject") or ("manager", "UploadObject" or "PutObject") => "PutObject",
            ("downloader", "Download" or "DownloadWithContext" or "DownloadWithIterator") or ("manager", "DownloadObject" or "GetObject") => "GetObject",
            ("batchdelete", "Delete") => "DeleteObjects",
            ("presign", _) when method.StartsWith("Presign", StringComparison.Ordinal) => method[7..].Replace("PresignPost", "PutObject", StringComparison.Ordinal),
            _ => null,
        };
        if (method == "PresignPostObject")
            operation = "PutObject";
        if (operation is not null && owner.Service!.Find(operation) is { } found)
            evaluator.Found(owner.Service, found, method, Request(arguments), line);
        return Value.Unknown;
    }

    /// <inheritdoc/>
    public override Value? CallUnknown(Evaluator evaluator, string method, Value receiver, CallArguments arguments, Call site)
    {
        if (site.Callee is Syntax.Member { Target: Name { Text: var module } })
        {
            if (module == "os" && method is "Getenv" or "LookupEnv")
                return EnvironmentVariable(evaluator, arguments);
            if (module == "fmt" && method == "Sprintf" && arguments.At(0) is StringValue pattern)
                return Evaluator.Formatted(pattern.Pattern, [.. arguments.Items.Skip(1).Select(item => item.Value)]);
        }
        if (method == "append" && site.Callee is Name)
            return arguments.Items.Aggregate(Value.Unknown, (all, item) => Value.Join(all, item.Value));
        // An input of the SDK proves what its receiver's method calls, whatever interface hides the client.
        foreach (var (_, value, _) in arguments.Items)
        {
            foreach (var request in Requests(value))
            {
                if (Operation(request.Service!, method) is not { } operation || operation.Name != request.Name || site.Callee is not Syntax.Member || receiver.Alternatives.Any(one => one is InstanceValue { Info: { Declared: not null } info } && info.Methods.ContainsKey(method)))
                    continue;
                evaluator.Found(request.Service!, operation, method, request.Arguments, site.Callee.Line);
                return Results.Of(request.Service!, operation, request.Arguments);
            }
        }
        return null;
    }
}
