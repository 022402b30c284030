using System.Text.Json.Nodes;
using ChatOps.Tests.Support.Slack;

namespace ChatOps.Tests.Platforms.Slack.Journeys;

/// <summary>From an error in Slack to its fix on the main branch, and what people do on the way, against a GitHub that refuses as GitHub does.</summary>
public sealed class FixJourneyTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_error_becomes_a_diagnosis_a_pull_request_an_approval_and_a_merge(bool bySocket)
    {
        await using var shop = await ShopLab.StartAsync(bySocket);
        await shop.CommandAsync("/diagnose", ShopLab.Error);
        var diagnosis = await shop.CardAsync("Create fix PR", asks: false);
        Assert.Equal(["Create fix PR", "Rollback #46", "Re-run", "Useful", "Not useful"], SlackLab.Labels(diagnosis.Content));

        // Files lead to their line at the commit that was read, suspects to their pull request.
        var links = CardMessageTests.Find(diagnosis.Content["blocks"], node => (string?)node["type"] == "link").Select(node => (string)node["url"]!).ToArray();
        Assert.Contains(links, link => link.StartsWith($"{shop.GitHub.Address}/acme/orders/blob/{shop.GitHub.Orders.Git.Tip("main")}/{ShopLab.Retry}#L", StringComparison.Ordinal));
        Assert.Contains($"{shop.GitHub.Address}/acme/orders/pull/46", links);

        await shop.ClickAsync(diagnosis, "Create fix PR");
        var plan = await shop.CardAsync("Create fix PR", asks: true);
        Assert.Equal(diagnosis.Ts, plan.Thread);
        var (_, button) = SlackLab.Find(plan.Content, "Create fix PR");
        Assert.Matches(@"^Pushes ai/\S+ to orders, made on main@[0-9a-f]{10} \(\+\d+ −\d+ in 1 file\), and opens a pull request\. Nothing is merged\.$", (string?)button["confirm"]!["text"]!["text"]);
        Assert.Single(shop.GitHub.Orders.PullRequests);
        await shop.ClickAsync(plan, "Create fix PR");
        await shop.DoneAsync(plan, ShopLab.Alice, "Create fix PR");
        var opened = await shop.CardAsync("Decide #47", asks: false);
        var pull = shop.GitHub.Orders.Find(47)!;
        Assert.True(pull.IsOpen);

        // Who may not decide sees why, and no button.
        var alices = await shop.OwnCardAsync(await shop.ClickAsync(opened, "Decide #47"), "you need the role approver");
        Assert.Empty(SlackLab.Labels(alices));
        await shop.LinkAsync(ShopLab.Bob, "bob-gh");
        var bobs = await shop.OwnCardAsync(await shop.ClickAsync(opened, "Decide #47", ShopLab.Bob), "Ready to merge");
        Assert.Equal(["Approve PR", "Merge", "Close"], SlackLab.Labels(bobs));
        await shop.DoneAsync(await shop.ClickAsync(bobs, "Approve PR", ShopLab.Bob), ShopLab.Bob, "Approve PR");
        await shop.Lab.MessageAsync("#47 is approved");
        var review = Assert.Single(pull.Reviews);
        Assert.Equal(("bob-gh", "APPROVED", pull.HeadSha), (review.By.Login, review.State, review.Sha));
        Assert.Null(pull.MergedAt);

        var again = await shop.DecideAsync(47, ShopLab.Bob);
        Assert.Contains("approved by bob-gh", again.ToJsonString(), StringComparison.Ordinal);
        await shop.DoneAsync(await shop.ClickAsync(again, "Merge", ShopLab.Bob), ShopLab.Bob, "Merge");
        await shop.CardAsync("Rollback #47", asks: false);
        Assert.Equal("bob-gh", pull.MergedBy!.Login);
        Assert.Equal(pull.MergeCommitSha, shop.GitHub.Orders.Git.Tip("main"));
        Assert.Contains("sleep", shop.GitHub.Orders.Git.Run("show", $"main:{ShopLab.Retry}"), StringComparison.Ordinal);
        Assert.Equal(["Rollback #47"], SlackLab.Labels(await shop.DecideAsync(47, ShopLab.Bob)));
    }

    [Fact]
    public async Task A_pull_request_is_closed_and_nothing_is_merged()
    {
        await using var shop = await ShopLab.StartAsync();
        var pull = await shop.OpenFixAsync();
        var main = shop.GitHub.Orders.Git.Tip("main");

        await shop.DoneAsync(await shop.ClickAsync(await shop.DecideAsync(47, ShopLab.Bob), "Close", ShopLab.Bob), ShopLab.Bob, "Close");

        await shop.Lab.MessageAsync("#47 is closed");
        Assert.False(pull.IsOpen);
        Assert.Null(pull.MergedAt);
        Assert.Equal(main, shop.GitHub.Orders.Git.Tip("main"));
    }

    [Fact]
    public async Task A_diagnosis_is_made_anew_and_said_to_be_useful_once()
    {
        await using var shop = await ShopLab.StartAsync();
        await shop.CommandAsync("/diagnose", ShopLab.Error);
        var first = await shop.CardAsync("Re-run", asks: false);

        await shop.ClickAsync(first, "Re-run", ShopLab.Bob);
        await Support.Eventually.BecomesTrueAsync(() => shop.Slack.Messages.Count(message => message.Content["blocks"] is not null && SlackLab.Labels(message.Content).Contains("Re-run")) == 2, "there is a second diagnosis");
        Assert.Equal(2, await shop.Lab.CountAsync("select count(*) from diagnoses"));
        var second = shop.Slack.Messages[^1];
        Assert.Equal(first.Ts, second.Thread);

        var before = (JsonObject)first.Content.DeepClone();
        var useful = await shop.ClickAsync(first, "Useful");
        await shop.OwnCardAsync(useful, "Useful, 20");
        var drawn = Assert.Single(useful.Bodies);
        Assert.Equal(["Create fix PR", "Rollback #46", "Re-run"], SlackLab.Labels(drawn));
        Assert.Contains("\"user_id\":\"U0ALICE\"", drawn.ToJsonString(), StringComparison.Ordinal);
        await shop.ToldAsync(await shop.ClickAsync(first, "Not useful", ShopLab.Bob, before), "clicked Useful before you");
        await shop.OwnCardAsync(await shop.ClickAsync(second, "Not useful", ShopLab.Bob), "Not useful, 20");
        Assert.Equal(1, await shop.Lab.CountAsync("select count(*) from diagnoses where feedback_useful = 1"));
        Assert.Equal(1, await shop.Lab.CountAsync("select count(*) from diagnoses where feedback_useful = 0"));
    }
}
