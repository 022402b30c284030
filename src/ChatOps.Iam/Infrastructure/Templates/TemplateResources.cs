namespace ChatOps.Iam.Infrastructure.Templates;

/// <summary>The ARNs of the resources that CloudFormation declares, and what <c>Ref</c> means of each (resource reference, "Return values").</summary>
internal static class TemplateResources
{
    // Type, the property that names it, and the ARN with {} for the name.
    private static readonly Dictionary<string, (string Property, string Arn)> Types = new(StringComparer.Ordinal)
    {
        ["AWS::SNS::Topic"] = ("TopicName", "arn:aws:sns:*:*:{}"),
        ["AWS::SQS::Queue"] = ("QueueName", "arn:aws:sqs:*:*:{}"),
        ["AWS::DynamoDB::Table"] = ("TableName", "arn:aws:dynamodb:*:*:table/{}"),
        ["AWS::DynamoDB::GlobalTable"] = ("TableName", "arn:aws:dynamodb:*:*:table/{}"),
        ["AWS::Serverless::SimpleTable"] = ("TableName", "arn:aws:dynamodb:*:*:table/{}"),
        ["AWS::S3::Bucket"] = ("BucketName", "arn:aws:s3:::{}"),
        ["AWS::Lambda::Function"] = ("FunctionName", "arn:aws:lambda:*:*:function:{}"),
        ["AWS::Serverless::Function"] = ("FunctionName", "arn:aws:lambda:*:*:function:{}"),
        ["AWS::KMS::Key"] = ("KeyId", "arn:aws:kms:*:*:key/{}"),
        ["AWS::SecretsManager::Secret"] = ("Name", "arn:aws:secretsmanager:*:*:secret:{}-??????"),
        ["AWS::SSM::Parameter"] = ("Name", "arn:aws:ssm:*:*:parameter/{}"),
        ["AWS::Logs::LogGroup"] = ("LogGroupName", "arn:aws:logs:*:*:log-group:{}"),
        ["AWS::Events::EventBus"] = ("Name", "arn:aws:events:*:*:event-bus/{}"),
        ["AWS::Kinesis::Stream"] = ("Name", "arn:aws:kinesis:*:*:stream/{}"),
        ["AWS::KinesisFirehose::DeliveryStream"] = ("DeliveryStreamName", "arn:aws:firehose:*:*:deliverystream/{}"),
        ["AWS::StepFunctions::StateMachine"] = ("StateMachineName", "arn:aws:states:*:*:stateMachine:{}"),
        ["AWS::Serverless::StateMachine"] = ("Name", "arn:aws:states:*:*:stateMachine:{}"),
        ["AWS::ECS::Cluster"] = ("ClusterName", "arn:aws:ecs:*:*:cluster/{}"),
        ["AWS::Cognito::UserPool"] = ("UserPoolId", "arn:aws:cognito-idp:*:*:userpool/{}"),
        ["AWS::ApiGatewayV2::Api"] = ("ApiId", "arn:aws:execute-api:*:*:{}"),
        ["AWS::Scheduler::ScheduleGroup"] = ("Name", "arn:aws:scheduler:*:*:schedule-group/{}"),
    };

    /// <summary>The declared resource; null for types without an ARN of use here.</summary>
    public static IacResource? Declare(string reference, string type, IacValue? properties)
    {
        if (!Types.TryGetValue(type, out var entry))
            return null;
        var name = properties?.Member(entry.Property)?.AsText;
        var shown = name ?? "${" + reference + "}";
        return new IacResource(reference, type, name, entry.Arn.Replace("{}", type == "AWS::SSM::Parameter" ? shown.TrimStart('/') : shown, StringComparison.Ordinal));
    }
}
