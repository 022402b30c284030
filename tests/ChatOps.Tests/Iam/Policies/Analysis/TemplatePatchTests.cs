using ChatOps.Tests.Iam.Policies.Support;

namespace ChatOps.Tests.Iam.Policies.Analysis;

/// <summary>The change of templates and policy files that grants what is missing: in the style that it finds, applied by git, read again.</summary>
public sealed class TemplatePatchTests
{
    private const string Head = """
        Resources:
          Orders:
            Type: AWS::SNS::Topic
            Properties:
              TopicName: orders
          Table:
            Type: AWS::DynamoDB::Table
            Properties:
              TableName: items

        """;

    private static string Patched(Repo repo, params string[] needs)
    {
        var analysis = repo.Analyze(needs);
        Assert.NotEmpty(analysis.MissingPermissions);
        Assert.Null(analysis.TerraformDiff);
        var again = repo.Apply(analysis).Analyze(needs);
        Assert.Empty(again.MissingPermissions);
        Assert.Null(again.PolicyDiff);
        return string.Join('\n', analysis.PolicyDiff!.Split('\n').Where(line => line.StartsWith('+') && !line.StartsWith("+++", StringComparison.Ordinal)).Select(line => line[1..].TrimEnd('\r')));
    }

    private static string Role(string statements) => Head + """
          Role:
            Type: AWS::IAM::Role
            Properties:
              Policies:
                - PolicyName: own
                  PolicyDocument:
                    Version: "2012-10-17"
                    Statement:

        """ + statements + """
          Function:
            Type: AWS::Lambda::Function
            Properties:
              Role: !GetAtt Role.Arn
              Handler: app.handler

        """;

    [Fact]
    public void A_statement_with_lists_joins_those_with_lists_and_refers_to_what_the_template_declares() =>
        Assert.Equal("""
                      - Effect: Allow
                        Action:
                          - dynamodb:GetItem
                          - dynamodb:Query
                        Resource: !GetAtt Table.Arn
                      - Effect: Allow
                        Action:
                          - sns:Publish
                        Resource: !Ref Orders
        """,
            Patched(new Repo(("template.yaml", Role("""
                      - Effect: Allow
                        Action:
                          - logs:PutLogEvents   # all that it says
                        Resource: "*"           # anywhere

        """))), "sns:Publish arn:aws:sns:*:*:orders", "dynamodb:Query arn:aws:dynamodb:*:*:table/items", "dynamodb:GetItem arn:aws:dynamodb:*:*:table/items"));

    [Fact]
    public void Order_sids_quotes_and_lists_at_the_keys_are_kept() =>
        Assert.Equal("""
                      - Sid: SnsPublish
                        Action:
                        - 'sns:Publish'
                        Effect: 'Allow'
                        Resource: arn:aws:sns:*:*:other
        """,
            Patched(new Repo(("template.yaml", Role("""
                      - Sid: Logs
                        Action:
                        - 'logs:PutLogEvents'
                        Effect: Allow
                        Resource: "*"

        """))), "sns:Publish arn:aws:sns:*:*:other"));

    [Fact]
    public void A_flow_list_stays_one_and_line_ends_stay() =>
        Assert.Equal("""
                      - Effect: Allow
                        Action: [dynamodb:Query]
                        Resource: !Sub "${Table.Arn}/index/byDate"
        """,
            Patched(new Repo(("template.yaml", Role("""
                      - Effect: Allow
                        Action: [logs:PutLogEvents, logs:CreateLogStream]
                        Resource: "*"

        """).ReplaceLineEndings("\r\n"))), "dynamodb:Query arn:aws:dynamodb:*:*:table/items/index/byDate"));

    [Fact]
    public void A_SAM_functions_own_statements_are_added_to() =>
        Assert.Equal("""
                      - Effect: Allow
                        Action: sns:Publish
                        Resource: !Ref Orders
            """,
            Patched(new Repo(("template.yaml", "Transform: AWS::Serverless-2016-10-31\n" + Head + """
              Function:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: src/
                  Handler: app.handler
                  Policies:
                    - AWSLambdaBasicExecutionRole
                    - Statement:
                      - Effect: Allow
                        Action: s3:ListAllMyBuckets
                        Resource: "*"

            """)), "sns:Publish arn:aws:sns:*:*:orders"));

    [Fact]
    public void Statements_of_the_Serverless_Framework_are_added_to() =>
        Assert.Equal("""
                    - Effect: Allow
                      Action:
                        - sns:Publish
                      Resource: arn:aws:sns:*:*:orders
            """,
            Patched(new Repo(("serverless.yml", """
            service: orders
            provider:
              name: aws
              iam:
                role:
                  statements:
                    - Effect: Allow
                      Action:
                        - s3:GetObject
                      Resource: "*"
            functions:
              order:
                handler: src/app.handler
            """)), "sns:Publish arn:aws:sns:*:*:orders"));

    [Fact]
    public void A_template_in_JSON_is_added_to_with_its_own_functions() =>
        Assert.Equal("""
                        },
                        {
                          "Effect": "Allow",
                          "Action": ["sns:Publish"],
                          "Resource": { "Ref": "Orders" }
            """,
            Patched(new Repo(("template.json", """
            {
              "Description": "Bestellungen – für alle",
              "Resources": {
                "Orders": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": "orders" } },
                "Role": {
                  "Type": "AWS::IAM::Role",
                  "Properties": {
                    "Policies": [{
                      "PolicyName": "own",
                      "PolicyDocument": { "Statement": [
                        {
                          "Effect": "Allow",
                          "Action": "logs:PutLogEvents",
                          "Resource": { "Fn::Sub": "arn:aws:logs:*:${AWS::AccountId}:*" }
                        }
                      ] }
                    }]
                  }
                }
              }
            }
            """)), "sns:Publish arn:aws:sns:*:*:orders"));

    [Fact]
    public void A_policy_in_JSON_is_added_to() =>
        Assert.Equal("""
                {"Effect": "Allow", "Action": "logs:PutLogEvents", "Resource": "*"}, {
                  "Effect": "Allow",
                  "Action": ["sns:Publish"],
                  "Resource": "arn:aws:sns:*:*:orders"
                }
            """,
            Patched(new Repo(("iam/policy.json", """
            {
              "Version": "2012-10-17",
              "Statement": [
                {"Effect": "Allow", "Action": "logs:PutLogEvents", "Resource": "*"}
              ]
            }
            """)), "sns:Publish arn:aws:sns:*:*:orders").Replace("},\n    {", "}, {", StringComparison.Ordinal));

    [Theory]
    [InlineData("Resources:\n  Role:\n    Type: AWS::IAM::Role\n    Properties:\n      ManagedPolicyArns: [arn:aws:iam::aws:policy/AmazonSQSFullAccess]\n")]
    [InlineData("Resources:\n  Role:\n    Type: AWS::IAM::Role\n    Properties:\n      Policies:\n        - PolicyDocument: {Statement: [{Effect: Allow, Action: sqs:SendMessage, Resource: \"*\"}]}\n")]
    public void Where_no_list_is_plain_to_see_it_is_said_where_to_add_it(string template)
    {
        var analysis = new Repo(("template.yaml", template)).Analyze("sns:Publish arn:aws:sns:*:*:orders");

        Assert.Null(analysis.PolicyDiff);
        Assert.Contains("The policies of Role are in template.yaml, which is no Terraform: add the statement there.", analysis.Warnings);
    }
}
