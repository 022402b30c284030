using ChatOps.Adapters.GitHub;
using ChatOps.Settings;
using Microsoft.Extensions.Configuration;

namespace ChatOps.Tests.Adapters.GitHub;

public sealed class GitHubOptionsTests
{
    [Theory]
    [InlineData("https://api.github.com", "https://github.com/", "https://api.github.com/graphql")]
    [InlineData("https://api.github.com/", "https://github.com/", "https://api.github.com/graphql")]
    [InlineData("https://github.example.com/api/v3", "https://github.example.com/", "https://github.example.com/api/graphql")]
    [InlineData("https://github.example.com:8443/api/v3/", "https://github.example.com:8443/", "https://github.example.com:8443/api/graphql")]
    [InlineData("https://api.acme.ghe.com", "https://acme.ghe.com/", "https://api.acme.ghe.com/graphql")]
    public void Pages_and_graphql_are_where_the_api_says(string api, string web, string graphQl)
    {
        var options = new GitHubOptions { ApiUrl = api };

        Assert.Equal(web, options.Web.ToString());
        Assert.Equal(graphQl, options.GraphQl.ToString());
    }

    [Theory]
    [InlineData("ApiUrl", "api.github.com", "GitHub:ApiUrl")]
    [InlineData("ApiUrl", "ftp://api.github.com", "GitHub:ApiUrl")]
    [InlineData("ApiUrl", "http://github.example.com/api/v3", "GitHub:ApiUrl")]
    [InlineData("ApiUrl", "https://me:secret@github.example.com/api/v3", "GitHub:ApiUrl")]
    [InlineData("Label", " ", "GitHub:Label")]
    [InlineData("Label", "a,b", "GitHub:Label")]
    [InlineData("Token", "ghp_one two", "GitHub:Token")]
    [InlineData("AppId", "4711", "GitHub:PrivateKeyPath")]
    [InlineData("PrivateKeyPath", "key.pem", "GitHub:AppId")]
    public void A_value_that_cannot_be_used_stops_the_host_with_its_key(string key, string value, string named)
    {
        var refused = Assert.Throws<SettingException>(() => Read(($"GitHub:{key}", value)));

        Assert.StartsWith(named, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_private_key_that_is_none_stops_the_host()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");

            var refused = Assert.Throws<SettingException>(() => Read(("GitHub:AppId", "4711"), ("GitHub:PrivateKeyPath", file)));

            Assert.StartsWith("GitHub:PrivateKeyPath", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void The_token_of_the_environment_works()
    {
        var implied = WellKnownVariables.Imply(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["GITHUB_TOKEN"] = "ghp_1" }).Build());

        Assert.Equal("ghp_1", implied["GitHub:Token"]);
    }

    private static GitHubOptions Read(params (string Key, string Value)[] settings) =>
        SettingsReader.Read<GitHubOptions>(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(one => KeyValuePair.Create(one.Key, (string?)one.Value))).Build(), "GitHub", []);
}
