using ChatOps.Iam.Code.Flow;
using ChatOps.Iam.Code.Syntax;
using ChatOps.Iam.Data;

namespace ChatOps.Iam.Code.Sdk;

/// <summary>The AWS SDK for JavaScript, versions 2 and 3.</summary>
internal sealed partial class JavaScriptSdk : SdkModel
{
    private const string Version2 = "v2";

    private static readonly Dictionary<string, string> Document = new(StringComparer.Ordinal)
    {
        ["get"] = "GetItem", ["put"] = "PutItem", ["update"] = "UpdateItem", ["delete"] = "DeleteItem", ["query"] = "Query", ["scan"] = "Scan", ["batchGet"] = "BatchGetItem", ["batchWrite"] = "BatchWriteItem",
        ["transactGet"] = "TransactGetItems", ["transactWrite"] = "TransactWriteItems", ["executeStatement"] = "ExecuteStatement", ["batchExecuteStatement"] = "BatchExecuteStatement", ["executeTransaction"] = "ExecuteTransaction",
        ["createSet"] = "",
    };

    private static AwsService Dynamo => AwsReference.Default.FindService("dynamodb")!;

    private static AwsService S3 => AwsReference.Default.FindService("s3")!;

    /// <inheritdoc/>
    public override Value? Import(Evaluator evaluator, Import import) => Module(import.Module) is { } module
        ? import.Member is null or "default" ? module : Member(evaluator, module, import.Member, null)
        : null;

    // A module of the SDK by its name.
    private static SdkValue? Module(string name)
    {
        if (name is "aws-sdk" or "aws-sdk/global" or "aws-sdk/index" or "aws-sdk/clients/all")
            return new SdkValue(SdkKind.Module, null, Version2);
        if (name.StartsWith("aws-sdk/clients/", StringComparison.Ordinal))
            return AwsReference.Default.FindService(name["aws-sdk/clients/".Length..].Replace(".js", "", StringComparison.Ordinal)) is { } service ? new SdkValue(SdkKind.Type, service, Version2) : null;
        if (name.StartsWith("@aws-sdk/client-", StringComparison.Ordinal))
            return AwsReference.Default.FindService(name["@aws-sdk/client-".Length..]) is { } client ? new SdkValue(SdkKind.Module, client, "v3") : new SdkValue(SdkKind.Module, null, "other");
        return name switch
        {
            "@aws-sdk/lib-dynamodb" => new SdkValue(SdkKind.Module, Dynamo, "document"),
            "@aws-sdk/lib-storage" => new SdkValue(SdkKind.Module, S3, "storage"),
            "@aws-sdk/rds-signer" => new SdkValue(SdkKind.Module, AwsReference.Default.FindService("rds"), "signer"),
            "@aws-sdk/s3-request-presigner" or "@aws-sdk/s3-presigned-post" => new SdkValue(SdkKind.Module, S3, "presign"),
            _ => name.StartsWith("@aws-sdk/", StringComparison.Ordinal) || name.StartsWith("@smithy/", StringComparison.Ordinal) || name.StartsWith("aws-sdk/", StringComparison.Ordinal) ? new SdkValue(SdkKind.Module, null, "other") : null,
        };
    }

    /// <inheritdoc/>
    public override Value? TypeOf(Evaluator evaluator, TypeName type)
    {
        var dot = type.Name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
            return !evaluator.File.IsPart ? null : FragmentType(evaluator, type.Name) is { } guessed ? InstanceOf(guessed) : null;
        Value value = evaluator.Lookup(type.Name[..dot]);
        foreach (var part in type.Name[(dot + 1)..].Split('.'))
            value = value is SdkValue sdk ? Member(evaluator, sdk, part, null) : Value.Unknown;
        return InstanceOf(value);
    }

    /// <inheritdoc/>
    public override Value? InstanceOf(Value type)
    {
        if (type is not SdkValue { Kind: SdkKind.Type, Service: { } service } sdk)
            return null;
        return sdk.Name switch
        {
            Version2 => Client(service),
            "signer:Signer" => new SdkValue(SdkKind.Special, service, "signer"),
            "v2:DocumentClient" or "document:DynamoDBDocumentClient" or "document:DynamoDBDocument" => new SdkValue(SdkKind.Special, service, "document"),
            _ => IsClient(sdk) ? Client(service) : null,
        };
    }

