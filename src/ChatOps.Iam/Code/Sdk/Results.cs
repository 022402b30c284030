using ChatOps.Iam.Code.Flow;
using ChatOps.Iam.Data;

namespace ChatOps.Iam.Code.Sdk;

/// <summary>What calls give that names a resource: a queue's URL by its name, a topic that was just created.</summary>
internal static class Results
{
    /// <summary>The result of a call.</summary>
    public static Value Of(AwsService service, AwsOperation operation, RecordValue? arguments)
    {
        if (arguments is null)
            return Value.Unknown;
        var (from, to) = (service.Prefix, operation.Name) switch
        {
            ("sqs", "GetQueueUrl" or "CreateQueue") => ("QueueName", "QueueUrl"),
            ("sns", "CreateTopic") => ("Name", "TopicArn"),
            _ => ("", ""),
        };
        if (from.Length == 0 || !arguments.Entries.TryGetValue(from, out var name))
            return Value.Unknown;
        var result = new RecordValue(null);
        result.Entries[to] = name;
        return result;
    }
}
