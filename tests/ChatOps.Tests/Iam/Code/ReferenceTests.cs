using System.Security.Cryptography;
using ChatOps.Iam.Data;

namespace ChatOps.Tests.Iam.Code;

/// <summary>The embedded data.</summary>
public sealed class ReferenceTests
{
    private static readonly string[] Tables = ["operations.tsv", "resources.tsv", "roles.tsv", "services.tsv"];

    [Fact]
    public void The_built_file_is_of_these_tables()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var table in Tables)
            hash.AppendData(File.ReadAllBytes(Path.Combine(Root(), "src/ChatOps.Iam/Data", table)));

        Assert.True(Convert.ToHexStringLower(hash.GetHashAndReset()) == AwsReference.Default.TableHash, "The tables have changed since Data/aws.br was built: cd tests/iam-data && npm ci --ignore-scripts && npm run build");
    }

    [Theory]
    [InlineData("sns", "sns"), InlineData("stepfunctions", "states"), InlineData("SimpleNotificationService", "sns"), InlineData("secrets-manager", "secretsmanager"), InlineData("CloudWatchLogs", "logs"), InlineData("cognito-idp", "cognito-idp")]
    [InlineData("cognitoidentityprovider", "cognito-idp"), InlineData("dynamodbv2", "dynamodb"), InlineData("events", "events"), InlineData("cloudwatch", "cloudwatch"), InlineData("elbv2", "elasticloadbalancing"), InlineData("SimpleSystemsManagement", "ssm")]
    [InlineData("bedrock-runtime", "bedrock"), InlineData("IdentityManagementService", "iam"), InlineData("sesv2", "ses"), InlineData("RDSDataService", "rds-data"), InlineData("opensearch", "es"), InlineData("iot-data", "iot"), InlineData("apigatewaymanagementapi", "execute-api")]
    public void A_service_is_known_by_what_the_SDKs_call_it(string name, string prefix)
    {
        Assert.Equal(prefix, AwsReference.Default.FindService(name)?.Prefix);
    }

    [Fact]
    public void Every_operation_of_the_important_services_needs_actions_that_exist()
    {
        foreach (var name in (string[])["s3", "dynamodb", "lambda", "sqs", "sns", "ec2", "iam", "sts", "kms", "ssm", "secretsmanager", "logs", "cloudwatch", "events", "sfn", "ecs", "eks", "ecr", "rds", "kinesis", "firehose", "athena", "glue", "ses", "sesv2", "cognito-idp", "cloudformation", "route53", "cloudfront", "bedrock-runtime", "apigateway", "elbv2", "autoscaling", "sagemaker", "batch", "scheduler"])
        {
            var service = AwsReference.Default.FindService(name)!;
            foreach (var operation in service.Operations)
            {
                foreach (var action in operation.Facts?.Select(fact => fact.Action) ?? [$"{service.Prefix}:{operation.Name}"])
                    Assert.True(action == "-" || AwsReference.Default.FindAction(action) is not null || Unmodelled.Contains($"{service.Id}/{operation.Name}"), $"{service.Id}/{operation.Name}: {action}");
            }
        }
    }

    // The reference knows no action for these.
    private static readonly string[] Unmodelled =
        ["Glue/BatchGetDataQualityResult", "Glue/BatchPutDataQualityStatisticAnnotation", "Glue/GetUnfilteredPartitionMetadata", "Glue/GetUnfilteredPartitionsMetadata", "Glue/GetUnfilteredTableMetadata", "Glue/ListDataQualityStatisticAnnotations", "Glue/ListDataQualityStatistics"];

    [Fact]
    public void A_wildcard_free_action_is_found_in_any_case()
    {
        Assert.Equal("GetObject", AwsReference.Default.FindAction("s3:getobject")?.Name);
        Assert.Null(AwsReference.Default.FindAction("s3:ListObjectsV2"));
        Assert.Null(AwsReference.Default.FindAction("nothing"));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "ChatOps.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
