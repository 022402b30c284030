using ChatOps.Iam.Code.Flow;
using ChatOps.Iam.Code.Syntax;

namespace ChatOps.Iam.Code.Sdk;

internal sealed partial class PythonSdk
{
    private static Value ResourceMember(Evaluator evaluator, SdkValue target, string name, Expression? site)
    {
        if (target.Name.EndsWith("()", StringComparison.Ordinal))
            return new SdkValue(SdkKind.Method, target.Service, name) { Owner = target };
        if (Boto3Resources.Default.Find(target.Service!.Id, target.Name, name) is not var (operation, _, result, collection))
            return target.Service.Find(name) is not null ? new SdkValue(SdkKind.Method, target.Service, name) { Owner = target } : Identifier(target, name);
        if (collection)
            return new SdkValue(SdkKind.Resource, target.Service, $"{target.Name}.{name}()") { Arguments = target.Arguments };
        if (operation is null && result is not null && char.IsLower(name[0]))
            return Reference(evaluator, target, name, result, site);
        // An attribute that is not called is loaded when it is read.
        if (operation is not null && Attributes.Contains(name))
        {
            if (!target.IsLoaded && target.Service.Find(operation) is { } loaded && site is not null)
                evaluator.Found(target.Service, loaded, name, target.Arguments, site.Line);
            return Value.Unknown;
        }
        return new SdkValue(SdkKind.Method, target.Service, name) { Owner = target };
    }

    // instance.vpc, route_table.routes: resources that the resource's own attributes name.
    private static Value Reference(Evaluator evaluator, SdkValue target, string name, string type, Expression? site)
    {
        if (!target.IsLoaded && site is not null && Boto3Resources.Default.Find(target.Service!.Id, target.Name, "load") is { Operation: { } load } && target.Service.Find(load) is { } loaded)
            evaluator.Found(target.Service, loaded, name, target.Arguments, site.Line);
        var referred = new SdkValue(SdkKind.Resource, target.Service, type) { Arguments = new RecordValue(site), Site = site };
        return name.EndsWith('s') ? new ListValue([referred]) : referred;
    }

    private static readonly HashSet<string> Attributes = new(StringComparer.Ordinal)
    {
        "item_count", "table_status", "table_size_bytes", "key_schema", "creation_date_time", "content_length", "content_type", "metadata", "attributes", "policy", "status", "grants", "tag_set", "outputs", "stack_status", "state", "arn", "default_version", "creation_date",
    };

    // What these services create comes back with its attributes.
    private static bool BringsAttributes(string service) => service is "IAM" or "EC2" or "DynamoDB";

    // bucket.name, queue.url, topic.arn, object.key
    private static Value Identifier(SdkValue target, string name)
    {
        var names = Boto3Resources.Default.Identifiers(target.Service!.Id, target.Name);
        var found = names.FirstOrDefault(one => one.Equals(name, StringComparison.OrdinalIgnoreCase) || one.EndsWith(name, StringComparison.OrdinalIgnoreCase)) ?? (name is "name" or "bucket_name" or "table_name" && names.Count > 0 ? names[0] : null);
        return found is not null && target.Arguments?.Entries.TryGetValue(found, out var value) == true ? value : Value.Unknown;
    }

    private static Value ResourceCall(Evaluator evaluator, SdkValue owner, string method, CallArguments arguments, Call site)
    {
        var service = owner.Service!;
        var line = LineOf(site);
        if (owner.Name.EndsWith("()", StringComparison.Ordinal))
            return CollectionCall(evaluator, owner, method, arguments, line);
        if (Boto3Resources.Default.Find(service.Id, owner.Name, method) is not var (name, _, result, _))
        {
            if (owner.Name.Length == 0 && service.Find(method) is { } plain)
                evaluator.Found(service, plain, method, arguments.Named(), line);
            return Value.Unknown;
        }
        var record = Carried(owner, arguments, method);
        if (name is not null && service.Find(name) is { } operation)
            evaluator.Found(service, operation, method, record, line);
        if (method == "batch_writer")
            return new SdkValue(SdkKind.Special, service, "batch");
        if (result is null)
            return Value.Unknown;
        var made = new SdkValue(SdkKind.Resource, service, result) { Arguments = Identified(owner, service.Id, result, name is null ? arguments : null, record), Site = site, IsLoaded = name is not null && BringsAttributes(service.Id) };
        return method is "receive_messages" or "create_instances" ? new ListValue([made]) : made;
    }

