using ChatOps.Iam.Code.Flow;
using ChatOps.Iam.Code.Syntax;
using ChatOps.Iam.Data;

namespace ChatOps.Iam.Code.Sdk;

/// <summary>The AWS SDK for Java, versions 1 and 2.</summary>
internal sealed partial class JavaSdk : SdkModel
{
    private static readonly Dictionary<string, (string Service, string Kind)> Specials = new(StringComparer.Ordinal)
    {
        ["DynamoDbEnhancedClient"] = ("dynamodb", "enhanced"),
        ["DynamoDbEnhancedAsyncClient"] = ("dynamodb", "enhanced"),
        ["DynamoDbTable"] = ("dynamodb", "table"),
        ["DynamoDbAsyncTable"] = ("dynamodb", "table"),
        ["DynamoDbIndex"] = ("dynamodb", "table"),
        ["DynamoDbAsyncIndex"] = ("dynamodb", "table"),
        ["S3TransferManager"] = ("s3", "transfer"),
        ["TransferManager"] = ("s3", "transfer"),
        ["TransferManagerBuilder"] = ("s3", "transfer"),
        ["S3Presigner"] = ("s3", "presigner"),
        ["DynamoDBMapper"] = ("dynamodb", "mapper"),
        ["IDynamoDBMapper"] = ("dynamodb", "mapper"),
        // Spring Cloud AWS
        ["S3Template"] = ("s3", "s3template"),
        ["S3Operations"] = ("s3", "s3template"),
        ["SqsTemplate"] = ("sqs", "sqstemplate"),
        ["SqsOperations"] = ("sqs", "sqstemplate"),
        ["SnsTemplate"] = ("sns", "snstemplate"),
        ["SnsOperations"] = ("sns", "snstemplate"),
        ["DynamoDbTemplate"] = ("dynamodb", "dynamodbtemplate"),
        ["DynamoDbOperations"] = ("dynamodb", "dynamodbtemplate"),
    };

    /// <inheritdoc/>
    public override Value? Import(Evaluator evaluator, Import import)
    {
        if (!IsAws(import.Module))
            return null;
        var whole = import.Local is null;
        evaluator.File.Namespaces.Add(import.Module);
        return whole ? new SdkValue(SdkKind.Module, null, import.Module) : Named(import.Module, import.Member!) ?? (Value)new SdkValue(SdkKind.Module, null, "other");
    }

    private static bool IsAws(string module) => module.StartsWith("software.amazon.awssdk", StringComparison.Ordinal) || module.StartsWith("com.amazonaws", StringComparison.Ordinal) && !module.StartsWith("com.amazonaws.services.lambda.runtime", StringComparison.Ordinal) || module.StartsWith("io.awspring", StringComparison.Ordinal);

    // A type by its package and name.
    private static SdkValue? Named(string module, string name)
    {
        if (Specials.TryGetValue(name, out var special))
            return new SdkValue(SdkKind.Type, AwsReference.Default.FindService(special.Service), name);
        if (module.Contains(".dynamodbv2.document", StringComparison.Ordinal) && name is "DynamoDB" or "Table" or "Index")
            return new SdkValue(SdkKind.Type, AwsReference.Default.FindService("dynamodb"), "document:" + name);
        if (module.Contains(".transfer.s3", StringComparison.Ordinal))
            return new SdkValue(SdkKind.Type, AwsReference.Default.FindService("s3"), name);
        return ServiceOf(module) is { } service ? new SdkValue(SdkKind.Type, service, name) : null;
    }

    // software.amazon.awssdk.services.sns.model, com.amazonaws.services.sns.model
    private static AwsService? ServiceOf(string module)
    {
        var at = module.IndexOf(".services.", StringComparison.Ordinal);
        if (at < 0)
            return null;
        var rest = module[(at + 10)..];
        var dot = rest.IndexOf('.', StringComparison.Ordinal);
        return AwsReference.Default.FindService(dot < 0 ? rest : rest[..dot]);
    }

    /// <inheritdoc/>
    public override Value? TypeOf(Evaluator evaluator, TypeName type)
    {
        if (evaluator.Declares(type.Last))
            return null;
        if (TypeIn(evaluator, type.Name) is { } sdk)
            return InstanceOf(sdk);
        return null;
    }

