using System.Text;
using ChatOps.Iam.Infrastructure;

namespace ChatOps.Iam.Coverage;

/// <summary>Puts what the repository declares in the place of references: <c>${aws_sns_topic.orders.arn}</c> becomes <c>arn:aws:sns:*:*:orders</c>.</summary>
internal sealed class References(IEnumerable<IacResource> resources)
{
    private const int MaxRounds = 3;

    private readonly Dictionary<string, IacResource> declared = resources.DistinctBy(resource => resource.Reference).ToDictionary(resource => resource.Reference, StringComparer.Ordinal);

    /// <summary>The text with its references resolved as far as they are known.</summary>
    public string Resolve(string text)
    {
        for (var round = 0; round < MaxRounds && text.Contains("${", StringComparison.Ordinal); round++)
        {
            var next = Once(text);
            if (next == text)
                break;
            text = next;
        }

        return text;
    }

    /// <summary>Whether a reference of infrastructure code is left in a text; IAM's own variables are none.</summary>
    public static bool HasReference(string text) => text.Contains("${", StringComparison.Ordinal);

    private string Once(string text)
    {
        var built = new StringBuilder();
        var at = 0;
        while (text.IndexOf("${", at, StringComparison.Ordinal) is var open and >= 0 && text.IndexOf('}', open) is var close and > 0)
        {
            built.Append(text, at, open - at);
            built.Append(Value(text[(open + 2)..close], open == 0) ?? text[open..(close + 1)]);
            at = close + 1;
        }

        return built.Append(text, at, text.Length - at).ToString();
    }

    private string? Value(string reference, bool first)
    {
        switch (reference)
        {
            case "AWS::AccountId" or "AWS::Region":
                return "*";
            case "AWS::Partition":
                return "aws";
            case "AWS::URLSuffix":
                return "amazonaws.com";
        }

        // CloudFormation's Ref is the ARN of some and the name of others; an ARN is what a text begins with.
        if (declared.TryGetValue(reference, out var whole))
            return first ? whole.Arn : whole.Name;
        var dot = reference.LastIndexOf('.');
        if (dot < 0 || !declared.TryGetValue(reference[..dot], out var resource))
            return null;
        return reference[(dot + 1)..] switch
        {
            "arn" or "Arn" or "TopicArn" => resource.Arn,
            "stream_arn" or "StreamArn" => resource.Arn + "/stream/*",
            "id" or "name" or "bucket" or "function_name" or "TopicName" or "QueueName" or "Name" or "TableName" or "BucketName" or "FunctionName" or "StreamName" => first && resource.Type == "aws_sns_topic" && reference.EndsWith(".id", StringComparison.Ordinal) ? resource.Arn : resource.Name ?? "${" + resource.Reference + "}",
            "invoke_arn" or "qualified_arn" => resource.Arn + ":*",
            _ => null,
        };
    }
}