    private static Value CollectionCall(Evaluator evaluator, SdkValue owner, string method, CallArguments arguments, int line)
    {
        var service = owner.Service!;
        var dot = owner.Name.LastIndexOf('.');
        var (type, member) = (owner.Name[..dot], owner.Name[(dot + 1)..^2]);
        if (Boto3Resources.Default.Find(service.Id, type, member) is not var (name, also, result, _))
            return Value.Unknown;
        var record = Carried(owner, arguments, member);
        if (method is "all" or "filter" or "limit" or "page_size" or "pages" or "delete" or "stop" or "start" or "terminate" && name is not null && service.Find(name) is { } operation)
            evaluator.Found(service, operation, $"{member}.{method}", record, line);
        if (method == "delete" && also is not null && service.Find(also) is { } deletes)
            evaluator.Found(service, deletes, $"{member}.{method}", record, line);
        if (result is not null && method is "stop" or "start" or "terminate" or "create_tags" && Boto3Resources.Default.Find(service.Id, result!, method) is var (each, _, _, _) && each is not null && service.Find(each) is { } acts)
            evaluator.Found(service, acts, $"{member}.{method}", record, line);
        return method is "all" or "filter" or "limit" or "page_size" ? new SdkValue(SdkKind.Resource, service, owner.Name) { Arguments = record } : Value.Unknown;
    }

    /// <inheritdoc/>
    public override Value Item(SdkValue source)
    {
        if (source.Kind != SdkKind.Resource || !source.Name.EndsWith("()", StringComparison.Ordinal))
            return Value.Unknown;
        var dot = source.Name.LastIndexOf('.');
        return Boto3Resources.Default.Find(source.Service!.Id, source.Name[..dot], source.Name[(dot + 1)..^2]) is var (_, _, result, _) && result is not null
            ? new SdkValue(SdkKind.Resource, source.Service, result) { Arguments = Identified(source, source.Service.Id, result, null, source.Arguments ?? new RecordValue(null)), IsLoaded = source.Service.Id is "IAM" or "EC2" or "S3" or "CloudFormation" or "CloudWatch" or "Glacier" }
            : Value.Unknown;
    }

    // What the resource is, with what the call says.
    private static RecordValue Carried(SdkValue owner, CallArguments arguments, string method)
    {
        string[] positions = method switch
        {
            "upload_file" when owner.Name == "Bucket" => ["Filename", "Key"],
            "upload_fileobj" when owner.Name == "Bucket" => ["Fileobj", "Key"],
            "download_file" or "download_fileobj" when owner.Name == "Bucket" => ["Key"],
            "copy" => owner.Name == "Bucket" ? ["CopySource", "Key"] : ["CopySource"],
            _ => [],
        };
        var record = Positions(arguments, positions);
        foreach (var (key, value) in owner.Arguments?.Entries ?? [])
            record.Entries.TryAdd(key, value);
        return record;
    }

    // The identifiers of a new resource: its owner's first, then the arguments'.
    private static RecordValue Identified(SdkValue owner, string service, string type, CallArguments? arguments, RecordValue record)
    {
        var identified = new RecordValue(null);
        var position = 0;
        foreach (var name in Boto3Resources.Default.Identifiers(service, type))
        {
            if (owner.Arguments?.Entries.TryGetValue(name, out var carried) == true)
                identified.Entries[name] = carried;
            else if (arguments is not null && arguments.Get(Parameter(name), position) is { Alternatives.Count: > 0 } given)
            {
                identified.Entries[name] = given;
                position++;
            }
            else if (record.Entries.TryGetValue(name, out var said))
                identified.Entries[name] = said;
            else if (name == "QueueUrl" && record.Entries.TryGetValue("QueueName", out var queue))
                identified.Entries[name] = queue;
            else if (name == "TopicArn" && record.Entries.TryGetValue("Name", out var topic))
                identified.Entries[name] = topic;
        }
        return identified;
    }

    private static string Parameter(string identifier) => identifier switch
    {
        "Bucket" => "name",
        "TableName" => "name",
        "QueueUrl" => "url",
        "TopicArn" => "arn",
        _ => "name",
    };
}
