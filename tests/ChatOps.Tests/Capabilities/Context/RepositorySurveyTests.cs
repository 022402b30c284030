using ChatOps.Capabilities.Context;

namespace ChatOps.Tests.Capabilities.Context;

public sealed class RepositorySurveyTests
{
    [Fact]
    public void Languages_are_counted_by_files_largest_first() =>
        Assert.Equal(
            [new LanguageShare("Python", 2), new LanguageShare("Go", 1), new LanguageShare("TypeScript", 1)],
            RepositorySurvey.Languages(["a.py", "b/c.PY", "d.ts", "e.go", "README.md", "LICENSE"]));

    [Fact]
    public void A_framework_is_named_only_where_its_word_stands_by_itself()
    {
        var manifests = new Dictionary<string, string>
        {
            ["package.json"] = """{ "dependencies": { "express": "^4", "context-next-thing": "1", "@aws-sdk/client-s3": "3" } }""",
            ["src/requirements.txt"] = "boto3>=1.34\nflask-not-really==1\n",
        };

        Assert.Equal(["AWS SDK v3", "Express", "boto3"], RepositorySurvey.Frameworks(manifests.Keys, manifests.GetValueOrDefault));
    }

    [Theory]
    [InlineData("terraform/main.tf", true)]
    [InlineData("deploy/orders.yaml", true)]
    [InlineData("serverless.yml", true)]
    [InlineData("infra/Dockerfile.worker", true)]
    [InlineData("src/orders.yaml", false)]
    [InlineData("docs/terraform.md", false)]
    public void Infrastructure_is_told_by_its_path(string path, bool expected) => Assert.Equal(expected, RepositorySurvey.IsIac(path));

    [Fact]
    public void Policies_are_found_by_what_the_file_says() =>
        Assert.Equal(
            ["terraform/iam.tf"],
            RepositorySurvey.IamPolicies(
                ["terraform/iam.tf", "terraform/queue.tf"],
                path => path == "terraform/iam.tf" ? "resource \"aws_iam_role_policy\" \"orders\" {}" : "resource \"aws_sqs_queue\" \"orders\" {}"));
}
