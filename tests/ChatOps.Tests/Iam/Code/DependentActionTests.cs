using ChatOps.Iam;

namespace ChatOps.Tests.Iam.Code;

/// <summary>What a call needs besides the action of its name.</summary>
public sealed class DependentActionTests
{
    [Theory]
    [InlineData("us.anthropic.claude-3-5-sonnet-20241022-v2:0", "arn:aws:bedrock:*:*:inference-profile/us.anthropic.claude-3-5-sonnet-20241022-v2:0", "arn:aws:bedrock:*::foundation-model/anthropic.claude-3-5-sonnet-20241022-v2:0")]
    [InlineData("global.anthropic.claude-sonnet-4-5-20250929-v1:0", "arn:aws:bedrock:*:*:inference-profile/global.anthropic.claude-sonnet-4-5-20250929-v1:0", "arn:aws:bedrock:*::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0")]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:inference-profile/eu.amazon.nova-pro-v1:0", "arn:aws:bedrock:us-east-1:111122223333:inference-profile/eu.amazon.nova-pro-v1:0", "arn:aws:bedrock:*::foundation-model/amazon.nova-pro-v1:0")]
    [InlineData("amazon.nova-pro-v1:0", "arn:aws:bedrock:*::foundation-model/amazon.nova-pro-v1:0")]
    public void An_inference_profile_needs_itself_and_its_model(string model, params string[] resources)
    {
        var required = CodeAnalyzer.AnalyzeFragment(CodeLanguage.Python, $"import boto3\nboto3.client('bedrock-runtime').invoke_model(modelId='{model}', body='')\n").Required;

        Assert.All(required, one => Assert.Equal("bedrock:InvokeModel", one.Action));
        Assert.Equal(resources.Order(StringComparer.Ordinal), required.Select(one => one.Resource));
    }

    [Fact]
    public void A_service_linked_role_may_have_to_be_made()
    {
        var required = CodeAnalyzer.AnalyzeFragment(CodeLanguage.Python, "import boto3\nboto3.client('ecs').create_service(serviceName='a')\n").Required;

        Assert.Equal(["ecs:CreateService"], required.Where(one => one.When is null).Select(one => one.Action).Distinct());
        var role = Assert.Single(required, one => one.When is not null && one.Action == "iam:CreateServiceLinkedRole");
        Assert.Equal("arn:aws:iam::*:role/aws-service-role/*", role.Resource);
    }

    [Fact]
    public void A_request_that_is_filled_elsewhere_may_need_any_of_its_parts()
    {
        const string code = """
            using Amazon.DynamoDBv2;
            using Amazon.DynamoDBv2.Model;
            class Unit(IAmazonDynamoDB client)
            {
                private readonly TransactWriteItemsRequest request = new() { TransactItems = [] };
                public Task Commit() => client.TransactWriteItemsAsync(request);
            }
            """;

        Assert.Equal(["dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], CodeAnalyzer.AnalyzeFragment(CodeLanguage.CSharp, code).Required.Where(one => one.When is not null).Select(one => one.Action).Distinct());
    }
}
