using ChatOps.Tests.Iam.Policies.Support;

namespace ChatOps.Tests.Iam.Policies.Analysis;

/// <summary>What CloudFormation, SAM, Serverless and plain JSON grant.</summary>
public sealed class TemplateGrantTests
{
    [Fact]
    public void A_CloudFormation_role_and_its_policies_are_read()
    {
        var repo = new Repo(("template.yaml", """
            Parameters:
              Stage: { Type: String, Default: dev }
            Resources:
              Orders:
                Type: AWS::DynamoDB::Table
                Properties:
                  TableName: !Sub orders-${Stage}
              Topic:
                Type: AWS::SNS::Topic
              Role:
                Type: AWS::IAM::Role
                Properties:
                  ManagedPolicyArns:
                    - !Sub arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole
                  Policies:
                    - PolicyName: table
                      PolicyDocument:
                        Statement:
                          - Effect: Allow
                            Action: [dynamodb:PutItem, dynamodb:GetItem]
                            Resource: !GetAtt Orders.Arn
                          - Effect: Allow
                            Action: dynamodb:Query
                            Resource: !Join ["", [!GetAtt Orders.Arn, /index/*]]
              More:
                Type: AWS::IAM::Policy
                Properties:
                  Roles: [!Ref Role]
                  PolicyDocument:
                    Statement:
                      Effect: Allow
                      Action: sns:Publish
                      Resource: !Ref Topic
              Sometimes:
                Type: AWS::IAM::Policy
                Properties:
                  Roles: [!Ref Role]
                  PolicyDocument:
                    Statement:
                      - !If [IsProd, {Effect: Allow, Action: sqs:SendMessage, Resource: "*"}, !Ref AWS::NoValue]
              Function:
                Type: AWS::Lambda::Function
                Properties:
                  Role: !GetAtt Role.Arn
                  Handler: app.handler
            """));
        var analysis = repo.Analyze("dynamodb:PutItem arn:aws:dynamodb:*:*:table/orders-dev", "dynamodb:Query arn:aws:dynamodb:*:*:table/orders-dev/index/byDate", "sns:Publish ${Topic}", "logs:PutLogEvents arn:aws:logs:*:*:x",
            "sqs:SendMessage arn:aws:sqs:*:*:q", "dynamodb:DeleteItem arn:aws:dynamodb:*:*:table/orders-dev");

        Assert.Equal(["dynamodb:DeleteItem on arn:aws:dynamodb:*:*:table/orders-dev"], analysis.MissingPermissions);
        Assert.Contains(analysis.Findings, finding => finding is { Action: "dynamodb:PutItem", GrantedBy: "template.yaml:19" });
        Assert.Contains(analysis.Warnings, said => said.StartsWith("sqs:SendMessage may be granted at template.yaml:", StringComparison.Ordinal));
        Assert.Empty(repo.Apply(analysis).Analyze("dynamodb:DeleteItem arn:aws:dynamodb:*:*:table/orders-dev").MissingPermissions);
        Assert.Null(analysis.TerraformDiff);
        Assert.Equal("{ Effect = \"Allow\", Action = [\"dynamodb:DeleteItem\"], Resource = \"arn:aws:dynamodb:*:*:table/orders-dev\" }", analysis.TerraformUpdate);
    }

