using System.Text.Json.Nodes;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.Slack;

namespace ChatOps.Tests.Platforms.Slack.Journeys;

/// <summary>The app's own page, and what its buttons do.</summary>
public sealed class HomeJourneyTests
{
    [Fact]
    public async Task The_page_shows_role_account_pull_requests_and_operations_and_links_the_account()
    {
        await using var shop = await ShopLab.StartAsync(false, ("Access:People:0:Email", "alice@example.com"), ("Access:People:0:GitHub", "alice-gh"));
        await shop.OpenFixAsync();

        var home = await HomeAsync(shop);
        string[] words = ["Your role here: ", "responder", "By your e-mail you are alice-gh on GitHub", "No GitHub account is linked to you", "Your open pull requests", "#47 ", "What you asked for lately", "diagnose in orders: succeeded", "What models cost", "Last 30 days"];
        Assert.All(words, word => Assert.Contains(word, Text(home), StringComparison.Ordinal));
        Assert.Equal(["Link my account"], SlackLab.Labels(home));

        // Nothing but the person is known of such a click: the answer comes as a direct message.
        var begun = await ClickAsync(shop, home, "Link my account");
        var code = begun.Text[begun.Text.IndexOf("WDJB-", StringComparison.Ordinal)..][..9];
        shop.GitHub.AddPerson("alice-gh");
        shop.GitHub.DeviceFlow.Authorize(code, "alice-gh");
        shop.Advance(TimeSpan.FromSeconds(6));
        Assert.Contains("Linked to alice-gh", Text(await HomeAsync(shop)), StringComparison.Ordinal);
    }

    private static string Text(JsonObject view) => view.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static async Task<JsonObject> HomeAsync(ShopLab shop)
    {
        var before = shop.Slack.Views.Count;
        await SlackSender.EventAsync(shop.Lab.App.Http, SlackSender.Event(new JsonObject { ["type"] = "app_home_opened", ["user"] = ShopLab.Alice, ["tab"] = "home", ["channel"] = "D1" }));
        await Eventually.BecomesTrueAsync(() => shop.Slack.Views.Count > before, "the page is shown");
        return shop.Slack.Views.Last();
    }

    private static async Task<FakeMessage> ClickAsync(ShopLab shop, JsonObject home, string label)
    {
        var (block, element) = SlackLab.Find(home, label);
        var click = SlackSender.Click(block, element, null, null, ShopLab.Alice);
        (click["container"], click["channel"], click["message"], click["view"]) = (new JsonObject { ["type"] = "view", ["view_id"] = "V0VIEW" }, null, null, new JsonObject { ["id"] = "V0VIEW", ["type"] = "home" });
        Assert.True((await SlackSender.InteractAsync(shop.Lab.App.Http, click)).IsSuccessStatusCode);
        await Eventually.BecomesTrueAsync(() => shop.Slack.Messages.Any(message => message.Channel == "D0ALICE"), "there is a direct message");
        return shop.Slack.Messages.Last(message => message.Channel == "D0ALICE");
    }
}
