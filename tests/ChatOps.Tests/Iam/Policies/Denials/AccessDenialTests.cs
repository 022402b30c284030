using ChatOps.Iam;
using ChatOps.Iam.Denials;

namespace ChatOps.Tests.Iam.Policies.Denials;

/// <summary>AWS's wordings of "you may not", from its documentation and error messages.</summary>
public sealed class AccessDenialTests
{
    private const string Role = "arn:aws:sts::123456789012:assumed-role/orders-role/orders";
    private const string Topic = "arn:aws:sns:eu-west-1:123456789012:order-notifications";

    [Theory]
    [InlineData("because no identity-based policy allows the sns:Publish action", DenyingPolicy.Identity, false)]
    [InlineData("with an explicit deny in an identity-based policy", DenyingPolicy.Identity, true)]
    [InlineData("with an explicit deny in a service control policy", DenyingPolicy.ServiceControl, true)]
    [InlineData("because no service control policy allows the sns:Publish action", DenyingPolicy.ServiceControl, false)]
    [InlineData("with an explicit deny in a resource control policy", DenyingPolicy.ResourceControl, true)]
    [InlineData("with an explicit deny in a permissions boundary", DenyingPolicy.Boundary, true)]
    [InlineData("because no permissions boundary allows the sns:Publish action", DenyingPolicy.Boundary, false)]
    [InlineData("because no session policy allows the sns:Publish action", DenyingPolicy.Session, false)]
    [InlineData("with an explicit deny in a session policy", DenyingPolicy.Session, true)]
    [InlineData("because no resource-based policy allows the sns:Publish action", DenyingPolicy.Resource, false)]
    [InlineData("with an explicit deny in a resource-based policy", DenyingPolicy.Resource, true)]
    [InlineData("because no VPC endpoint policy allows the sns:Publish action", DenyingPolicy.VpcEndpoint, false)]
    [InlineData("with an explicit deny", DenyingPolicy.Unknown, true)]
    [InlineData("", DenyingPolicy.Unknown, false)]
    public void The_kind_of_policy_and_whether_it_denies_are_told(string reason, DenyingPolicy policy, bool isExplicit)
    {
        var denial = Assert.Single(AccessDenials.Find($"botocore.exceptions.ClientError: An error occurred (AuthorizationError) when calling the Publish operation: User: {Role} is not authorized to perform: SNS:Publish on resource: {Topic} {reason}"));

        Assert.Equal(("sns:Publish", Topic, Role, "orders-role"), (denial.Action, denial.Resource, denial.Principal, denial.PrincipalName));
        Assert.Equal((policy, isExplicit), (denial.Policy, denial.IsExplicit));
        Assert.Equal("arn:aws:sns:*:*:order-notifications", denial.Required.Resource);
        Assert.StartsWith("The role orders-role may not sns:Publish on arn:aws:sns:", denial.Sentence, StringComparison.Ordinal);
        Assert.EndsWith(".", denial.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("User: arn:aws:iam::123456789012:user/ada is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/run because no identity-based policy allows the iam:PassRole action", "iam:PassRole", "arn:aws:iam::*:role/run")]
    [InlineData("User: arn:aws:sts::123456789012:assumed-role/x/y is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access", "kms:Decrypt", "*")]
    [InlineData("User: arn:aws:sts::1:assumed-role/x/y is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::data/a/b.txt\" because no identity-based policy allows the s3:GetObject action", "s3:GetObject", "arn:aws:s3:::data/*")]
    [InlineData("An error occurred (AccessDenied) when calling the GetObject operation: Access Denied", "s3:GetObject", "*")]
    [InlineData("An error occurred (AccessDenied) when calling the ListObjectsV2 operation: Access Denied", "s3:ListBucket", "*")]
    [InlineData("The provided execution role does not have permissions to call ReceiveMessage on SQS", "sqs:ReceiveMessage", "*")]
    [InlineData("You are not authorized to perform this operation. User: arn:aws:iam::1:user/a is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:eu-west-1:1:instance/* because no identity-based policy allows the ec2:RunInstances action. Encoded authorization failure message: abcDEF", "ec2:RunInstances", "arn:aws:ec2:*:*:instance/*")]
    [InlineData("AccessDeniedException: User: arn:aws:sts::1:assumed-role/f/f is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:eu-west-1:1:table/orders", "dynamodb:PutItem", "arn:aws:dynamodb:*:*:table/orders")]
    [InlineData("User arn:aws:iam::1:user/a is not authorized to perform [secretsmanager:GetSecretValue] on resource [arn:aws:secretsmanager:eu-west-1:1:secret:db-AbCdEf]", "secretsmanager:GetSecretValue", "arn:aws:secretsmanager:*:*:secret:db-AbCdEf")]
    [InlineData("User: arn:aws:sts::1:assumed-role/x/y is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::2:role/z", "sts:AssumeRole", "arn:aws:iam::*:role/z")]
    public void Action_and_resource_are_read_from_each_wording(string text, string action, string resource)
    {
        var denial = Assert.Single(AccessDenials.Find("at 12:00 ERROR " + text + "\n  at handler (index.js:3)"));

        Assert.Equal((action, resource), (denial.Action, denial.Required.Resource));
        Assert.Equal(text.Contains("Encoded", StringComparison.Ordinal), denial.HasEncodedMessage);
    }

    [Theory]
    [InlineData("KeyError: 'order_id'")]
    [InlineData("You are not authorized to see this page.")]
    [InlineData("An error occurred (ValidationException) when calling the PutItem operation: bad")]
    [InlineData("is not authorized to perform: ")]
    [InlineData("")]
    public void Other_errors_are_none(string text) => Assert.Empty(AccessDenials.Find(text));

    [Fact]
    public void Several_denials_are_told_apart_and_repeated_ones_are_one()
    {
        var line = $"User: {Role} is not authorized to perform: sns:Publish on resource: {Topic} because no identity-based policy allows the sns:Publish action\n";
        var denials = AccessDenials.Find(line + line + line.Replace("sns:Publish", "sns:Subscribe", StringComparison.Ordinal).Replace("because no identity-based policy allows", "with an explicit deny in a service control policy,", StringComparison.Ordinal));

        Assert.Equal([("sns:Publish", false), ("sns:Subscribe", true)], denials.Select(denial => (denial.Action, denial.IsExplicit)));
    }

    [Fact]
    public void The_role_in_the_repository_that_was_denied_gets_the_change()
    {
        var files = new Dictionary<string, string>
        {
            ["main.tf"] = "resource \"aws_iam_role\" \"a\" {\n  name = \"a\"\n}\n\nresource \"aws_iam_role\" \"orders\" {\n  name = \"${var.env}-orders\"\n}\n",
        };
        var denial = AccessDenials.Find($"User: arn:aws:sts::1:assumed-role/prod-orders/x is not authorized to perform: sns:Publish on resource: {Topic}").Single();

        var analysis = IamAnalyzer.Analyze(denial, files);

        Assert.Equal(["sns:Publish on arn:aws:sns:*:*:order-notifications"], analysis.MissingPermissions);
        Assert.Contains("+  role   = aws_iam_role.orders.id\n", analysis.TerraformDiff, StringComparison.Ordinal);
    }
}
