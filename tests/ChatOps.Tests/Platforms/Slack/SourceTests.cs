using System.Text;
using System.Text.Json.Nodes;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.Slack;

namespace ChatOps.Tests.Platforms.Slack;

/// <summary>Text that is elsewhere in Slack: the message of a shortcut, a link, a file.</summary>
public sealed class SourceTests
{
    private const string Error = "KeyError: 'order' in src/handlers/order_handler.py";

    [Fact]
    public async Task The_shortcut_diagnoses_the_message_with_all_that_is_in_it_in_its_thread()
    {
        using var repository = OrdersCase.Repository();
        await using var lab = await SlackLab.StartAsync(("Repositories:0:Path", repository.Folder), ("Repositories:0:Name", "orders"));
        lab.Slack.Files["log.txt"] = Encoding.UTF8.GetBytes(OrdersCase.Text);
        var message = new JsonObject
        {
            ["type"] = "message",
            ["ts"] = "1800000005.000001",
            ["text"] = "payments are failing",
            ["attachments"] = new JsonArray(new JsonObject { ["title"] = "Alert", ["text"] = "RuntimeError: gave up after 3 attempts", ["fields"] = new JsonArray(new JsonObject { ["title"] = "host", ["value"] = "web-1" }) }),
            ["files"] = new JsonArray(new JsonObject { ["id"] = "F1", ["name"] = "log.txt", ["url_private_download"] = $"{lab.Slack.Address}files/log.txt" }),
        };

        var answer = await SlackSender.InteractAsync(lab.App.Http, SlackSender.MessageShortcut(message));

        Assert.Equal("", await answer.Content.ReadAsStringAsync());
        var card = await lab.MessageAsync("src/utils/retry.py");
        Assert.Equal("1800000005.000001", card.Thread);
        Assert.Single(lab.Slack.Messages);
        var stored = (string?)(await lab.App.GetJsonAsync("/history/diagnoses"))["items"]![0]!["root_cause"];
        Assert.NotNull(stored);
    }

    [Theory]
    [InlineData("C0OTHER", true, "RuntimeError")]
    [InlineData("C0INC", true, "RuntimeError")]
    [InlineData("C0OTHER", false, "not a member of the channel")]
    [InlineData("CPRIVATE1", true, "private conversation")]
    public async Task A_link_to_a_message_is_read_for_members_and_private_words_stay_where_they_are(string channel, bool isMember, string words)
    {
        await using var lab = await SlackLab.StartAsync();
        lab.Slack.Members[channel] = isMember ? ["U0BOB", "U0ALICE"] : ["U0BOB"];
        var said = lab.Slack.Say(channel, "U0BOB", "RuntimeError: linked words");

        await lab.CommandAsync("/echo", $"https://acme.slack.com/archives/{channel}/p{said.Ts.Replace(".", "", StringComparison.Ordinal)}");

        if (words == "RuntimeError")
            await Eventually.BecomesTrueAsync(() => lab.Slack.Messages.Any(message => message.Text.Contains("linked words", StringComparison.Ordinal) && message.Text.Contains("<@U0ALICE>", StringComparison.Ordinal)), "the words are read");
        else
            await lab.ToldAsync(words);
        Assert.Equal(words == "RuntimeError" ? 2 : 1, lab.Slack.Messages.Count);
    }

    [Fact]
    public async Task A_link_into_a_thread_reads_that_reply()
    {
        await using var lab = await SlackLab.StartAsync();
        var root = lab.Slack.Say("C0INC", "U0BOB", "root");
        var said = lab.Slack.Say("C0INC", "U0BOB", "the reply", content => content["thread_ts"] = root.Ts);

        await lab.CommandAsync("/echo", $"https://acme.slack.com/archives/C0INC/p{said.Ts.Replace(".", "", StringComparison.Ordinal)}?thread_ts={root.Ts}&cid=C0INC");

        await Eventually.BecomesTrueAsync(() => lab.Slack.Messages.Any(message => message.Text.Contains("the reply", StringComparison.Ordinal) && message.Text.Contains("<@U0ALICE>", StringComparison.Ordinal)), "the reply is read");
    }

    [Theory]
    [InlineData("https://evil.example/files/log.txt")]
    [InlineData("http://files.slack.com/log.txt")]
    [InlineData("https://files.slack.com@evil.example/log.txt")]
    [InlineData("https://files.slack.com.evil.example/log.txt")]
    [InlineData("file:///etc/passwd")]
    public async Task A_file_is_fetched_from_Slacks_hosts_only(string url)
    {
        await using var lab = await SlackLab.StartAsync();
        var mention = SlackSender.Mention("<@U0BOT> echo");
        mention["subtype"] = "file_share";
        mention["files"] = new JsonArray(new JsonObject { ["id"] = "F1", ["url_private_download"] = url });

        await SlackSender.EventAsync(lab.App.Http, SlackSender.Event(mention));

        await lab.ToldAsync("own hosts only");
    }

    [Fact]
    public async Task An_uploaded_log_of_any_length_is_read_and_its_secrets_are_masked()
    {
        var secret = "AKIA" + "Z7VQ3X5T2PLM4KHW";
        await using var lab = await SlackLab.StartAsync();
        lab.Slack.Files["big.log"] = Encoding.UTF8.GetBytes($"{Error} {secret}\n{new string('x', 3 * 1024 * 1024)}\nthe end");
        var mention = SlackSender.Mention("<@U0BOT> echo");
        mention["files"] = new JsonArray(new JsonObject { ["id"] = "F1", ["url_private_download"] = $"{lab.Slack.Address}files/big.log" });

        await SlackSender.EventAsync(lab.App.Http, SlackSender.Event(mention));

        var message = await lab.MessageAsync("KeyError");
        Assert.Contains("masked", message.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_linked_file_is_read_where_it_is_shared_only()
    {
        await using var lab = await SlackLab.StartAsync();
        lab.Slack.Files["log.txt"] = Encoding.UTF8.GetBytes("words of the file");
        lab.Slack.FileInfo["F0HERE"] = new JsonObject { ["url_private_download"] = $"{lab.Slack.Address}files/log.txt", ["channels"] = new JsonArray("C0INC") };
        lab.Slack.FileInfo["F0THERE"] = new JsonObject { ["url_private_download"] = $"{lab.Slack.Address}files/log.txt", ["groups"] = new JsonArray("CPRIVATE1") };

        await lab.CommandAsync("/echo", "https://acme.slack.com/files/U0BOB/F0HERE/log.txt");
        await lab.CommandAsync("/echo", "https://acme.slack.com/files/U0BOB/F0THERE/log.txt");

        await lab.MessageAsync("words of the file");
        await lab.ToldAsync("not shared in this channel");
        Assert.Single(lab.Slack.Messages);
    }
}
