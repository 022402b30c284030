using ChatOps.Iam.Code.Flow;
using ChatOps.Iam.Code.Syntax;
using ChatOps.Iam.Data;

namespace ChatOps.Iam.Code.Sdk;

internal sealed partial class CSharpSdk
{
    private static readonly Dictionary<string, string[]> Helpers = new(StringComparer.Ordinal)
    {
        ["transfer.Upload"] = ["PutObject"],
        ["transfer.UploadDirectory"] = ["PutObject"],
        ["transfer.OpenStream"] = ["GetObject"],
        ["transfer.Download"] = ["GetObject"],
        ["transfer.DownloadDirectory"] = ["ListObjectsV2", "GetObject"],
        ["transfer.AbortMultipartUploads"] = ["ListMultipartUploads", "AbortMultipartUpload"],
        ["context.Save"] = ["UpdateItem"],
        ["context.Load"] = ["GetItem"],
        ["context.Delete"] = ["DeleteItem"],
        ["context.Query"] = ["Query"],
        ["context.FromQuery"] = ["Query"],
        ["context.Scan"] = ["Scan"],
        ["context.FromScan"] = ["Scan"],
        ["context.CreateBatchWrite"] = ["BatchWriteItem"],
        ["context.CreateBatchGet"] = ["BatchGetItem"],
        ["context.CreateTransactWrite"] = ["TransactWriteItems"],
        ["context.CreateTransactGet"] = ["TransactGetItems"],
        ["table.PutItem"] = ["PutItem"],
        ["table.GetItem"] = ["GetItem"],
        ["table.UpdateItem"] = ["UpdateItem"],
        ["table.DeleteItem"] = ["DeleteItem"],
        ["table.Query"] = ["Query"],
        ["table.Scan"] = ["Scan"],
        ["table.CreateBatchWrite"] = ["BatchWriteItem"],
        ["table.CreateBatchGet"] = ["BatchGetItem"],
    };

    /// <inheritdoc/>
    public override Value Call(Evaluator evaluator, SdkValue callee, CallArguments arguments, Call site)
    {
        if (callee is not { Kind: SdkKind.Method, Owner: { } owner })
            return Value.Unknown;
        var line = site.Callee.Line;
        if (owner.Kind == SdkKind.Special && owner.Name != "paginators")
            return SpecialCall(evaluator, owner, callee.Name, arguments, line);
        return ServiceCall(evaluator, owner.Service!, callee.Name, arguments, line);
    }

    private static Value ServiceCall(Evaluator evaluator, AwsService service, string method, CallArguments arguments, int line)
    {
        if (method is "GetPreSignedURL" or "GetPreSignedURLAsync")
        {
            var request = Members(arguments.At(0));
            var verb = request?.Entries.GetValueOrDefault("Verb") is StringValue { Pattern: var written } ? written : "GET";
            evaluator.Found(service, service.Find(verb switch { "PUT" => "PutObject", "DELETE" => "DeleteObject", "HEAD" => "HeadObject", _ => "GetObject" })!, method, Renamed(request), line);
            return Value.Unknown;
        }
        if (method is "Dispose" or "GetHashCode" or "Equals" or "ToString" || Operation(service, method) is not { } operation)
            return Value.Unknown;
        var first = arguments.At(0);
        var members = Members(first);
        if (members is null)
        {
            // Of a request whose making was not seen, nothing is known.
            var placed = new RecordValue(null) { Open = first.Alternatives.Count == 0 || Requests(first).Any() };
            Place(operation, arguments, placed);
            members = placed;
        }
        members = Renamed(members);
        evaluator.Found(service, operation, method, members, line);
        return Results.Of(service, operation, members);
    }

    // .NET says BucketName where the API says Bucket.
    private static RecordValue? Renamed(RecordValue? members)
    {
        if (members is null || (!members.Entries.ContainsKey("BucketName") && !members.Entries.ContainsKey("DestinationBucket") && !members.Entries.ContainsKey("SourceBucket")))
            return members;
        var renamed = new RecordValue(members.Site) { Open = members.Open };
        foreach (var (name, value) in members.Entries)
            renamed.Entries[name switch { "BucketName" or "DestinationBucket" => "Bucket", "DestinationKey" => "Key", "CannedACL" => "ACL", "TagSet" => "Tagging", _ => name }] = value;
        if (members.Entries.TryGetValue("SourceBucket", out var bucket))
            renamed.Entries["CopySource"] = StringValue.Concat([bucket, new StringValue("/"), members.Entries.GetValueOrDefault("SourceKey", Value.Unknown)]);
        return renamed;
    }

