using ChatOps.Platforms.Slack;
using ChatOps.Settings;

namespace ChatOps.Tests.Platforms.Slack;

public sealed class SlackOptionsTests
{
    [Theory]
    [InlineData("Slack:ApiUrl", "is not an address", "ftp://slack.com", "xoxb-1", "s", null, null, null)]
    [InlineData("Slack:ApiUrl", "unencrypted", "http://slack.com/api", "xoxb-1", "s", null, null, null)]
    [InlineData("Slack:BotToken", "does not begin with xoxb-", null, "xoxp-1", "s", null, null, null)]
    [InlineData("Slack:BotToken", "other than", null, "xoxb-1 2", "s", null, null, null)]
    [InlineData("Slack:AppToken", "does not begin with xapp-", null, "xoxb-1", "s", "xoxb-1", null, null)]
    [InlineData("Slack:SigningSecret", "is missing", null, "xoxb-1", null, null, null, null)]
    [InlineData("Slack:BotToken", "is missing", null, null, "s", null, null, null)]
    [InlineData("Slack:ClientSecret", "is missing", null, null, "s", null, "1.2", null)]
    [InlineData("Slack:SigningSecret", "is missing", null, null, null, "xapp-1", "1.2", "c")]
    [InlineData("Slack:Workspaces", "is missing", null, null, "s", null, "1.2", "c")]
    [InlineData("Slack:Workspaces", "is missing", null, "xoxb-1", "s", null, "1.2", "c")]
    public void A_value_that_cannot_be_used_is_named(string key, string words, string? api, string? bot, string? signing, string? app, string? client, string? secret)
    {
        var options = new SlackOptions { BotToken = bot, SigningSecret = signing, AppToken = app, ClientId = client, ClientSecret = secret };
        if (api is not null)
            options.ApiUrl = api;

        var refused = Assert.Throws<SettingException>(() => options.Check("Slack"));

        Assert.Equal(key, refused.Key);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("T")]
    [InlineData("T1 T2")]
    [InlineData("https://acme.slack.com")]
    public void What_is_no_id_of_a_workspace_or_an_organisation_is_named(string id)
    {
        var refused = Assert.Throws<SettingException>(() => new SlackOptions { SigningSecret = "s", ClientId = "1.2", ClientSecret = "c", Workspaces = ["T1", "E1", id] }.Check("Slack"));

        Assert.Equal("Slack:Workspaces", refused.Key);
        Assert.Contains($"'{id}'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_a_workspace_by_token_sockets_and_installs_are_all_fine()
    {
        foreach (var options in new[]
                 {
                     new SlackOptions(),
                     new SlackOptions { BotToken = "xoxb-1", SigningSecret = "s" },
                     new SlackOptions { BotToken = "xoxb-1", AppToken = "xapp-1" },
                     new SlackOptions { SigningSecret = "s", ClientId = "1.2", ClientSecret = "c", Workspaces = ["T1"] },
                 })
            options.Check("Slack");
    }

    [Theory]
    [InlineData("https://hooks.slack.com/commands/1", true)]
    [InlineData("http://hooks.slack.com/commands/1", false)]
    [InlineData("https://hooks.slack.com.evil.example/1", false)]
    [InlineData("https://hooks.slack.com@evil.example/1", false)]
    [InlineData("https://evil.example/hooks.slack.com", false)]
    [InlineData("http://127.0.0.1/1", false)]
    [InlineData("//hooks.slack.com/1", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_answer_goes_to_Slacks_own_hosts_only(string? address, bool may) => Assert.Equal(may, new SlackOptions().IsResponseUrl(address));

    [Fact]
    public void Other_hosts_are_a_setting()
    {
        var options = new SlackOptions { ResponseUrlHosts = ["127.0.0.1"], FileHosts = ["files.slack-gov.com"] };

        Assert.True(options.IsResponseUrl("http://127.0.0.1:9/x"));
        Assert.False(options.IsResponseUrl("https://hooks.slack.com/1"));
        Assert.True(options.IsFileUrl("https://files.slack-gov.com/1"));
    }
}
