using ChatOps.Iam;

namespace ChatOps.Tests.Iam.Code;

/// <summary>What needs more than one file, a diff, or the repository's infrastructure.</summary>
public sealed class ProgramTests
{
    [Fact]
    public void A_client_is_followed_through_pythons_imports()
    {
        var analysis = CodeAnalyzer.Analyze(new Dictionary<string, string>
        {
            ["app/clients.py"] = "import boto3\n\nsns = boto3.client('sns')\n\ndef table(name):\n    return boto3.resource('dynamodb').Table(name)\n",
            ["app/handlers/orders.py"] = "from app.clients import sns, table\nfrom .. import clients\n\ndef handler(event, context):\n    sns.publish(TopicArn='arn:aws:sns:us-east-1:123456789012:a', Message='x')\n    table('orders').put_item(Item={})\n    clients.sns.list_topics()\n",
        });

        Assert.Equal(["dynamodb:PutItem arn:aws:dynamodb:*:*:table/orders app/handlers/orders.py:6", "sns:ListTopics * app/handlers/orders.py:7", "sns:Publish arn:aws:sns:us-east-1:123456789012:a app/handlers/orders.py:5"], Sure(analysis));
    }

    [Fact]
    public void A_client_is_followed_through_javascripts_modules()
    {
        var analysis = CodeAnalyzer.Analyze(new Dictionary<string, string>
        {
            ["src/clients.ts"] = "import { S3 } from '@aws-sdk/client-s3';\nexport const s3 = new S3({});\nexport default s3;\n",
            ["src/legacy.js"] = "const AWS = require('aws-sdk');\nmodule.exports = { queue: new AWS.SQS() };\n",
            ["src/handlers/get.ts"] = "import { s3 } from '../clients';\nimport storage from '../clients';\nimport { queue } from '../legacy';\nexport const get = () => s3.getObject({ Bucket: 'a', Key: 'k' });\nexport const list = () => storage.listBuckets({});\nexport const purge = () => queue.purgeQueue({ QueueUrl: 'x' });\n",
        });

        Assert.Equal(["s3:GetObject arn:aws:s3:::a/k src/handlers/get.ts:4", "s3:ListAllMyBuckets * src/handlers/get.ts:5", "sqs:PurgeQueue arn:aws:sqs:*:*:x src/handlers/get.ts:6"], Sure(analysis));
    }

    [Fact]
    public void Gos_package_is_one_program()
    {
        var analysis = CodeAnalyzer.Analyze(new Dictionary<string, string>
        {
            ["store/store.go"] = "package store\n\nimport \"github.com/aws/aws-sdk-go-v2/service/dynamodb\"\n\ntype Store struct {\n\tdb *dynamodb.Client\n}\n",
            ["store/get.go"] = "package store\n\nimport (\n\t\"context\"\n\t\"github.com/aws/aws-sdk-go-v2/service/dynamodb\"\n)\n\nfunc (s *Store) Get(ctx context.Context) {\n\ts.db.GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String(\"t\")})\n}\n",
        });

        Assert.Equal(["dynamodb:GetItem arn:aws:dynamodb:*:*:table/t store/get.go:9"], Sure(analysis));
    }

    [Fact]
    public void A_class_is_found_in_another_file_of_java_and_csharp()
    {
        var analysis = CodeAnalyzer.Analyze(new Dictionary<string, string>
        {
            ["Clients.java"] = "import software.amazon.awssdk.services.s3.S3Client;\nclass Clients { static S3Client client() { return S3Client.create(); } }\n",
            ["B.java"] = "class B { void run() { Clients.client().listBuckets(); } }\n",
            ["A.cs"] = "using Amazon.SQS;\nabstract class Consumer { protected IAmazonSQS Sqs = new AmazonSQSClient(); }\n",
            ["B.cs"] = "class Sender : Consumer { Task Run() => Sqs.PurgeQueueAsync(\"q\"); }\n",
        });

        Assert.Equal(["s3:ListAllMyBuckets * B.java:1", "sqs:PurgeQueue arn:aws:sqs:*:*:q B.cs:1"], Sure(analysis));
    }