    // A name that a whole package brings in, that is qualified, or whose imports are elsewhere.
    private static SdkValue? TypeIn(Evaluator evaluator, string name)
    {
        var dot = name.LastIndexOf('.');
        if (dot > 0 && IsAws(name))
            return Named(name[..dot], name[(dot + 1)..]);
        if (dot > 0 || name.Length == 0 || !char.IsUpper(name[0]))
            return null;
        foreach (var module in evaluator.File.Namespaces.Order(StringComparer.Ordinal))
        {
            if (Named(module, name) is { Service: { } } type && IsTypeOf(type))
                return type;
        }
        if (!evaluator.File.IsPart || evaluator.Declares(name))
            return null;
        if (Specials.TryGetValue(name, out var special))
            return new SdkValue(SdkKind.Type, AwsReference.Default.FindService(special.Service), name);
        if (ClientStem(name) is { Length: > 1 } stem && AwsReference.Default.FindService(stem) is { } service)
            return new SdkValue(SdkKind.Type, service, name);
        return name.EndsWith("Request", StringComparison.Ordinal) ? new SdkValue(SdkKind.Type, null, name) : null;
    }

    private static bool IsTypeOf(SdkValue type) => Specials.ContainsKey(type.Name) || (ClientStem(type.Name) is { Length: > 1 } stem ? ReferenceEquals(AwsReference.Default.FindService(stem), type.Service)
        : type.Name.EndsWith("Request", StringComparison.Ordinal) && type.Service!.Find(type.Name[..^7]) is not null);

    // S3AsyncClient, AmazonSNSClientBuilder, AWSKMSAsync: the service's own name in it.
    private static string? ClientStem(string name)
    {
        var version1 = name.StartsWith("Amazon", StringComparison.Ordinal) || name.StartsWith("AWS", StringComparison.Ordinal);
        var stem = name.StartsWith("Amazon", StringComparison.Ordinal) ? name[6..] : name.StartsWith("AWS", StringComparison.Ordinal) ? name[3..] : name;
        var ends = false;
        // The encryption and the large payload clients are the service's too.
        foreach (var end in (string[])["Builder", "ClientV2", "Client", "Async", "EncryptionV2", "Encryption", "Extended", "BatchManager"])
        {
            if (!stem.EndsWith(end, StringComparison.Ordinal))
                continue;
            stem = stem[..^end.Length];
            ends |= end is "Client" or "ClientV2" or "BatchManager";
        }
        return version1 || ends ? stem : null;
    }

    /// <inheritdoc/>
    public override Value? InstanceOf(Value type)
    {
        if (type is not SdkValue { Kind: SdkKind.Type } sdk)
            return null;
        if (Specials.TryGetValue(sdk.Name, out var special))
            return new SdkValue(SdkKind.Special, sdk.Service, special.Kind);
        if (sdk.Name.StartsWith("document:", StringComparison.Ordinal))
            return new SdkValue(SdkKind.Special, sdk.Service, sdk.Name == "document:DynamoDB" ? "enhanced" : "table");
        if (sdk.Name.EndsWith("Request", StringComparison.Ordinal))
            return Operation(sdk.Service, sdk.Name[..^7]) is { } operation ? new SdkValue(SdkKind.Request, sdk.Service, operation.Name) : sdk.Service is null ? new SdkValue(SdkKind.Request, null, sdk.Name[..^7]) : null;
        return ClientStem(sdk.Name) is { } stem && sdk.Service is { } service && ReferenceEquals(AwsReference.Default.FindService(stem), service) ? Client(service) : null;
    }

