using System.Text.Json;
using ChatOps.Iam.Policies;

namespace ChatOps.Tests.Iam.Policies.Evaluation;

public sealed class PolicyEvaluatorTests
{
    [Theory]
    [InlineData("""{"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::data/*"}""", Decision.Allowed)]
    [InlineData("""{"Effect":"Allow","Action":"S3:GETOBJECT","Resource":"*"}""", Decision.Allowed)]
    [InlineData("""{"Effect":"Allow","Action":"s3:Put*","Resource":"*"}""", Decision.ImplicitlyDenied)]
    [InlineData("""{"Effect":"Allow","NotAction":"s3:Put*","Resource":"*"}""", Decision.Allowed)]
    [InlineData("""{"Effect":"Allow","NotAction":"s3:Get*","Resource":"*"}""", Decision.ImplicitlyDenied)]
    [InlineData("""{"Effect":"Allow","Action":"*","NotResource":"arn:aws:s3:::data/*"}""", Decision.ImplicitlyDenied)]
    [InlineData("""{"Effect":"Deny","NotAction":"s3:Put*","NotResource":"arn:aws:s3:::other/*"}""", Decision.ExplicitlyDenied)]
    [InlineData("""{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/${aws:username}/*"}""", Decision.Allowed)]
    [InlineData("""{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/${aws:nothing}/*"}""", Decision.ImplicitlyDenied)]
    [InlineData("""{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/${aws:nothing, 'alice'}/*"}""", Decision.Allowed)]
    [InlineData("""{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/${*}/*"}""", Decision.ImplicitlyDenied)]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"DateLessThan":{"aws:CurrentTime":"1795000000"}}}""", Decision.Allowed)]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}""", Decision.Allowed)]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":["a","b"]}}}""", Decision.Allowed)]
    [InlineData("""{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringFoo":{"aws:username":"alice"}}}""", Decision.ImplicitlyDenied)]
    public void A_statement_decides(string statement, Decision expected) =>
        Assert.Equal(expected, Decide("{\"policies\":[{\"Version\":\"2012-10-17\",\"Statement\":[" + statement + "]}]"));

    [Fact]
    public void Policies_of_the_first_version_know_no_variables() =>
        Assert.Equal(Decision.ImplicitlyDenied, Decide("""{"policies":[{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::data/${aws:username}/*"}}]"""));

    [Theory]
    [InlineData("permissionBoundaries")]
    [InlineData("scps")]
    public void What_limits_a_principal_has_to_allow_it_too(string limit)
    {
        const string All = """{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""";
        const string None = """{"Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}""";

        Assert.Equal(Decision.Allowed, Decide($$"""{"policies":[{{All}}],"{{limit}}":[{{All}}]"""));
        Assert.Equal(Decision.ImplicitlyDenied, Decide($$"""{"policies":[{{All}}],"{{limit}}":[]"""));
        Assert.Equal(Decision.ExplicitlyDenied, Decide($$"""{"policies":[{{All}}],"{{limit}}":[{{All}},{{None}}]"""));
    }

    private static Decision Decide(string policies)
    {
        const string Request = """
            ,"action":"s3:GetObject","resource":"arn:aws:s3:::data/alice/a.txt","context":{"aws:username":"alice","aws:SourceIp":"10.1.2.3","aws:CurrentTime":"2026-01-01T00:00:00Z","aws:TagKeys":["a"]}}
            """;
        using var document = JsonDocument.Parse(policies + Request);
        return Simulation.Read(document.RootElement).Decide();
    }
}