    [Fact]
    public void A_diff_counts_what_it_adds_in_the_new_files_lines()
    {
        var analysis = CodeAnalyzer.AnalyzeDiff("""
            diff --git a/src/notify.py b/src/notify.py
            --- a/src/notify.py
            +++ b/src/notify.py
            @@ -1,5 +1,5 @@
             import boto3
             
             sns = boto3.client("sns")
            -sns.list_topics()
            +sns.create_topic(Name="orders")
             sns.list_subscriptions()
            @@ -40,3 +40,4 @@ def handler(event, context):
                 if event:
                     order = event["order"]
            +        sns.publish(TopicArn="arn:aws:sns:us-east-1:123456789012:orders", Message=order)
                     return order
            --- a/README.md
            +++ b/README.md
            @@ -1 +1 @@
            -old
            +sns.delete_topic(TopicArn="x")

            """);

        Assert.Equal(["sns:CreateTopic arn:aws:sns:*:*:orders src/notify.py:4", "sns:Publish arn:aws:sns:us-east-1:123456789012:orders src/notify.py:42"], Sure(analysis));
    }

    [Fact]
    public void A_diff_whose_client_is_elsewhere_is_read_by_its_names()
    {
        var analysis = CodeAnalyzer.AnalyzeDiff("--- a/a.py\n+++ b/a.py\n@@ -10,2 +10,3 @@ def f():\n import json\n+    sqs.send_message(QueueUrl=url, MessageBody=body)\n     return 1\n");

        Assert.Equal(["sqs:SendMessage arn:aws:sqs:*:*:* a.py:11"], Sure(analysis));
    }

    [Fact]
    public void A_name_that_the_infrastructure_declares_becomes_its_resource()
    {
        var declared = new DeclaredResources
        {
            Resources = [new("aws_sns_topic.orders", "aws_sns_topic", "order-notifications"), new("aws_s3_bucket.data", "aws_s3_bucket", "shop-data"), new("aws_dynamodb_table.users", "aws_dynamodb_table", "users")],
            Environment = new Dictionary<string, string> { ["TABLE"] = "${aws_dynamodb_table.users.name}", ["BUCKET"] = "shop-data", ["TOPIC"] = "${aws_sns_topic.orders.arn}" },
        };

        var analysis = CodeAnalyzer.Analyze(new Dictionary<string, string>
        {
            ["f.py"] = """
                import boto3, os
                boto3.client("sns").create_topic(Name="order-notifications")
                boto3.client("sns").publish(TopicArn=os.environ["TOPIC"], Message="x")
                boto3.client("s3").get_object(Bucket=os.getenv("BUCKET"), Key="in/" + name)
                boto3.client("dynamodb").query(TableName=os.environ["TABLE"], IndexName="by-mail")
                boto3.client("dynamodb").get_item(TableName=os.environ.get("OTHER", "users"), Key={})
                """,
        }, declared);

        Assert.Equal(
            ["dynamodb:GetItem ${aws_dynamodb_table.users.arn} f.py:6", "dynamodb:Query ${aws_dynamodb_table.users.arn}/index/by-mail f.py:5", "s3:GetObject ${aws_s3_bucket.data.arn}/in/* f.py:4", "sns:CreateTopic ${aws_sns_topic.orders.arn} f.py:2", "sns:Publish ${aws_sns_topic.orders.arn} f.py:3"],
            Sure(analysis));
    }