    private static AwsOperation? Operation(AwsService? service, string name)
    {
        if (service is null)
            return null;
        if (service.Find(name) is { } exact)
            return exact;
        foreach (var suffix in (string[])["Async", "Paginator", "AsBytes", "AsString", "V2"])
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal) && service.Find(name[..^suffix.Length]) is { } operation)
                return operation;
        }
        return service.Id == "S3" && S3Names.GetValueOrDefault(char.ToLowerInvariant(name[0]) + name[1..]) is { } known ? service.Find(known) : null;
    }

    // Version 1 has names of its own for S3.
    private static readonly Dictionary<string, string> S3Names = new(StringComparer.Ordinal)
    {
        ["getObjectMetadata"] = "HeadObject",
        ["doesObjectExist"] = "HeadObject",
        ["doesBucketExist"] = "HeadBucket",
        ["doesBucketExistV2"] = "GetBucketAcl",
        ["initiateMultipartUpload"] = "CreateMultipartUpload",
        ["copyPart"] = "UploadPartCopy",
        ["listNextBatchOfObjects"] = "ListObjects",
        ["listVersions"] = "ListObjectVersions",
        ["deleteVersion"] = "DeleteObject",
        ["setObjectAcl"] = "PutObjectAcl",
        ["setBucketPolicy"] = "PutBucketPolicy",
        ["setBucketAcl"] = "PutBucketAcl",
        ["setObjectTagging"] = "PutObjectTagging",
        ["getS3AccountOwner"] = "ListBuckets",
        ["setBucketTaggingConfiguration"] = "PutBucketTagging",
        ["setBucketVersioningConfiguration"] = "PutBucketVersioning",
        ["setBucketLifecycleConfiguration"] = "PutBucketLifecycleConfiguration",
        ["setBucketNotificationConfiguration"] = "PutBucketNotificationConfiguration",
        ["setBucketCrossOriginConfiguration"] = "PutBucketCors",
    };

    /// <inheritdoc/>
    public override Value Member(Evaluator evaluator, SdkValue target, string name, Expression? site) => target.Kind is SdkKind.Type or SdkKind.Client or SdkKind.Special or SdkKind.Builder or SdkKind.Request
        ? new SdkValue(SdkKind.Method, target.Service, name) { Owner = target }
        : Value.Unknown;

    /// <inheritdoc/>
    public override Value? Global(Evaluator evaluator, string name) => name.Length > 2 && char.IsUpper(name[0]) && !evaluator.Declares(name) ? TypeIn(evaluator, name) : null;

    /// <inheritdoc/>
    public override Value? Create(Evaluator evaluator, Value? type, TypeName name, CallArguments arguments, RecordValue? initializer, Creation site)
    {
        var sdk = type as SdkValue ?? TypeIn(evaluator, name.Name);
        if (sdk is null)
            return null;
        if (InstanceOf(sdk) is not SdkValue made)
            return sdk.Service is null ? null : new SdkValue(SdkKind.Builder, sdk.Service, sdk.Name) { Arguments = new RecordValue(site), Site = site };
        if (made.Kind != SdkKind.Request)
            return made;
        var members = new RecordValue(site);
        if (made.Service?.Find(made.Name) is { } operation)
            Place(operation, arguments, members);
        return new SdkValue(SdkKind.Request, made.Service, made.Name) { Arguments = members, Site = site };
    }

    private static void Place(AwsOperation operation, CallArguments arguments, RecordValue members)
    {
        var names = operation.Name switch
        {
            "Publish" => ["TopicArn", "Message", "Subject"],
            "SendMessage" => ["QueueUrl", "MessageBody"],
            "GetObject" or "HeadObject" or "DeleteObject" or "PutObject" => ["Bucket", "Key"],
            "CopyObject" => ["SourceBucket", "SourceKey", "Bucket", "Key"],
            "ListObjects" or "ListObjectsV2" or "HeadBucket" or "CreateBucket" or "DeleteBucket" => ["Bucket", "Prefix"],
            "GetItem" or "DeleteItem" => ["TableName", "Key"],
            "PutItem" => ["TableName", "Item"],
            _ => operation.Members,
        };
        for (var i = 0; i < arguments.Items.Count && i < names.Count; i++)
            members.Entries.TryAdd(names[i], arguments.Items[i].Value);
        if (members.Entries.TryGetValue("SourceBucket", out var bucket))
            members.Entries["CopySource"] = StringValue.Concat([bucket, new StringValue("/"), members.Entries.GetValueOrDefault("SourceKey", Value.Unknown)]);
    }
}
