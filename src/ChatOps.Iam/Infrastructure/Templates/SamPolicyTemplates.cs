namespace ChatOps.Iam.Infrastructure.Templates;

/// <summary>SAM's policy templates (SAM developer guide, "Policy template list"): what each allows on the resource that it is given.</summary>
internal static class SamPolicyTemplates
{
    private static readonly string[] Table = ["arn:aws:dynamodb:*:*:table/{TableName}", "arn:aws:dynamodb:*:*:table/{TableName}/index/*"];
    private static readonly string[] Bucket = ["arn:aws:s3:::{BucketName}", "arn:aws:s3:::{BucketName}/*"];
    private static readonly string[] Everything = ["*"];

    private static readonly Dictionary<string, (string[] Resources, string[] Actions)> Templates = new(StringComparer.Ordinal)
    {
        ["SQSPollerPolicy"] = (["arn:aws:sqs:*:*:{QueueName}"], ["sqs:ChangeMessageVisibility", "sqs:ChangeMessageVisibilityBatch", "sqs:DeleteMessage", "sqs:DeleteMessageBatch", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]),
        ["SQSSendMessagePolicy"] = (["arn:aws:sqs:*:*:{QueueName}"], ["sqs:SendMessage*"]),
        ["SNSPublishMessagePolicy"] = (["arn:aws:sns:*:*:{TopicName}"], ["sns:Publish"]),
        ["SNSCrudPolicy"] = (["arn:aws:sns:*:*:{TopicName}*"], ["sns:ListSubscriptionsByTopic", "sns:CreateTopic", "sns:SetTopicAttributes", "sns:Subscribe", "sns:Publish"]),
        ["DynamoDBCrudPolicy"] = (Table, ["dynamodb:GetItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:Scan", "dynamodb:Query", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem", "dynamodb:BatchGetItem", "dynamodb:DescribeTable", "dynamodb:ConditionCheckItem"]),
        ["DynamoDBReadPolicy"] = (Table, ["dynamodb:GetItem", "dynamodb:Scan", "dynamodb:Query", "dynamodb:BatchGetItem", "dynamodb:DescribeTable"]),
        ["DynamoDBWritePolicy"] = (Table, ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem"]),
        ["DynamoDBReconfigurePolicy"] = (["arn:aws:dynamodb:*:*:table/{TableName}"], ["dynamodb:UpdateTable"]),
        ["DynamoDBStreamReadPolicy"] = (["arn:aws:dynamodb:*:*:table/{TableName}/stream/{StreamName}", "arn:aws:dynamodb:*:*:table/{TableName}/stream/*"], ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"]),
        ["S3ReadPolicy"] = (Bucket, ["s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation", "s3:GetObjectVersion", "s3:GetLifecycleConfiguration"]),
        ["S3WritePolicy"] = (Bucket, ["s3:PutObject", "s3:PutObjectAcl", "s3:PutLifecycleConfiguration"]),
        ["S3CrudPolicy"] = (Bucket, ["s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation", "s3:GetObjectVersion", "s3:PutObject", "s3:PutObjectAcl", "s3:GetLifecycleConfiguration", "s3:PutLifecycleConfiguration", "s3:DeleteObject"]),
        ["S3FullAccessPolicy"] = (Bucket, ["s3:GetObject", "s3:GetObjectAcl", "s3:GetObjectVersion", "s3:PutObject", "s3:PutObjectAcl", "s3:DeleteObject", "s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging", "s3:GetObjectTagging", "s3:GetObjectVersionTagging", "s3:PutObjectTagging", "s3:PutObjectVersionTagging", "s3:ListBucket", "s3:GetBucketLocation", "s3:GetLifecycleConfiguration", "s3:PutLifecycleConfiguration"]),
        ["LambdaInvokePolicy"] = (["arn:aws:lambda:*:*:function:{FunctionName}*"], ["lambda:InvokeFunction"]),
        ["StepFunctionsExecutionPolicy"] = (["arn:aws:states:*:*:stateMachine:{StateMachineName}"], ["states:StartExecution"]),
        ["KMSDecryptPolicy"] = (["arn:aws:kms:*:*:key/{KeyId}"], ["kms:Decrypt"]),
        ["KMSEncryptPolicy"] = (["arn:aws:kms:*:*:key/{KeyId}"], ["kms:Encrypt"]),
        ["SSMParameterReadPolicy"] = (["arn:aws:ssm:*:*:parameter/{ParameterName}"], ["ssm:GetParameters", "ssm:GetParameter", "ssm:GetParametersByPath"]),
        ["SSMParameterWithSlashPrefixReadPolicy"] = (["arn:aws:ssm:*:*:parameter{ParameterName}"], ["ssm:GetParameters", "ssm:GetParameter", "ssm:GetParametersByPath"]),
        ["AWSSecretsManagerGetSecretValuePolicy"] = (["{SecretArn}"], ["secretsmanager:GetSecretValue"]),
        ["AWSSecretsManagerRotationPolicy"] = (["arn:aws:secretsmanager:*:*:secret:*"], ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"]),
        ["SESCrudPolicy"] = (["arn:aws:ses:*:*:identity/{IdentityName}"], ["ses:GetIdentityVerificationAttributes", "ses:SendEmail", "ses:SendRawEmail", "ses:VerifyEmailIdentity"]),
        ["SESBulkTemplatedCrudPolicy"] = (["arn:aws:ses:*:*:identity/{IdentityName}"], ["ses:GetIdentityVerificationAttributes", "ses:SendEmail", "ses:SendRawEmail", "ses:SendTemplatedEmail", "ses:SendBulkTemplatedEmail", "ses:VerifyEmailIdentity"]),
        ["SESEmailTemplateCrudPolicy"] = (Everything, ["ses:CreateTemplate", "ses:GetTemplate", "ses:ListTemplates", "ses:UpdateTemplate", "ses:DeleteTemplate", "ses:TestRenderTemplate"]),
        ["KinesisCrudPolicy"] = (["arn:aws:kinesis:*:*:stream/{StreamName}"], ["kinesis:AddTagsToStream", "kinesis:CreateStream", "kinesis:DecreaseStreamRetentionPeriod", "kinesis:DeleteStream", "kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetShardIterator", "kinesis:IncreaseStreamRetentionPeriod", "kinesis:ListTagsForStream", "kinesis:MergeShards", "kinesis:PutRecord", "kinesis:PutRecords", "kinesis:SplitShard", "kinesis:RemoveTagsFromStream"]),
        ["KinesisStreamReadPolicy"] = (["arn:aws:kinesis:*:*:stream/{StreamName}"], ["kinesis:ListStreams", "kinesis:DescribeLimits", "kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator"]),
        ["FirehoseWritePolicy"] = (["arn:aws:firehose:*:*:deliverystream/{DeliveryStreamName}"], ["firehose:PutRecord", "firehose:PutRecordBatch"]),
        ["FirehoseCrudPolicy"] = (["arn:aws:firehose:*:*:deliverystream/{DeliveryStreamName}"], ["firehose:CreateDeliveryStream", "firehose:DeleteDeliveryStream", "firehose:DescribeDeliveryStream", "firehose:PutRecord", "firehose:PutRecordBatch", "firehose:UpdateDestination"]),
        ["EventBridgePutEventsPolicy"] = (["arn:aws:events:*:*:event-bus/{EventBusName}"], ["events:PutEvents"]),
        ["CloudWatchPutMetricPolicy"] = (Everything, ["cloudwatch:PutMetricData"]),
        ["CloudWatchDescribeAlarmHistoryPolicy"] = (Everything, ["cloudwatch:DescribeAlarmHistory"]),
        ["CloudWatchDashboardPolicy"] = (Everything, ["cloudwatch:GetDashboard", "cloudwatch:ListDashboards", "cloudwatch:PutDashboard", "cloudwatch:ListMetrics"]),
        ["RekognitionDetectOnlyPolicy"] = (Everything, ["rekognition:DetectFaces", "rekognition:DetectLabels", "rekognition:DetectModerationLabels", "rekognition:DetectText"]),
        ["RekognitionLabelsPolicy"] = (Everything, ["rekognition:DetectLabels", "rekognition:DetectModerationLabels"]),
        ["RekognitionFacesPolicy"] = (Everything, ["rekognition:CompareFaces", "rekognition:DetectFaces"]),
        ["RekognitionNoDataAccessPolicy"] = (["arn:aws:rekognition:*:*:collection/{CollectionId}"], ["rekognition:CompareFaces", "rekognition:DetectFaces", "rekognition:DetectLabels", "rekognition:DetectModerationLabels"]),
        ["ComprehendBasicAccessPolicy"] = (Everything, ["comprehend:BatchDetectKeyPhrases", "comprehend:DetectDominantLanguage", "comprehend:DetectEntities", "comprehend:BatchDetectEntities", "comprehend:DetectKeyPhrases", "comprehend:DetectSentiment", "comprehend:BatchDetectDominantLanguage", "comprehend:BatchDetectSentiment"]),
        ["PollyFullAccessPolicy"] = (Everything, ["polly:GetLexicon", "polly:DeleteLexicon", "polly:DescribeVoices", "polly:ListLexicons", "polly:PutLexicon", "polly:SynthesizeSpeech"]),
        ["TextractPolicy"] = (Everything, ["textract:*"]),
        ["TextractDetectAnalyzePolicy"] = (Everything, ["textract:DetectDocumentText", "textract:StartDocumentTextDetection", "textract:StartDocumentAnalysis", "textract:AnalyzeDocument"]),
        ["TextractGetResultPolicy"] = (Everything, ["textract:GetDocumentTextDetection", "textract:GetDocumentAnalysis"]),
        ["AthenaQueryPolicy"] = (["arn:aws:athena:*:*:workgroup/{WorkGroupName}"], ["athena:ListWorkGroups", "athena:GetExecutionEngine", "athena:GetExecutionEngines", "athena:GetNamespace", "athena:GetCatalogs", "athena:GetNamespaces", "athena:GetTables", "athena:GetTable", "athena:StartQueryExecution", "athena:GetQueryResults", "athena:DeleteNamedQuery", "athena:GetNamedQuery", "athena:ListQueryExecutions", "athena:StopQueryExecution", "athena:GetQueryResultsStream", "athena:ListNamedQueries", "athena:CreateNamedQuery", "athena:GetQueryExecution", "athena:BatchGetNamedQuery", "athena:BatchGetQueryExecution", "athena:GetWorkGroup"]),
        ["EC2DescribePolicy"] = (Everything, ["ec2:DescribeRegions", "ec2:DescribeInstances"]),
        ["AMIDescribePolicy"] = (Everything, ["ec2:DescribeImages"]),
        ["CloudFormationDescribeStacksPolicy"] = (["arn:aws:cloudformation:*:*:stack/*"], ["cloudformation:DescribeStacks"]),
        ["CostExplorerReadOnlyPolicy"] = (Everything, ["ce:GetCostAndUsage", "ce:GetDimensionValues", "ce:GetReservationCoverage", "ce:GetReservationPurchaseRecommendation", "ce:GetReservationUtilization", "ce:GetTags"]),
        ["FilterLogEventsPolicy"] = (["arn:aws:logs:*:*:log-group:{LogGroupName}:log-stream:*", "arn:aws:logs:*:*:log-group:{LogGroupName}:*"], ["logs:FilterLogEvents"]),
        ["OrganizationsListAccountsPolicy"] = (Everything, ["organizations:ListAccounts"]),
        ["Route53ChangeResourceRecordSetsPolicy"] = (["arn:aws:route53:::hostedzone/{HostedZoneId}"], ["route53:ChangeResourceRecordSets"]),
        ["EcsRunTaskPolicy"] = (["arn:aws:ecs:*:*:task-definition/{TaskDefinition}"], ["ecs:RunTask"]),
    };

    /// <summary>The grants of a template with its parameters; null when SAM has none of that name that is known here.</summary>
    public static IReadOnlyList<Grant>? Find(string name, IacValue parameters, Place at)
    {
        if (!Templates.TryGetValue(name, out var template))
            return null;
        var resources = template.Resources.Select(resource => (parameters as IacMap)?.Entries.Aggregate(resource, (text, entry) => text.Replace("{" + entry.Key + "}", entry.Value.AsText ?? "*", StringComparison.Ordinal)) ?? resource);
        return [new Grant { Allows = true, Actions = template.Actions, Resources = [.. resources.Select(resource => resource.Contains('{') && !resource.Contains("${", StringComparison.Ordinal) ? "*" : resource)], At = at }];
    }

    /// <summary>What a SAM connector from a function allows on a destination of a type (SAM developer guide, "Supported source and destination resource types").</summary>
    public static (string[] Actions, string[] Suffixes) Connector(string type, bool write) => (type, write) switch
    {
        ("AWS::DynamoDB::Table" or "AWS::Serverless::SimpleTable", false) => (["dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:PartiQLSelect"], ["", "/index/*"]),
        ("AWS::DynamoDB::Table" or "AWS::Serverless::SimpleTable", true) => (["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem", "dynamodb:PartiQLDelete", "dynamodb:PartiQLInsert", "dynamodb:PartiQLUpdate"], ["", "/index/*"]),
        ("AWS::S3::Bucket", false) => (["s3:GetObject", "s3:GetObjectAcl", "s3:GetObjectLegalHold", "s3:GetObjectRetention", "s3:GetObjectTorrent", "s3:GetObjectVersion", "s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTorrent", "s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListBucketVersions", "s3:ListMultipartUploadParts"], ["", "/*"]),
        ("AWS::S3::Bucket", true) => (["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObject", "s3:PutObjectLegalHold", "s3:PutObjectRetention", "s3:RestoreObject"], ["", "/*"]),
        ("AWS::SQS::Queue", false) => (["sqs:ReceiveMessage", "sqs:GetQueueAttributes"], [""]),
        ("AWS::SQS::Queue", true) => (["sqs:DeleteMessage", "sqs:SendMessage", "sqs:ChangeMessageVisibility", "sqs:PurgeQueue"], [""]),
        ("AWS::SNS::Topic", true) => (["sns:Publish"], [""]),
        ("AWS::Serverless::Function" or "AWS::Lambda::Function", true) => (["lambda:InvokeAsync", "lambda:InvokeFunction"], [""]),
        ("AWS::Serverless::StateMachine" or "AWS::StepFunctions::StateMachine", false) => (["states:DescribeStateMachine", "states:ListExecutions", "states:DescribeExecution", "states:GetExecutionHistory"], [""]),
        ("AWS::Serverless::StateMachine" or "AWS::StepFunctions::StateMachine", true) => (["states:StartExecution", "states:StartSyncExecution", "states:StopExecution"], [""]),
        ("AWS::Events::EventBus", true) => (["events:PutEvents"], [""]),
        ("AWS::Location::PlaceIndex", false) => (["geo:DescribePlaceIndex", "geo:GetPlace", "geo:SearchPlaceIndexForPosition", "geo:SearchPlaceIndexForSuggestions", "geo:SearchPlaceIndexForText"], [""]),
        _ => ([], []),
    };
}
