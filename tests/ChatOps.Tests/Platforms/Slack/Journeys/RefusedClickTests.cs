using System.Text.Json.Nodes;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.Slack;

namespace ChatOps.Tests.Platforms.Slack.Journeys;

/// <summary>Clicks that must come to nothing: each is told so alone, and GitHub hears of none.</summary>
public sealed class RefusedClickTests
{
    [Fact]
    public async Task A_second_click_opens_no_second_pull_request()
    {
        await using var shop = await ShopLab.StartAsync();
        await shop.CommandAsync("/diagnose", ShopLab.Error);
        await shop.ClickAsync(await shop.CardAsync("Create fix PR", asks: false), "Create fix PR");
        var plan = await shop.CardAsync("Create fix PR", asks: true);
        var stood = (JsonObject)plan.Content.DeepClone();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => shop.ClickAsync(plan, "Create fix PR", ShopLab.Alice, stood)));
        await shop.DoneAsync(plan, ShopLab.Alice, "Create fix PR");
        await shop.ToldAsync(await shop.ClickAsync(plan, "Create fix PR", ShopLab.Bob, stood), "clicked Create fix PR before you. Nothing was done a second time.");

        Assert.Equal(2, shop.GitHub.Orders.PullRequests.Count);
    }

    [Theory]
    [InlineData(ShopLab.Gus, "You have no role here")]
    [InlineData("U0STRANGER", "You have no role here")]
    public async Task Somebody_without_a_role_changes_nothing(string user, string sentence)
    {
        await using var shop = await ShopLab.StartAsync();
        await shop.CommandAsync("/diagnose", ShopLab.Error);
        var diagnosis = await shop.CardAsync("Create fix PR", asks: false);
        await shop.ClickAsync(diagnosis, "Create fix PR");
        var plan = await shop.CardAsync("Create fix PR", asks: true);

        await shop.ToldAsync(await shop.ClickAsync(plan, "Create fix PR", user), sentence);
        await shop.ToldAsync(await shop.ClickAsync(diagnosis, "Rollback #46", user), sentence);
        await shop.ToldAsync(await shop.ClickAsync(diagnosis, "Useful", user), sentence);

        Assert.Single(shop.GitHub.Orders.PullRequests);
        Assert.DoesNotContain(shop.GitHub.Requests, request => request.Method != "GET");
        Assert.Equal(["Create fix PR"], SlackLab.Labels(plan.Content));
        Assert.Equal(0, await shop.Lab.CountAsync("select count(*) from diagnoses where feedback_useful is not null"));
    }

    [Fact]
    public async Task What_one_person_was_offered_is_no_good_in_anothers_hands_or_on_another_card()
    {
        await using var shop = await ShopLab.StartAsync();
        var pull = await shop.OpenFixAsync();
        await shop.LinkAsync(ShopLab.Bob, "bob-gh");
        var bobs = await shop.DecideAsync(47, ShopLab.Bob);
        var opened = await shop.CardAsync("Decide #47", asks: false);
        var stolen = (string)SlackLab.Find(bobs, "Merge").Element["value"]!;

        // Alice has seen the plan's id and digest, and even the card's.
        await shop.ToldAsync(await shop.ClickAsync(bobs, "Merge", ShopLab.Alice), "you need the role approver");
        await shop.ToldAsync(await shop.ClickAsync(bobs, "Approve PR", ShopLab.Carol), "no GitHub account is linked to you");
        await shop.ToldAsync(await shop.ClickAsync(opened, "Decide #47", ShopLab.Carol, change: click =>
        {
            var action = click["actions"]![0]!;
            (action["action_id"], action["value"]) = ("button:0:apply", stolen);
        }), "too old to act on");

        Assert.True(pull.IsOpen);
        Assert.Empty(pull.Reviews);
        // The offer still stands for the one whose it is.
        await shop.DoneAsync(await shop.ClickAsync(bobs, "Merge", ShopLab.Bob), ShopLab.Bob, "Merge");
        Assert.NotNull(pull.MergedAt);
    }

    [Fact]
    public async Task After_another_push_an_old_card_does_nothing()
    {
        await using var shop = await ShopLab.StartAsync();
        var pull = await shop.OpenFixAsync();
        var card = await shop.DecideAsync(47, ShopLab.Bob);
        shop.GitHub.Commit(pull.Branch, "One more thing", (ShopLab.Retry, "x = 1\n"));

        await shop.ToldAsync(await shop.ClickAsync(card, "Merge", ShopLab.Bob), "#47 has new commits since you looked at it");

        Assert.Null(pull.MergedAt);
    }

    [Fact]
    public async Task After_half_an_hour_an_old_card_does_nothing()
    {
        // Socket Mode has no signature whose time would be over first.
        await using var shop = await ShopLab.StartAsync(bySocket: true);
        var pull = await shop.OpenFixAsync();
        var card = await shop.DecideAsync(47, ShopLab.Bob);
        shop.Advance(TimeSpan.FromMinutes(31));

        await shop.ToldAsync(await shop.ClickAsync(card, "Merge", ShopLab.Bob), "Ask for the change again to get a fresh one");

        Assert.Null(pull.MergedAt);
    }

    [Fact]
    public async Task The_button_of_what_was_made_leads_to_its_own_repository_in_anothers_channel_too()
    {
        await using var shop = await ShopLab.StartAsync(false, ("Repositories:1:Path", "/srv/billing"), ("Repositories:1:Channels:0", "C0INC"));
        await shop.CommandAsync("/diagnose", "in orders " + ShopLab.Error);
        await shop.ClickAsync(await shop.CardAsync("Create fix PR", asks: false), "Create fix PR");
        var plan = await shop.CardAsync("Create fix PR", asks: true);
        await shop.ClickAsync(plan, "Create fix PR");
        await shop.DoneAsync(plan, ShopLab.Alice, "Create fix PR");
        var opened = await shop.CardAsync("Decide #47", asks: false);

        var card = await shop.OwnCardAsync(await shop.ClickAsync(opened, "Decide #47", ShopLab.Bob), "#47 ");

        Assert.Contains("Merge", SlackLab.Labels(card));
        Assert.Equal(1, await shop.Lab.CountAsync("select count(*) from operations where kind = 'pr' and repo = 'orders'"));
        await shop.ToldAsync(await shop.ClickAsync(opened, "Decide #47", ShopLab.Bob, change: click => click["actions"]![0]!["value"] = "in billing 47"), "too old to act on");
        await shop.DoneAsync(await shop.ClickAsync(card, "Merge", ShopLab.Bob), ShopLab.Bob, "Merge");
        var merged = await shop.CardAsync("Rollback #47", asks: false);
        await shop.ClickAsync(merged, "Rollback #47", ShopLab.Bob);
        await Eventually.BecomesTrueAsync(async () => await shop.Lab.CountAsync("select count(*) from operations where kind = 'rollback' and repo = 'orders'") == 1, "the rollback is of that repository");
    }

    [Fact]
    public async Task Where_two_have_to_agree_the_one_who_asked_is_not_the_second()
    {
        await using var shop = await ShopLab.StartAsync(false, ("Access:FourEyes", "true"), ("Access:Grants:0:Slack:2", ShopLab.Alice));
        var pull = await shop.OpenFixAsync();

        var alices = await shop.DecideAsync(47, ShopLab.Alice);
        Assert.DoesNotContain("Merge", SlackLab.Labels(alices));
        var bobs = await shop.DecideAsync(47, ShopLab.Bob);
        await shop.ToldAsync(await shop.ClickAsync(bobs, "Merge", ShopLab.Alice), "two people have to agree");
        Assert.Null(pull.MergedAt);
        await shop.DoneAsync(await shop.ClickAsync(bobs, "Merge", ShopLab.Bob), ShopLab.Bob, "Merge");

        Assert.NotNull(pull.MergedAt);
    }
}
