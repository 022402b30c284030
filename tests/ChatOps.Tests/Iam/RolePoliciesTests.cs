using System.Text.Json;
using ChatOps.Iam.Policies;

namespace ChatOps.Tests.Iam;

/// <summary>A role's policies, asked about requests of which not everything is known.</summary>
public sealed class RolePoliciesTests
{
    [Theory]
    [InlineData("""{"Effect":"Allow","Action":"sns:Publish","Resource":"arn:aws:sns:*:*:orders"}""", "Allowed", "")]
    [InlineData("""{"Effect":"Allow","Action":"sns:Publish","Resource":"arn:aws:sns:*:*:other"}""", "ImplicitlyDenied", "")]
    [InlineData("""{"Effect":"Allow","NotAction":"iam:*","NotResource":"arn:aws:sns:*:*:other"}""", "Allowed", "")]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"sns:*","Resource":"*"}""", "ExplicitlyDenied", "")]
    [InlineData("""{"Effect":"Allow","Action":"sns:*","Resource":"*","Condition":{"StringEquals":{"aws:SourceVpc":"vpc-1"}}}""", null, "aws:SourceVpc")]
    [InlineData("""{"Effect":"Allow","Action":"sns:*","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}""", null, "aws:SecureTransport")]
    [InlineData("""{"Effect":"Allow","Action":"sns:*","Resource":"*"},{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}""", "Allowed", "")]
    [InlineData("""{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}""", "ImplicitlyDenied", "")]
    [InlineData("""{"Effect":"Allow","Action":"sns:*","Resource":"arn:aws:sns:*:*:${aws:PrincipalTag/team}-orders"}""", null, "a policy variable")]
    [InlineData("""{"Effect":"Allow","Action":"sqs:*","Resource":"arn:aws:sns:*:*:${aws:PrincipalTag/team}-orders"}""", "ImplicitlyDenied", "")]
    public void What_is_not_known_decides_nothing(string statements, string? decision, string keys)
    {
        var policies = new RolePolicies([("one", $$"""{"Version":"2012-10-17","Statement":[{{statements}}]}""")], null);

        var decided = policies.Decide("sns:Publish", "arn:aws:sns:eu-west-1:123456789012:orders", null);

        Assert.Equal((decision, keys), (decided.Decision?.ToString(), string.Join(',', decided.Keys)));
    }

    [Theory]
    [InlineData("lambda.amazonaws.com", "Allowed")]
    [InlineData("ec2.amazonaws.com", "ImplicitlyDenied")]
    public void The_condition_that_a_call_meets_is_known(string service, string decision)
    {
        var policies = new RolePolicies([("pass", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"iam:PassedToService":"lambda.amazonaws.com"}}}}""")], null);

        Assert.Equal(decision, policies.Decide("iam:PassRole", "arn:aws:iam::123456789012:role/x", ("iam:PassedToService", service)).Decision.ToString());
    }

    [Theory]
    [InlineData("""{"Effect":"Allow","Action":"sns:*","Resource":"*"}""", "Allowed")]
    [InlineData("""{"Effect":"Allow","Action":"sqs:*","Resource":"*"}""", "ImplicitlyDenied")]
    [InlineData("""{"Effect":"Deny","Action":"*","Resource":"*"}""", "ExplicitlyDenied")]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Null":{"aws:MultiFactorAuthAge":"false"}}}""", null)]
    public void A_boundary_limits_them(string boundary, string? decision)
    {
        var policies = new RolePolicies([("all", """{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""")], $$"""{"Statement":[{{boundary}}]}""");

        Assert.Equal(decision, policies.Decide("sns:Publish", "arn:aws:sns:eu-west-1:123456789012:orders", null).Decision?.ToString());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("")]
    public void What_is_no_policy_is_said_to_be_none(string document) => Assert.ThrowsAny<JsonException>(() => new RolePolicies([("x", document)], null));
}
