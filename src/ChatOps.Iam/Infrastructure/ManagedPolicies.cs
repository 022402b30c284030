namespace ChatOps.Iam.Infrastructure;

/// <summary>What the AWS managed policies that services attach most allow, as AWS publishes them (AWS Managed Policy Reference Guide). One that is not here is named in a warning.</summary>
internal static class ManagedPolicies
{
    private static readonly string[] Logs = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];
    private static readonly string[] NetworkInterfaces = ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DeleteNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"];

    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["AdministratorAccess"] = ["*"],
        ["AWSLambdaBasicExecutionRole"] = Logs,
        ["AWSLambdaVPCAccessExecutionRole"] = [.. Logs, .. NetworkInterfaces],
        ["AWSLambdaENIManagementAccess"] = NetworkInterfaces,
        ["AWSLambdaSQSQueueExecutionRole"] = [.. Logs, "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        ["AWSLambdaDynamoDBExecutionRole"] = [.. Logs, "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"],
        ["AWSLambdaKinesisExecutionRole"] = [.. Logs, "kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards", "kinesis:ListStreams", "kinesis:SubscribeToShard"],
        ["AWSLambdaRole"] = ["lambda:InvokeFunction"],
        ["AWSXRayDaemonWriteAccess"] = ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:GetSamplingStatisticSummaries"],
        ["AWSXrayWriteOnlyAccess"] = ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:GetSamplingStatisticSummaries"],
        ["CloudWatchLambdaInsightsExecutionRolePolicy"] = Logs,
        ["CloudWatchAgentServerPolicy"] = ["cloudwatch:PutMetricData", "ec2:DescribeVolumes", "ec2:DescribeTags", "logs:PutLogEvents", "logs:PutRetentionPolicy", "logs:DescribeLogStreams", "logs:DescribeLogGroups", "logs:CreateLogStream", "logs:CreateLogGroup", "xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:GetSamplingStatisticSummaries"],
        ["CloudWatchLogsFullAccess"] = ["logs:*", "cloudwatch:GenerateQuery"],
        ["CloudWatchFullAccess"] = ["autoscaling:Describe*", "cloudwatch:*", "logs:*", "sns:*", "iam:GetPolicy", "iam:GetPolicyVersion", "iam:GetRole", "oam:ListSinks"],
        ["AWSLambdaMSKExecutionRole"] = [.. Logs, "kafka:DescribeCluster", "kafka:DescribeClusterV2", "kafka:GetBootstrapBrokers", "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeVpcs", "ec2:DeleteNetworkInterface", "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups"],
        ["AWSLambda_FullAccess"] = ["lambda:*", "cloudformation:DescribeStacks", "cloudformation:ListStackResources", "cloudwatch:ListMetrics", "cloudwatch:GetMetricData", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs", "kms:ListAliases", "iam:GetPolicy", "iam:GetPolicyVersion", "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies", "iam:ListRoles", "logs:DescribeLogGroups", "states:DescribeStateMachine", "states:ListStateMachines", "tag:GetResources", "xray:GetTraceSummaries", "xray:BatchGetTraces"],
        ["AWSLambda_ReadOnlyAccess"] = ["lambda:Get*", "lambda:List*", "logs:DescribeLogGroups", "cloudwatch:GetMetricData", "cloudwatch:ListMetrics", "iam:ListRoles", "iam:GetRole", "tag:GetResources"],
        ["AmazonRoute53ReadOnlyAccess"] = ["route53:Get*", "route53:List*", "route53:TestDNSAnswer"],
        ["AmazonRoute53FullAccess"] = ["route53:*", "route53domains:*", "cloudfront:ListDistributions", "elasticloadbalancing:DescribeLoadBalancers", "elasticbeanstalk:DescribeEnvironments", "s3:ListBucket", "s3:GetBucketLocation", "s3:GetBucketWebsite", "ec2:DescribeVpcs", "ec2:DescribeVpcEndpoints", "ec2:DescribeRegions", "sns:ListTopics", "sns:ListSubscriptionsByTopic", "cloudwatch:DescribeAlarms", "cloudwatch:GetMetricStatistics"],
        ["CloudWatchFullAccessV2"] = ["cloudwatch:*", "logs:*", "sns:CreateTopic", "sns:ListSubscriptions", "sns:ListSubscriptionsByTopic", "sns:ListTopics", "sns:Subscribe", "iam:GetPolicy", "iam:GetPolicyVersion", "iam:GetRole"],
        ["CloudWatchReadOnlyAccess"] = ["cloudwatch:Describe*", "cloudwatch:Get*", "cloudwatch:List*", "logs:Get*", "logs:List*", "logs:StartQuery", "logs:StopQuery", "logs:Describe*", "logs:TestMetricFilter", "logs:FilterLogEvents", "sns:Get*", "sns:List*", "autoscaling:Describe*"],
        ["IAMFullAccess"] = ["iam:*"],
        ["IAMReadOnlyAccess"] = ["iam:Get*", "iam:List*", "iam:GenerateCredentialReport", "iam:GenerateServiceLastAccessedDetails", "iam:SimulateCustomPolicy", "iam:SimulatePrincipalPolicy"],
        ["AWSCloudFormationFullAccess"] = ["cloudformation:*"],
        ["AWSCloudFormationReadOnlyAccess"] = ["cloudformation:Describe*", "cloudformation:EstimateTemplateCost", "cloudformation:Get*", "cloudformation:List*", "cloudformation:ValidateTemplate", "cloudformation:Detect*"],
        ["AmazonRDSFullAccess"] = ["rds:*", "cloudwatch:DescribeAlarms", "cloudwatch:GetMetricStatistics", "cloudwatch:ListMetrics", "ec2:DescribeAvailabilityZones", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs", "sns:ListSubscriptions", "sns:ListTopics", "logs:DescribeLogStreams", "logs:GetLogEvents"],
        ["AmazonRDSReadOnlyAccess"] = ["rds:Describe*", "rds:ListTagsForResource", "ec2:DescribeAvailabilityZones", "ec2:DescribeSecurityGroups", "ec2:DescribeVpcs", "cloudwatch:GetMetricStatistics", "logs:DescribeLogStreams", "logs:GetLogEvents"],
        ["AmazonECS_FullAccess"] = ["ecs:*", "ecr:DescribeRepositories", "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups", "ec2:DescribeVpcs", "elasticloadbalancing:Describe*", "logs:DescribeLogGroups", "logs:FilterLogEvents", "cloudwatch:GetMetricStatistics"],
        ["AmazonElastiCacheFullAccess"] = ["elasticache:*"],
        ["AmazonOpenSearchServiceFullAccess"] = ["es:*"],
        ["AmazonEC2ContainerRegistryFullAccess"] = ["ecr:*"],
        ["AWSCodeCommitFullAccess"] = ["codecommit:*"],
        ["AWSCodeCommitReadOnly"] = ["codecommit:BatchGet*", "codecommit:BatchDescribe*", "codecommit:Describe*", "codecommit:EvaluatePullRequestApprovalRules", "codecommit:Get*", "codecommit:List*", "codecommit:GitPull"],
        ["AmazonSageMakerFullAccess"] = ["sagemaker:*"],
        ["AWSGlueConsoleFullAccess"] = ["glue:*"],
        ["AmazonS3FullAccess"] = ["s3:*", "s3-object-lambda:*"],
        ["AmazonS3ReadOnlyAccess"] = ["s3:Get*", "s3:List*", "s3:Describe*", "s3-object-lambda:Get*", "s3-object-lambda:List*"],
        ["AmazonS3ObjectLambdaExecutionRolePolicy"] = [.. Logs, "s3-object-lambda:WriteGetObjectResponse"],
        ["AmazonDynamoDBFullAccess"] = ["dynamodb:*", "dax:*", "application-autoscaling:DescribeScalableTargets", "application-autoscaling:RegisterScalableTarget", "cloudwatch:GetMetricData", "kms:DescribeKey", "kms:ListAliases", "sns:CreateTopic", "sns:ListTopics", "sns:Subscribe", "lambda:ListFunctions", "kinesis:DescribeStream", "kinesis:ListStreams"],
        ["AmazonDynamoDBReadOnlyAccess"] = ["dynamodb:BatchGetItem", "dynamodb:Describe*", "dynamodb:List*", "dynamodb:GetItem", "dynamodb:GetResourcePolicy", "dynamodb:Query", "dynamodb:Scan", "dynamodb:PartiQLSelect", "dax:Describe*", "dax:List*", "dax:GetItem", "dax:BatchGetItem", "dax:Query", "dax:Scan"],
        ["AmazonSQSFullAccess"] = ["sqs:*"],
        ["AmazonSQSReadOnlyAccess"] = ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListDeadLetterSourceQueues", "sqs:ListQueues", "sqs:ListMessageMoveTasks", "sqs:ListQueueTags"],
        ["AmazonSNSFullAccess"] = ["sns:*"],
        ["AmazonSNSReadOnlyAccess"] = ["sns:GetTopicAttributes", "sns:List*", "sns:CheckIfPhoneNumberIsOptedOut", "sns:GetEndpointAttributes", "sns:GetDataProtectionPolicy", "sns:GetPlatformApplicationAttributes", "sns:GetSMSAttributes", "sns:GetSMSSandboxAccountStatus", "sns:GetSubscriptionAttributes"],
        ["AmazonSESFullAccess"] = ["ses:*"],
        ["AmazonSSMReadOnlyAccess"] = ["ssm:Describe*", "ssm:Get*", "ssm:List*"],
        ["AmazonSSMFullAccess"] = ["ssm:*", "cloudwatch:PutMetricData", "ds:CreateComputer", "ds:DescribeDirectories", "ec2:DescribeInstanceStatus", "logs:*", "ec2messages:*"],
        ["SecretsManagerReadWrite"] = ["secretsmanager:*", "cloudformation:CreateChangeSet", "cloudformation:DescribeStacks", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs", "kms:DescribeKey", "kms:ListAliases", "kms:ListKeys", "lambda:ListFunctions", "rds:DescribeDBClusters", "rds:DescribeDBInstances", "tag:GetResources"],
        ["AmazonKinesisFullAccess"] = ["kinesis:*"],
        ["AmazonKinesisReadOnlyAccess"] = ["kinesis:Get*", "kinesis:List*", "kinesis:Describe*"],
        ["AmazonEventBridgeFullAccess"] = ["events:*", "schemas:*", "scheduler:*", "pipes:*"],
        ["AWSStepFunctionsFullAccess"] = ["states:*"],
        ["AmazonBedrockFullAccess"] = ["bedrock:*", "kms:DescribeKey", "iam:ListRoles", "ec2:DescribeVpcs", "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups"],
        ["AmazonTextractFullAccess"] = ["textract:*"],
        ["AmazonRekognitionFullAccess"] = ["rekognition:*"],
        ["AmazonRekognitionReadOnlyAccess"] = ["rekognition:CompareFaces", "rekognition:Detect*", "rekognition:Get*", "rekognition:List*", "rekognition:Search*", "rekognition:Describe*", "rekognition:RecognizeCelebrities"],
        ["ComprehendFullAccess"] = ["comprehend:*", "s3:ListAllMyBuckets", "s3:ListBucket", "s3:GetBucketLocation", "iam:ListRoles", "iam:GetRole"],
        ["ComprehendReadOnly"] = ["comprehend:Detect*", "comprehend:BatchDetect*", "comprehend:Classify*", "comprehend:Contains*", "comprehend:Describe*", "comprehend:List*"],
        ["TranslateFullAccess"] = ["translate:*", "comprehend:DetectDominantLanguage", "cloudwatch:GetMetricStatistics", "cloudwatch:ListMetrics", "s3:ListAllMyBuckets", "s3:ListBucket", "s3:GetBucketLocation", "iam:ListRoles", "iam:GetRole"],
        ["TranslateReadOnly"] = ["translate:TranslateText", "translate:TranslateDocument", "translate:GetTerminology", "translate:ListTerminologies", "translate:ListTextTranslationJobs", "translate:DescribeTextTranslationJob", "translate:GetParallelData", "translate:ListParallelData", "comprehend:DetectDominantLanguage", "cloudwatch:GetMetricStatistics", "cloudwatch:ListMetrics"],
        ["AmazonAPIGatewayAdministrator"] = ["apigateway:*"],
        ["AmazonPollyFullAccess"] = ["polly:*"],
        ["AmazonPollyReadOnlyAccess"] = ["polly:DescribeVoices", "polly:GetLexicon", "polly:GetSpeechSynthesisTask", "polly:ListLexicons", "polly:ListSpeechSynthesisTasks", "polly:SynthesizeSpeech"],
        ["AmazonTranscribeFullAccess"] = ["transcribe:*"],
        ["AmazonRDSDataFullAccess"] = ["rds-data:BatchExecuteStatement", "rds-data:BeginTransaction", "rds-data:CommitTransaction", "rds-data:ExecuteStatement", "rds-data:RollbackTransaction", "secretsmanager:GetSecretValue", "secretsmanager:ListSecrets", "tag:GetResources"],
        ["AmazonECSTaskExecutionRolePolicy"] = ["ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage", "logs:CreateLogStream", "logs:PutLogEvents"],
        ["AmazonEC2ContainerRegistryReadOnly"] = ["ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:GetRepositoryPolicy", "ecr:DescribeRepositories", "ecr:ListImages", "ecr:DescribeImages", "ecr:BatchGetImage", "ecr:GetLifecyclePolicy", "ecr:GetLifecyclePolicyPreview", "ecr:ListTagsForResource", "ecr:DescribeImageScanFindings"],
        ["AmazonSSMManagedInstanceCore"] = ["ssm:DescribeAssociation", "ssm:GetDeployablePatchSnapshotForInstance", "ssm:GetDocument", "ssm:DescribeDocument", "ssm:GetManifest", "ssm:GetParameter", "ssm:GetParameters", "ssm:ListAssociations", "ssm:ListInstanceAssociations", "ssm:PutInventory", "ssm:PutComplianceItems", "ssm:PutConfigurePackageResult", "ssm:UpdateAssociationStatus", "ssm:UpdateInstanceAssociationStatus", "ssm:UpdateInstanceInformation", "ssmmessages:*", "ec2messages:*"],
        ["AmazonAPIGatewayInvokeFullAccess"] = ["execute-api:Invoke", "execute-api:ManageConnections"],
        ["AmazonAPIGatewayPushToCloudWatchLogs"] = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogGroups", "logs:DescribeLogStreams", "logs:PutLogEvents", "logs:GetLogEvents", "logs:FilterLogEvents"],
        ["AmazonCognitoPowerUser"] = ["cognito-identity:*", "cognito-idp:*", "cognito-sync:*"],
        ["AmazonVPCFullAccess"] = ["ec2:*"],
        ["AmazonEC2FullAccess"] = ["ec2:*", "elasticloadbalancing:*", "cloudwatch:*", "autoscaling:*"],
        ["AmazonEC2ReadOnlyAccess"] = ["ec2:Describe*", "ec2:Get*", "elasticloadbalancing:Describe*", "cloudwatch:ListMetrics", "cloudwatch:GetMetricStatistics", "cloudwatch:Describe*", "autoscaling:Describe*"],
        ["AmazonAthenaFullAccess"] = ["athena:*", "glue:*Database*", "glue:*Table*", "glue:*Partition*", "s3:ListAllMyBuckets", "sns:ListTopics", "cloudwatch:DescribeAlarms"],
        ["AmazonKinesisFirehoseFullAccess"] = ["firehose:*"],
        ["AWSIoTFullAccess"] = ["iot:*", "iotjobsdata:*"],
        ["AWSIoTDataAccess"] = ["iot:Connect", "iot:Publish", "iot:Subscribe", "iot:Receive", "iot:GetThingShadow", "iot:UpdateThingShadow", "iot:DeleteThingShadow", "iot:ListNamedShadowsForThing"],
    };

    /// <summary>The grants of a managed policy by its ARN or name; null when it is none of AWS's, empty-handed when it is one that is not known here.</summary>
    /// <param name="arn">The ARN, or the name as SAM takes it.</param>
    /// <param name="at">Where it is attached.</param>
    public static IReadOnlyList<Grant>? Find(string arn, Place at)
    {
        var name = arn[(arn.LastIndexOf('/') + 1)..];
        if (name == "PowerUserAccess")
            return [new Grant { Allows = true, Actions = ["iam:*", "organizations:*", "account:*"], ExceptActions = true, Resources = ["*"], At = at }];
        return Allowed.TryGetValue(name, out var actions) ? [new Grant { Allows = true, Actions = actions, Resources = ["*"], At = at }] : null;
    }

    /// <summary>Whether an ARN is of a policy that AWS manages.</summary>
    public static bool IsManaged(string arn) => arn.Contains(":iam::aws:policy/", StringComparison.Ordinal);
}
