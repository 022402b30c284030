using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.Slack;

namespace ChatOps.Tests.Platforms.Slack;

/// <summary>Whatever comes through the doors: no exception, no 500, nothing done that Slack did not sign, and nothing said that its writer did not mean for everybody.</summary>
public sealed class HostileTests
{
    private static readonly string[] Doors = ["/slack/commands", "/slack/interactions", "/slack/events"];

    [Theory]
    [InlineData("wrong secret")]
    [InlineData("no signature")]
    [InlineData("empty signature")]
    [InlineData("upper case")]
    [InlineData("other version")]
    [InlineData("cut short")]
    [InlineData("old")]
    [InlineData("from the future")]
    [InlineData("no time")]
    [InlineData("time in words")]
    [InlineData("another body")]
    public async Task What_Slack_did_not_sign_is_refused_at_every_door(string how)
    {
        await using var lab = await SlackLab.StartAsync();
        foreach (var door in Doors)
        {
            var body = door == "/slack/events" ? SlackSender.Event(SlackSender.Mention("<@U0BOT> echo x")).ToJsonString() : SlackSender.Form(SlackSender.Command("/echo", "x"));
            var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            var at = how switch { "old" => now - 301, "from the future" => now + 400, _ => now };
            var right = SlackSender.Sign(at.ToString(CultureInfo.InvariantCulture), Encoding.UTF8.GetBytes(how == "another body" ? body + "&" : body));
            var signature = how switch
            {
                "wrong secret" => "v0=" + new string('0', 64),
                "no signature" or "empty signature" => "",
                "upper case" => right.ToUpperInvariant(),
                "other version" => "v1" + right[2..],
                "cut short" => right[..^2],
                _ => right,
            };
            using var request = new HttpRequestMessage(HttpMethod.Post, door) { Content = new StringContent(body, Encoding.UTF8, door == "/slack/events" ? "application/json" : "application/x-www-form-urlencoded") };
            if (how != "no time")
                request.Headers.Add("X-Slack-Request-Timestamp", how == "time in words" ? "now" : at.ToString(CultureInfo.InvariantCulture));
            if (how != "no signature")
                request.Headers.TryAddWithoutValidation("X-Slack-Signature", signature);

            var answer = await lab.App.Http.SendAsync(request);

            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        Assert.Equal(0, await lab.OperationsAsync());
        Assert.Empty(lab.Slack.Calls);
    }

    [Theory]
    [InlineData("/slack/commands", "")]
    [InlineData("/slack/commands", "command")]
    [InlineData("/slack/commands", "text=x&user_id=U1")]
    [InlineData("/slack/commands", "command=%2Fecho&text=%00%FF%C0")]
    [InlineData("/slack/commands", "command=%2Fecho&command=%2Fadmin&text=x&team_id=T0TEAM&user_id=U0ALICE&channel_id=C1")]
    [InlineData("/slack/commands", "{\"command\":\"/echo\"}")]
    [InlineData("/slack/commands", "command=/&team_id=T&user_id=U&channel_id=C&text=/")]
    [InlineData("/slack/commands", "command=%2F..%2F..%2Fetc&team_id=T&user_id=U&channel_id=C")]
    [InlineData("/slack/interactions", "")]
    [InlineData("/slack/interactions", "payload=")]
    [InlineData("/slack/interactions", "payload=null")]
    [InlineData("/slack/interactions", "payload=[]")]
    [InlineData("/slack/interactions", "payload=%7B%7D")]
    [InlineData("/slack/interactions", "payload={\"type\":\"block_actions\"")]
    [InlineData("/slack/interactions", "payload={\"type\":1,\"user\":2,\"team\":3}")]
    [InlineData("/slack/interactions", "payload={\"type\":\"block_actions\",\"user\":{\"id\":\"U1\"},\"team\":{\"id\":\"T1\"}}")]
    [InlineData("/slack/interactions", "payload={\"type\":\"block_actions\",\"user\":{\"id\":\"U1\"},\"team\":{\"id\":\"T1\"},\"actions\":\"x\"}")]
    [InlineData("/slack/interactions", "payload={\"type\":\"block_actions\",\"user\":{\"id\":\"U1\"},\"team\":{\"id\":\"T1\"},\"actions\":[null]}")]
    [InlineData("/slack/interactions", "payload={\"type\":\"block_actions\",\"user\":{\"id\":\"U1\"},\"team\":{\"id\":\"T1\"},\"actions\":[{\"action_id\":{\"a\":1},\"block_id\":[]}]}")]
    [InlineData("/slack/interactions", "payload={\"type\":\"view_submission\",\"user\":{\"id\":\"U1\"},\"team\":{\"id\":\"T1\"},\"view\":{\"callback_id\":\"form\",\"private_metadata\":\"}{\"}}")]
    [InlineData("/slack/interactions", "payload={\"type\":\"view_submission\",\"user\":{\"id\":\"U1\"},\"team\":{\"id\":\"T1\"},\"view\":{\"callback_id\":\"form\",\"private_metadata\":\"{}\",\"state\":7}}")]
    [InlineData("/slack/interactions", "payload={\"type\":\"view_submission\",\"user\":{\"id\":\"U1\"},\"team\":{\"id\":\"T1\"},\"view\":{\"callback_id\":\"form\",\"private_metadata\":\"{\\\"command\\\":\\\"approve_it\\\",\\\"channel\\\":\\\"C1\\\"}\"}}")]
    [InlineData("/slack/interactions", "payload={\"type\":\"message_action\",\"user\":{\"id\":\"U1\"},\"team\":{\"id\":\"T1\"},\"callback_id\":\"diagnose_message\"}")]
    [InlineData("/slack/interactions", "payload={\"type\":\"message_action\",\"user\":{\"id\":\"U1\"},\"team\":{\"id\":\"T1\"},\"callback_id\":\"other\",\"channel\":{\"id\":\"C1\"}}")]
    [InlineData("/slack/interactions", "payload={\"type\":\"shortcut\",\"user\":{\"id\":\"U1\"},\"team\":{\"id\":\"T1\"},\"callback_id\":\"other\"}")]
    [InlineData("/slack/interactions", "payload={\"type\":\"dialog_submission\",\"user\":{\"id\":\"U1\"},\"team\":{\"id\":\"T1\"}}")]
    [InlineData("/slack/interactions", "payload={\"type\":\"block_actions\",\"user\":{\"id\":\"U1\"},\"team\":{\"id\":\"T1\"},\"actions\":[{\"type\":\"static_select\",\"block_id\":\"parked:pk_0\",\"action_id\":\"repository\",\"selected_option\":{\"value\":\"../../etc\"}}]}")]
    [InlineData("/slack/interactions", "payload={\"type\":\"block_actions\",\"user\":{\"id\":\"../U1\"},\"team\":{\"id\":\"T1/../T2\"},\"actions\":[{\"block_id\":\"card:op_1:0\",\"action_id\":\"button:0:refuse\",\"value\":\"twice\"}]}")]
    [InlineData("/slack/interactions", "payload={\"type\":\"block_actions\",\"user\":{\"id\":\"U1\"},\"team\":{\"id\":\"T1\"},\"actions\":[{\"block_id\":\"home:0:0\",\"action_id\":\"button:0:approve_it\",\"value\":\"pl_1\"}]}")]
    [InlineData("/slack/interactions", "payload={\"type\":\"block_actions\",\"user\":{\"id\":\"U1\"},\"team\":{\"id\":\"T1\"},\"actions\":[{\"block_id\":\"card:op_1:0\",\"action_id\":\"button:99999999999999999999:wait\"}]}")]
    [InlineData("/slack/interactions", "payload={\"type\":\"view_closed\",\"user\":{\"id\":\"U1\"},\"team\":{\"id\":\"T1\"}}")]
    [InlineData("/slack/events", "{\"type\":\"event_callback\",\"team_id\":\"T1\",\"event_time\":-9223372036854775808,\"event\":{\"type\":\"app_uninstalled\"}}")]
    [InlineData("/slack/events", "{\"type\":\"event_callback\",\"team_id\":\"T1\",\"authorizations\":[7,{\"is_enterprise_install\":true}],\"event\":{\"type\":\"tokens_revoked\",\"tokens\":[]}}")]
    [InlineData("/slack/events", "")]
    [InlineData("/slack/events", "[]")]
    [InlineData("/slack/events", "\"x\"")]
    [InlineData("/slack/events", "{")]
    [InlineData("/slack/events", "{\"type\":\"event_callback\"}")]
    [InlineData("/slack/events", "{\"type\":\"event_callback\",\"team_id\":\"T1\",\"event\":[]}")]
    [InlineData("/slack/events", "{\"type\":\"event_callback\",\"team_id\":\"T1\",\"event\":{\"type\":\"app_mention\"}}")]
    [InlineData("/slack/events", "{\"type\":\"event_callback\",\"team_id\":\"T1\",\"event\":{\"type\":\"app_mention\",\"user\":\"U1\",\"channel\":7}}")]
    [InlineData("/slack/events", "{\"type\":\"event_callback\",\"team_id\":\"T1\",\"event\":{\"type\":\"unheard_of\"}}")]
    [InlineData("/slack/events", "{\"type\":\"app_rate_limited\",\"team_id\":\"T1\"}")]
    [InlineData("/slack/events", "{\"type\":\"x\",\"type\":\"url_verification\",\"challenge\":\"c\"}")]
    [InlineData("/slack/events", "{\"type\":\"url_verification\",\"challenge\":\"\\ud83d\"}")]
    public async Task A_signed_body_that_makes_no_sense_does_nothing(string door, string body)
    {
        await using var lab = await SlackLab.StartAsync();

        var answer = await SlackSender.PostAsync(lab.App.Http, door, body, door == "/slack/events" ? "application/json" : "application/x-www-form-urlencoded");

        Assert.True((int)answer.StatusCode is 200 or 400, $"{answer.StatusCode}");
        Assert.Equal(0, await lab.OperationsAsync("kind in ('admin', 'approve_it')"));
        Assert.DoesNotContain("unexpectedly", lab.App.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_of_a_hundred_thousand_fields_is_read_at_once()
    {
        await using var lab = await SlackLab.StartAsync();
        var body = string.Join('&', Enumerable.Range(0, 100_000).Select(i => $"f{i}=%F0%9F%98%80"));

        var answer = await SlackSender.PostAsync(lab.App.Http, "/slack/commands", body, "application/x-www-form-urlencoded");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_body_nested_a_thousand_times_is_refused()
    {
        await using var lab = await SlackLab.StartAsync();

        var answer = await SlackSender.PostAsync(lab.App.Http, "/slack/events", new string('[', 1_000) + new string(']', 1_000), "application/json");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_before_it_is_read()
    {
        await using var lab = await SlackLab.StartAsync();

        var answer = await SlackSender.PostAsync(lab.App.Http, "/slack/commands", "text=" + new string('x', 2 * 1024 * 1024), "application/x-www-form-urlencoded");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Slacks_own_checks_are_answered()
    {
        await using var lab = await SlackLab.StartAsync();

        var check = await lab.App.Http.PostAsync(new Uri("/slack/commands", UriKind.Relative), new StringContent("ssl_check=1&token=x", Encoding.UTF8, "application/x-www-form-urlencoded"));
        var challenge = await SlackSender.EventAsync(lab.App.Http, new JsonObject { ["type"] = "url_verification", ["challenge"] = "3eZbrw1a" });

        Assert.Equal(HttpStatusCode.OK, check.StatusCode);
        Assert.Equal("3eZbrw1a", await challenge.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Without_a_signing_secret_the_doors_say_what_to_set()
    {
        await using var app = await ChatOpsApp.StartAsync();

        foreach (var door in Doors)
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SlackSender.PostAsync(app.Http, door, "x=1", "application/x-www-form-urlencoded")).StatusCode);
        Assert.Equal("not_configured", (string?)(await app.GetJsonAsync("/health"))["components"]!["slack"]!["state"]);
    }

    [Theory]
    [InlineData("<!channel> and <!here|here>")]
    [InlineData("<@U0BOB> <#C0INC> <!subteam^S1>")]
    [InlineData("&lt;!channel&gt;")]
    [InlineData("<https://evil.example|click here>")]
    [InlineData("*bold* _it_ ~no~ `code` ```block```")]
    [InlineData("\u202e\u200b\u2066turned\u2069")]
    [InlineData("e\u0301\u0301\u0301\u0301\u0301\u0301")]
    public async Task What_is_pasted_mentions_nobody_and_stays_text(string text)
    {
        await using var lab = await SlackLab.StartAsync();

        await lab.CommandAsync("/echo", $"mark {text}");

        var message = await lab.MessageAsync("<@U0ALICE>");
        // Only the fallback text and the footer's mention are parsed by Slack; everything else is rich text, where nothing is.
        var parsed = (string)message.Content["text"]! + string.Concat(CardMessageTests.Parsed(message.Content["blocks"]!));
        Assert.All((string[])["<!", "<@U0BOB", "<#", "<http"], markup => Assert.DoesNotContain(markup, parsed, StringComparison.Ordinal));
        Assert.DoesNotContain("\u202e", message.Text, StringComparison.Ordinal);
        Assert.Empty(CardMessageTests.Find(message.Content["blocks"], node => (string?)node["type"] is "link" or "user" or "broadcast" or "usergroup" or "channel"));
    }

    [Theory]
    [InlineData(2_999)]
    [InlineData(3_000)]
    [InlineData(3_001)]
    [InlineData(40_000)]
    public async Task A_text_of_any_length_is_answered_within_the_limits(int length)
    {
        await using var lab = await SlackLab.StartAsync();

        await lab.CommandAsync("/echo", string.Concat(Enumerable.Repeat("😀", length)));

        Assert.Contains("😀😀😀", (string?)(await lab.MessageAsync("<@U0ALICE>")).Content["text"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/hook")]
    [InlineData("http://hooks.slack.com/commands/1")]
    [InlineData("https://127.0.0.1.evil.example/")]
    [InlineData("https://hooks.slack.com@evil.example/hook")]
    [InlineData("https://hooks.slack.com.evil.example/hook")]
    [InlineData("https://hooks.slack.com%2eevil.example/hook")]
    [InlineData("//evil.example/hook")]
    [InlineData("https://evil.example\\@hooks.slack.com/hook")]
    [InlineData("https://[::ffff:7f00:1]/hook")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task An_answer_goes_to_Slack_whatever_address_came_with_the_request(string url)
    {
        await using var lab = await SlackLab.StartAsync();

        var answer = await SlackSender.CommandAsync(lab.App.Http, SlackSender.Command("/figures", "secret figures", url));

        Assert.True(answer.IsSuccessStatusCode);
        await Eventually.BecomesTrueAsync(() => lab.Slack.Calls.Any(call => call.Method == "chat.postEphemeral"), "the answer takes the other way");
    }

    [Fact]
    public async Task A_secret_in_what_is_pasted_stands_nowhere()
    {
        var secret = "AKIA" + "Z7VQ3X5T2PLM4KHW";
        await using var lab = await SlackLab.StartAsync();

        await lab.CommandAsync("/echo", $"the key is {secret}");
        await SlackSender.EventAsync(lab.App.Http, SlackSender.Event(SlackSender.Mention($"<@U0BOT> echo the key is {secret}")));
        await Eventually.BecomesTrueAsync(() => lab.Slack.Messages.Count(message => message.Text.Contains("<@U0ALICE>", StringComparison.Ordinal)) == 2, "both are answered");
        await lab.App.StopAsync();

        Assert.All(lab.Slack.Messages, message => Assert.DoesNotContain(secret, message.Text, StringComparison.Ordinal));
        Assert.DoesNotContain(secret, lab.App.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeSlack.BotToken, lab.App.Log.Text, StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(lab.App.DataDirectory, "chatops.db*"))
            Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0, file);
    }
}
