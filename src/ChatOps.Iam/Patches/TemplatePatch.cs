using ChatOps.Iam.Infrastructure;

namespace ChatOps.Iam.Patches;

/// <summary>Writes new statements of a principal into the template or policy file where its statements stand.</summary>
internal static class TemplatePatch
{
    // The types whose Ref is the ARN (resource reference, "Return values"); the others here have an attribute Arn.
    private static readonly HashSet<string> ArnByRef = new(StringComparer.Ordinal) { "AWS::SNS::Topic", "AWS::SecretsManager::Secret" };

    private static readonly HashSet<string> ArnByAttribute = new(StringComparer.Ordinal)
    {
        "AWS::SQS::Queue", "AWS::DynamoDB::Table", "AWS::Serverless::SimpleTable", "AWS::S3::Bucket", "AWS::Lambda::Function", "AWS::Serverless::Function", "AWS::KMS::Key", "AWS::Logs::LogGroup", "AWS::Events::EventBus", "AWS::Kinesis::Stream",
        "AWS::KinesisFirehose::DeliveryStream", "AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine",
    };

    /// <summary>The edit; null when there is no list that could be added to.</summary>
    /// <param name="principal">Who is to get them.</param>
    /// <param name="statements">The statements.</param>
    /// <param name="infrastructure">The files.</param>
    /// <param name="declared">The resources that the repository declares.</param>
    public static TextEdit? Write(Principal principal, IReadOnlyList<NewStatement> statements, IReadOnlyDictionary<string, string> infrastructure, IReadOnlyList<IacResource> declared)
    {
        foreach (var (path, list) in principal.Templates)
        {
            var text = infrastructure[path];
            var isJson = text.TrimStart().StartsWith('{');
            var isTemplate = declared.Any(resource => resource.Type.StartsWith("AWS::", StringComparison.Ordinal)) && text.Contains("AWS::", StringComparison.Ordinal);
            List<NewStatement> own = [.. statements.Select(statement => statement with { Resource = Resource(statement.Arn, path, isTemplate ? declared : [], isJson) })];
            if ((isJson ? JsonStatements.Add(path, text, list.Last!.Value, own) : YamlStatements.Add(path, text, list, own)) is { } edit)
                return edit;
        }

        return null;
    }

    /// <summary>A resource as its file writes it: a reference where the template declares it, else its ARN.</summary>
    private static string Resource(string arn, string path, IReadOnlyList<IacResource> declared, bool isJson)
    {
        var own = declared.Where(resource => IdIn(resource, path) is not null && (ArnByRef.Contains(resource.Type) || ArnByAttribute.Contains(resource.Type)) && IsPartOf(arn, resource.Arn)).MaxBy(resource => resource.Arn.Length);
        if (own is null)
            return isJson ? Text(arn, "Fn::Sub") : arn.Contains("${", StringComparison.Ordinal) ? $"!Sub \"{arn}\"" : arn == "*" ? "\"*\"" : arn;
        var id = IdIn(own, path)!;
        var byRef = ArnByRef.Contains(own.Type);
        if (arn == own.Arn)
            return isJson ? byRef ? $"{{ \"Ref\": \"{id}\" }}" : $"{{ \"Fn::GetAtt\": [\"{id}\", \"Arn\"] }}" : byRef ? $"!Ref {id}" : $"!GetAtt {id}.Arn";
        var text = $"${{{id}{(byRef ? "" : ".Arn")}}}{arn[own.Arn.Length..]}";
        return isJson ? Text(text, "Fn::Sub") : $"!Sub \"{text}\"";
    }

    private static string Text(string text, string function) => text.Contains("${", StringComparison.Ordinal) ? $"{{ \"{function}\": \"{text}\" }}" : $"\"{text}\"";

    private static bool IsPartOf(string arn, string whole) => arn == whole || arn.StartsWith(whole + "/", StringComparison.Ordinal) || arn.StartsWith(whole + ":", StringComparison.Ordinal);

    // Of several templates, each knows its own.
    private static string? IdIn(IacResource resource, string path) =>
        !resource.Type.StartsWith("AWS::", StringComparison.Ordinal) ? null
        : !resource.Reference.Contains('#', StringComparison.Ordinal) ? resource.Reference
        : resource.Reference.StartsWith(path + "#", StringComparison.Ordinal) ? resource.Reference[(path.Length + 1)..] : null;
}
