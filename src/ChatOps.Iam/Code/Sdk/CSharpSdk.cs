using ChatOps.Iam.Code.Flow;
using ChatOps.Iam.Code.Syntax;
using ChatOps.Iam.Data;

namespace ChatOps.Iam.Code.Sdk;

/// <summary>The AWS SDK for .NET.</summary>
internal sealed partial class CSharpSdk : SdkModel
{
    private static readonly Dictionary<string, string> Others = new(StringComparer.Ordinal)
    {
        ["TransferUtility"] = "transfer", ["ITransferUtility"] = "transfer", ["DynamoDBContext"] = "context", ["IDynamoDBContext"] = "context", ["DynamoDBContextBuilder"] = "context-builder",
    };

    private static AwsService Dynamo => AwsReference.Default.FindService("dynamodb")!;

    private static AwsService S3 => AwsReference.Default.FindService("s3")!;

    /// <inheritdoc/>
    public override Value? Import(Evaluator evaluator, Import import)
    {
        if (import.Module != "Amazon" && !import.Module.StartsWith("Amazon.", StringComparison.Ordinal))
            return null;
        evaluator.File.Namespaces.Add(import.Module);
        return new SdkValue(SdkKind.Module, null, import.Module);
    }

    /// <inheritdoc/>
    public override Value? TypeOf(Evaluator evaluator, TypeName type)
    {
        if (!Knows(evaluator, type))
            return null;
        if (ClientOf(type.Last) is { } service)
            return Client(service);
        if (Others.TryGetValue(type.Last, out var special))
            return new SdkValue(SdkKind.Special, special == "transfer" ? S3 : Dynamo, special);
        if (type.Last is "Table" or "ITable" && InNamespace(evaluator, "Amazon.DynamoDBv2"))
            return new SdkValue(SdkKind.Special, Dynamo, "table");
        return RequestOf(evaluator, type.Last);
    }

    /// <inheritdoc/>
    public override Value? InstanceOf(Value type) => null;

    // Amazon.* is in use here, the name is qualified, or this is a part of a file whose usings are elsewhere.
    private static bool Knows(Evaluator evaluator, TypeName type) => !evaluator.Declares(type.Last) && (evaluator.UsesAnywhere("Amazon") || type.Name.StartsWith("Amazon.", StringComparison.Ordinal) || evaluator.File.IsPart);

    private static bool InNamespace(Evaluator evaluator, string name) => evaluator.File.Namespaces.Any(one => one.StartsWith(name, StringComparison.Ordinal)) || evaluator.File.Namespaces.Count == 0;

    // AmazonSQSClient, IAmazonSQS
    private static AwsService? ClientOf(string name)
    {
        if (name.StartsWith("IAmazon", StringComparison.Ordinal))
            return AwsReference.Default.FindService(name[7..]);
        if (!name.StartsWith("Amazon", StringComparison.Ordinal) || !name.EndsWith("Client", StringComparison.Ordinal) || name.Length < 13)
            return null;
        return AwsReference.Default.FindService(name[6..^6]);
    }

    // PublishRequest: of the service whose namespace is in use and that has such an operation.
    private static SdkValue? RequestOf(Evaluator evaluator, string name)
    {
        if (!name.EndsWith("Request", StringComparison.Ordinal) || name.Length < 9)
            return null;
        foreach (var space in evaluator.File.Namespaces.Order(StringComparer.Ordinal))
        {
            var parts = space.Split('.');
            if (parts.Length > 1 && AwsReference.Default.FindService(parts[1]) is { } service && Operation(service, name[..^7]) is { } operation)
                return new SdkValue(SdkKind.Request, service, operation.Name);
        }
        return new SdkValue(SdkKind.Request, null, name[..^7]);
    }

    // .NET's own names for a few operations.
    private static AwsOperation? Operation(AwsService service, string name)
    {
        if (service.Find(name) is { } plain)
            return plain;
        if (name.EndsWith("Async", StringComparison.Ordinal) && service.Find(name[..^5]) is { } synchronous)
            return synchronous;
        var stem = name.EndsWith("Async", StringComparison.Ordinal) ? name[..^5] : name;
        return service.Id == "S3" ? S3Names.GetValueOrDefault(stem) is { } known ? service.Find(known) : null : null;
    }