    [Fact]
    public void SAM_functions_have_policy_templates_connectors_globals_and_roles_of_their_own()
    {
        var repo = new Repo(("sam/template.yaml", """
            Transform: AWS::Serverless-2016-10-31
            Globals:
              Function:
                CodeUri: src/
                Tracing: Active
            Resources:
              Table:
                Type: AWS::Serverless::SimpleTable
              Bucket:
                Type: AWS::S3::Bucket
                Properties: { BucketName: uploads }
              Writer:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: writer.handler
                  Policies:
                    - DynamoDBCrudPolicy:
                        TableName: !Ref Table
                    - AmazonSQSFullAccess
                    - Statement:
                        - Effect: Allow
                          Action: events:PutEvents
                          Resource: !Sub arn:aws:events:${AWS::Region}:${AWS::AccountId}:event-bus/default
                Connectors:
                  Uploads:
                    Properties:
                      Destination: { Id: Bucket }
                      Permissions: [Read]
              Reader:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: reader.handler
                  Policies: [{ S3ReadPolicy: { BucketName: uploads } }, { UnknownPolicy: {} }]
            """));

        Assert.Equal("", repo.Missing("dynamodb:PutItem ${Table.Arn} @sam/src/writer.py", "sqs:SendMessage arn:aws:sqs:*:*:q @sam/src/writer.py", "events:PutEvents arn:aws:events:*:*:event-bus/default @sam/src/writer.py",
            "s3:GetObject arn:aws:s3:::uploads/* @sam/src/writer.py", "xray:PutTraceSegments * @sam/src/writer.py", "s3:GetObject arn:aws:s3:::uploads/* @sam/src/reader.py"));
        Assert.Equal("s3:PutObject on arn:aws:s3:::uploads/* | sqs:SendMessage on arn:aws:sqs:*:*:q", repo.Missing("s3:PutObject arn:aws:s3:::uploads/* @sam/src/writer.py", "sqs:SendMessage arn:aws:sqs:*:*:q @sam/src/reader.py"));
        Assert.Contains(repo.Analyze("sqs:SendMessage * @sam/src/reader.py").Warnings, said => said.Contains("the SAM policy template UnknownPolicy", StringComparison.Ordinal));
    }

    [Fact]
    public void A_Serverless_service_shares_one_role()
    {
        var repo = new Repo(("serverless.yml", """
            service: orders
            provider:
              name: aws
              iam:
                role:
                  statements:
                    - Effect: Allow
                      Action: [sns:Publish]
                      Resource: !Ref Topic
            functions:
              create:
                handler: src/create.handler
              own:
                handler: src/own.handler
                iamRoleStatements:
                  - Effect: Allow
                    Action: s3:GetObject
                    Resource: arn:aws:s3:::b/*
            resources:
              Resources:
                Topic:
                  Type: AWS::SNS::Topic
                  Properties: { TopicName: orders }
            """));

        Assert.Equal("", repo.Missing("sns:Publish arn:aws:sns:*:*:orders @src/create.ts", "s3:GetObject arn:aws:s3:::b/* @src/own.ts"));
        Assert.Equal("sns:Publish on arn:aws:sns:*:*:orders", repo.Missing("sns:Publish arn:aws:sns:*:*:orders @src/own.ts"));
    }

    [Fact]
    public void A_plain_policy_counts_and_one_that_cannot_be_parsed_is_named()
    {
        var repo = new Repo(
            ("iam/policy.json", """{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "sns:Publish", "Resource": "*" }] }"""),
            ("broken.yaml", "Resources:\n  X: { Type: AWS::SNS::Topic\n"),
            ("broken.tf", "resource {"));
        var analysis = repo.Analyze("sns:Publish arn:aws:sns:*:*:x", "sns:Subscribe arn:aws:sns:*:*:x");

        Assert.Equal(["sns:Subscribe on arn:aws:sns:*:*:x"], analysis.MissingPermissions);
        Assert.Contains(analysis.Warnings, said => said.StartsWith("broken.yaml was left out", StringComparison.Ordinal));
        Assert.Contains(analysis.Warnings, said => said.StartsWith("broken.tf was left out: it is not valid HCL at line 1", StringComparison.Ordinal));
    }

    [Fact]
    public void Actions_without_resources_need_a_star()
    {
        static string Policy(string resource) => $$"""{ "Statement": [{ "Effect": "Allow", "Action": "ec2:DescribeInstances", "Resource": "{{resource}}" }] }""";

        Assert.Equal("", new Repo(("p.json", Policy("*"))).Missing("ec2:DescribeInstances"));
        Assert.Equal("ec2:DescribeInstances on *", new Repo(("p.json", Policy("arn:aws:ec2:*:*:instance/*"))).Missing("ec2:DescribeInstances"));
    }

    [Fact]
    public void A_repository_without_infrastructure_is_said_to_have_none() =>
        Assert.Equal(["Code requires 1 IAM permission not in current policy", "The repository has no infrastructure code: what its roles may do is not known."], new Repo().Analyze("sns:Publish arn:aws:sns:*:*:x").Warnings);
}