    private static Value SpecialCall(Evaluator evaluator, SdkValue owner, string method, CallArguments arguments, int line)
    {
        if (owner.Name == "context-builder")
            return method == "Build" ? new SdkValue(SdkKind.Special, Dynamo, "context") : owner;
        if (owner.Name == "table-loader")
            return new SdkValue(SdkKind.Special, Dynamo, "table") { Arguments = owner.Arguments };
        if (owner.Name == "context" && method is "GetTargetTable")
            return new SdkValue(SdkKind.Special, Dynamo, "table");
        var stem = method.EndsWith("Async", StringComparison.Ordinal) ? method[..^5] : method;
        if (!Helpers.TryGetValue($"{owner.Name}.{stem}", out var operations))
            return Value.Unknown;
        var members = owner.Name == "transfer" ? Renamed(Members(arguments.At(0)) ?? Transferred(stem, arguments)) : owner.Arguments;
        foreach (var name in operations)
            evaluator.Found(owner.Service!, owner.Service!.Find(name)!, method, members, line);
        if (owner.Name is "context" or "table")
            evaluator.Sometimes(owner.Service!, "DescribeTable", method, members, line, "the SDK looks up the table's keys, unless it is told not to");
        return Value.Unknown;
    }

    private static RecordValue Transferred(string method, CallArguments arguments)
    {
        var record = new RecordValue(null);
        string[] names = method switch
        {
            // Upload(path, bucket), Upload(path, bucket, key); Download(path, bucket, key)
            "Upload" or "Download" or "UploadDirectory" => ["FilePath", "Bucket", "Key"],
            _ => ["Bucket", "Key"],
        };
        for (var i = 0; i < names.Length; i++)
        {
            if (arguments.At(i) is { Alternatives.Count: > 0 } value)
                record.Entries[names[i]] = value;
        }
        return record;
    }

    /// <inheritdoc/>
    public override Value? Global(Evaluator evaluator, string name) => name == "HttpVerb" ? new SdkValue(SdkKind.Module, null, name) : null;

    /// <inheritdoc/>
    public override Value? CallUnknown(Evaluator evaluator, string method, Value receiver, CallArguments arguments, Call site)
    {
        if (site.Callee is Member { Target: Name { Text: var type } })
        {
            if (type == "Environment" && method == "GetEnvironmentVariable")
                return EnvironmentVariable(evaluator, arguments);
            if (type is "String" or "string" && method == "Format" && arguments.At(0) is StringValue pattern)
                return Evaluator.Formatted(pattern.Pattern, [.. arguments.Items.Skip(1).Select(item => item.Value)]);
            if (type is "Table" && method is "LoadTable" or "TryLoadTable" && arguments.At(0).Alternatives.OfType<SdkValue>().Any(one => one.Service?.Id == "DynamoDB"))
                return LoadedTable(arguments.At(1));
        }
        if (site.Types is [var wanted] && Given(evaluator, method, wanted) is { } made)
            return made;
        // A request of the SDK proves what its receiver's method calls.
        foreach (var request in Requests(arguments.At(0)))
        {
            var stem = method.EndsWith("Async", StringComparison.Ordinal) ? method[..^5] : method;
            if (receiver.Alternatives.Count == 0 && request.Service is { } service && service.Find(request.Name) is { } operation && AwsReference.Key(stem) == AwsReference.Key(request.Name))
                return ServiceCall(evaluator, service, method, arguments, site.Callee.Line) is var result && operation is not null ? result : null;
        }
        return site.Callee is Member { Target: var target } && evaluator.File.IsPart && Requests(arguments.At(0)).FirstOrDefault() is { Service: null } typed && Fragments.ServiceOf(target) is { } named && Operation(named, method) is { } called && AwsReference.Key(typed.Name) == AwsReference.Key(method.EndsWith("Async", StringComparison.Ordinal) ? method[..^5] : method)
            ? ServiceCall(evaluator, named, called.Name, arguments, site.Callee.Line)
            : null;
    }

    // services.GetRequiredService<IAmazonS3>(), configuration.CreateServiceClient<IAmazonSQS>(), factory.Client<IAmazonSNS>(); but neither a registration nor a test's double.
    private static readonly string[] GivesNothing = ["Add", "TryAdd", "Register", "Replace", "Remove", "Configure", "Use", "For", "Of", "Fake", "Mock", "Freeze", "Substitute", "Bind", "Setup", "Has", "Is"];

    /// <inheritdoc/>
    public override Value? Given(Evaluator evaluator, string method, TypeName type) =>
        !Array.Exists(GivesNothing, start => method.StartsWith(start, StringComparison.Ordinal)) && TypeOf(evaluator, type) is SdkValue { Kind: SdkKind.Client or SdkKind.Special } made ? made : null;

    private static SdkValue LoadedTable(Value name)
    {
        var record = new RecordValue(null);
        record.Entries["TableName"] = name;
        return new SdkValue(SdkKind.Special, Dynamo, "table") { Arguments = record };
    }
}