    [Theory]
    [InlineData("anthropic.claude-3-haiku-20240307-v1:0", "arn:aws:bedrock:*::foundation-model/anthropic.claude-3-haiku-20240307-v1:0")]
    [InlineData("eu.anthropic.claude-sonnet-5-5", "arn:aws:bedrock:*:*:inference-profile/eu.anthropic.claude-sonnet-5-5", "arn:aws:bedrock:*::foundation-model/anthropic.claude-sonnet-5-5")]
    [InlineData("global.anthropic.claude-sonnet-5-5", "arn:aws:bedrock:*:*:inference-profile/global.anthropic.claude-sonnet-5-5", "arn:aws:bedrock:*::foundation-model/anthropic.claude-sonnet-5-5")]
    [InlineData("arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-pro-v1:0", "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-pro-v1:0", "arn:aws:bedrock:*::foundation-model/amazon.nova-pro-v1:0")]
    [InlineData("arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123", "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123")]
    public void An_inference_profile_needs_its_models_too(string model, params string[] resources)
    {
        var analysis = CodeAnalyzer.AnalyzeFragment(CodeLanguage.Python, $"import boto3\nboto3.client('bedrock-runtime').converse(modelId='{model}', messages=[])\n");

        Assert.Equal(resources.Order(StringComparer.Ordinal), analysis.Required.Where(one => one.Action == "bedrock:InvokeModel").Select(one => one.Resource).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_needed_only_sometimes_says_when()
    {
        var analysis = CodeAnalyzer.AnalyzeFragment(CodeLanguage.Python, "import boto3\nboto3.client('sns').publish(TopicArn='arn:aws:sns:us-east-1:1:t', Message='x')\n");

        Assert.Contains(analysis.Required, one => one is { Action: "kms:GenerateDataKey", When: "the topic is encrypted with a customer key", Resource: "arn:aws:kms:*:*:key/*" });
    }

    [Fact]
    public void A_role_is_passed_to_its_service_only()
    {
        var analysis = CodeAnalyzer.AnalyzeFragment(CodeLanguage.Python, "import boto3\nboto3.client('ecs').run_task(cluster='c', taskDefinition='t')\nboto3.client('sagemaker').create_model(ModelName='m', ExecutionRoleArn='arn:aws:iam::123456789012:role/r')\n");

        Assert.Contains(analysis.Required, one => one is { Action: "iam:PassRole", Call.Operation: "RunTask", When: "the task definition names a task or execution role" });
        Assert.Contains(analysis.Required, one => one is { Action: "iam:PassRole", Call.Operation: "CreateModel", When: null, Resource: "arn:aws:iam::123456789012:role/r", Condition: ("iam:PassedToService", "sagemaker.amazonaws.com") });
    }

    [Fact]
    public void A_receiver_that_cannot_be_told_is_a_warning_and_no_permission()
    {
        var analysis = CodeAnalyzer.Analyze(new Dictionary<string, string> { ["a.py"] = "import boto3\nfrom lib import sns\nsns.publish(TopicArn='a', Message='b')\n" });

        Assert.Empty(analysis.Required);
        Assert.Equal(["a.py:3: \"sns.publish\" looks like sns's Publish, but what \"sns\" is cannot be told; it is not counted."], analysis.Warnings);
    }

    [Fact]
    public void A_summary_lists_actions_conditions_and_resources()
    {
        var summary = CallSummary.Of("TypeScript", "import { SQS } from '@aws-sdk/client-sqs';\nnew SQS({}).sendMessage({ QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/q', MessageBody: 'x' });\n")!;

        Assert.Equal(["sqs:SendMessage"], summary.Actions);
        Assert.Equal(["kms:Decrypt", "kms:GenerateDataKey"], summary.Conditional);
        Assert.Equal(["arn:aws:sqs:eu-west-1:123456789012:q"], summary.Resources["sqs:SendMessage"]);
        Assert.Null(CallSummary.Of("cobol", "x"));
    }

    private static IEnumerable<string> Sure(CodeAnalysis analysis) => analysis.Required.Where(one => one.When is null).Select(one => $"{one.Action} {one.Resource} {one.Call.Path}:{one.Call.Line}");
}