    private static readonly Dictionary<string, string> S3Names = new(StringComparer.Ordinal)
    {
        ["GetObjectMetadata"] = "HeadObject", ["CopyPart"] = "UploadPartCopy", ["InitiateMultipartUpload"] = "CreateMultipartUpload", ["PutBucket"] = "CreateBucket", ["ListVersions"] = "ListObjectVersions", ["DeleteCORSConfiguration"] = "DeleteBucketCors",
        ["GetCORSConfiguration"] = "GetBucketCors", ["PutCORSConfiguration"] = "PutBucketCors", ["GetLifecycleConfiguration"] = "GetBucketLifecycleConfiguration", ["PutLifecycleConfiguration"] = "PutBucketLifecycleConfiguration",
        ["DeleteLifecycleConfiguration"] = "DeleteBucketLifecycle", ["GetBucketNotification"] = "GetBucketNotificationConfiguration", ["PutBucketNotification"] = "PutBucketNotificationConfiguration", ["GetACL"] = "GetObjectAcl", ["PutACL"] = "PutObjectAcl",
        ["SelectObjectContent"] = "SelectObjectContent", ["UploadObjectFromStream"] = "PutObject", ["UploadObjectFromFilePath"] = "PutObject", ["DownloadToFilePath"] = "GetObject", ["GetObjectStream"] = "GetObject", ["Delete"] = "DeleteObject", ["Deletes"] = "DeleteObjects",
        ["GetAllObjectKeys"] = "ListObjects", ["EnsureBucketExists"] = "CreateBucket", ["DoesS3BucketExist"] = "HeadBucket", ["MakeObjectPublic"] = "PutObjectAcl",
    };

    /// <inheritdoc/>
    public override Value Member(Evaluator evaluator, SdkValue target, string name, Expression? site) => target.Kind switch
    {
        SdkKind.Request => target.Arguments?.Entries.GetValueOrDefault(name, Value.Unknown) ?? Value.Unknown,
        SdkKind.Module when target.Name == "HttpVerb" => new StringValue(name),
        SdkKind.Client or SdkKind.Special when name is "Value" or "Result" => target,
        SdkKind.Client when name == "Paginators" => new SdkValue(SdkKind.Special, target.Service, "paginators"),
        SdkKind.Client or SdkKind.Special => new SdkValue(SdkKind.Method, target.Service, name) { Owner = target, Arguments = target.Arguments },
        _ => Value.Unknown,
    };

    /// <inheritdoc/>
    public override Value? Create(Evaluator evaluator, Value? type, TypeName name, CallArguments arguments, RecordValue? initializer, Creation site)
    {
        if (TypeOf(evaluator, name) is not SdkValue sdk)
            return initializer;
        if (sdk.Kind != SdkKind.Request)
            return sdk;
        // A request's constructor takes its first parameters in order.
        var members = initializer ?? new RecordValue(site);
        if (sdk.Service?.Find(sdk.Name) is { } operation)
            Place(operation, arguments, members);
        return new SdkValue(SdkKind.Request, sdk.Service, sdk.Name) { Arguments = members, Site = site };
    }

    private static void Place(AwsOperation operation, CallArguments arguments, RecordValue members)
    {
        var names = Positions(operation);
        for (var i = 0; i < arguments.Items.Count; i++)
        {
            var (name, value, _) = arguments.Items[i];
            if (name is not null)
                members.Entries.TryAdd(name is "bucketName" ? "Bucket" : name, value);
            else if (i < names.Count)
                members.Entries.TryAdd(names[i], value);
        }
    }

    // The parameters in the order of the SDK's short overloads.
    private static IReadOnlyList<string> Positions(AwsOperation operation) => operation.Name switch
    {
        "Publish" => ["TopicArn", "Message", "Subject"],
        "SendMessage" => ["QueueUrl", "MessageBody"],
        "ReceiveMessage" => ["QueueUrl"],
        "DeleteMessage" => ["QueueUrl", "ReceiptHandle"],
        "ChangeMessageVisibility" => ["QueueUrl", "ReceiptHandle", "VisibilityTimeout"],
        "GetObject" or "HeadObject" or "DeleteObject" => ["Bucket", "Key", "VersionId"],
        "CopyObject" => ["SourceBucket", "SourceKey", "Bucket", "Key"],
        "ListObjects" or "ListObjectsV2" or "HeadBucket" or "CreateBucket" or "DeleteBucket" => ["Bucket", "Prefix"],
        "GetItem" or "DeleteItem" or "PutItem" or "UpdateItem" or "DescribeTable" or "DeleteTable" or "Scan" => ["TableName", "Key", "AttributeUpdates"],
        "BatchGetItem" or "BatchWriteItem" => ["RequestItems"],
        _ => operation.Members,
    };
}