    // SNSClient, and SNS with all methods.
    private static bool IsClient(SdkValue type)
    {
        if (!type.Name.StartsWith("v3:", StringComparison.Ordinal))
            return false;
        var name = type.Name[3..];
        return name.EndsWith("Client", StringComparison.Ordinal) ? name.Length > 6 : ReferenceEquals(AwsReference.Default.FindService(name), type.Service) && char.IsUpper(name[0]);
    }

    /// <inheritdoc/>
    public override Value Member(Evaluator evaluator, SdkValue target, string name, Expression? site) => target.Kind switch
    {
        SdkKind.Module when target.Name == "process" => name == "env" ? new SdkValue(SdkKind.Environment, null, "") : Value.Unknown,
        SdkKind.Module when name == "default" => target,
        SdkKind.Module when target.Name == Version2 => AwsReference.Default.FindService(name) is { } service ? new SdkValue(SdkKind.Type, service, Version2) : Value.Unknown,
        SdkKind.Module when target.Service is not null => new SdkValue(SdkKind.Type, target.Service, $"{target.Name}:{name}"),
        SdkKind.Module => Value.Unknown,
        SdkKind.Environment => evaluator.Variable(name, null),
        SdkKind.Type when target.Name == Version2 && name == "DocumentClient" => new SdkValue(SdkKind.Type, target.Service, "v2:DocumentClient"),
        SdkKind.Type when target.Name == Version2 && name == "default" => target,
        SdkKind.Type or SdkKind.Client or SdkKind.Special or SdkKind.Pending => new SdkValue(SdkKind.Method, target.Service, name) { Owner = target },
        _ => Value.Unknown,
    };

    /// <inheritdoc/>
    public override Value? Global(Evaluator evaluator, string name) => name switch
    {
        "process" => new SdkValue(SdkKind.Module, null, "process"),
        "AWS" when evaluator.File.IsPart => new SdkValue(SdkKind.Module, null, Version2),
        _ => !evaluator.File.IsPart ? null : FragmentType(evaluator, name),
    };

    // In a part of a file the imports are elsewhere; the SDK's own class names say enough.
    private static SdkValue? FragmentType(Evaluator evaluator, string name)
    {
        if (name.Length < 8 || !evaluator.File.IsPart || evaluator.Declares(name))
            return null;
        if (name is "DynamoDBDocumentClient" or "DynamoDBDocument")
            return new SdkValue(SdkKind.Type, Dynamo, "document:" + name);
        if (name.EndsWith("Client", StringComparison.Ordinal) && char.IsUpper(name[0]) && AwsReference.Default.FindService(name[..^6]) is { } service)
            return new SdkValue(SdkKind.Type, service, "v3:" + name);
        return name.EndsWith("Command", StringComparison.Ordinal) && char.IsUpper(name[0]) ? new SdkValue(SdkKind.Type, null, "fragment:" + name) : null;
    }

    /// <inheritdoc/>
    public override Value? Create(Evaluator evaluator, Value? type, TypeName name, CallArguments arguments, RecordValue? initializer, Creation site)
    {
        if ((type ?? Global(evaluator, name.Name.Split('.')[0])) is not SdkValue sdk)
            return null;
        if (type is null)
        {
            foreach (var part in name.Name.Split('.').Skip(1))
                sdk = Member(evaluator, sdk, part, null) as SdkValue ?? sdk;
        }
        return sdk.Kind == SdkKind.Type ? Created(evaluator, sdk, arguments, site) : null;
    }

    private Value Created(Evaluator evaluator, SdkValue type, CallArguments arguments, Expression site)
    {
        if (InstanceOf(type) is { } client)
            return client;
        var name = type.Name[(type.Name.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var members = Members(arguments.At(0));
        if (type.Name == "storage:Upload")
        {
            var parameters = members?.Entries.TryGetValue("params", out var inner) == true ? Members(inner) : null;
            evaluator.Found(S3, S3.Find("PutObject")!, "Upload", parameters, site.Line);
            return Value.Unknown;
        }
        if (!name.EndsWith("Command", StringComparison.Ordinal))
            return Value.Unknown;
        var called = name[..^"Command".Length];
        if (type.Name.StartsWith("document:", StringComparison.Ordinal))
            called = Document.GetValueOrDefault(char.ToLowerInvariant(called[0]) + called[1..], called);
        if (type.Service is null)
            return new SdkValue(SdkKind.Request, null, called) { Arguments = members, Site = site };
        if (type.Service.Find(called) is not { } operation)
            return Value.Unknown;
        evaluator.Found(type.Service, operation, Camel(operation.Name), members, site.Line, site);
        return new SdkValue(SdkKind.Request, type.Service, operation.Name) { Arguments = members, Site = site };
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
