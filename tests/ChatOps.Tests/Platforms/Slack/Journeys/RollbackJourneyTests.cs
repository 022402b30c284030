using ChatOps.Tests.Support.Slack;

namespace ChatOps.Tests.Platforms.Slack.Journeys;

/// <summary>From the suspect on a diagnosis to the pull request that takes it back.</summary>
public sealed class RollbackJourneyTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_suspect_is_looked_at_and_taken_back(bool bySocket)
    {
        await using var shop = await ShopLab.StartAsync(bySocket);
        var before = shop.GitHub.Orders.Git.Run("show", $"main~1:{ShopLab.Retry}");
        await shop.CommandAsync("/diagnose", ShopLab.Error);
        var diagnosis = await shop.CardAsync("Rollback #46", asks: false);

        // To see what it would do is an approver's already, as is to do it.
        await shop.ToldAsync(await shop.ClickAsync(diagnosis, "Rollback #46"), "rollback needs the role approver");
        await shop.ClickAsync(diagnosis, "Rollback #46", ShopLab.Bob);
        var preflight = await shop.CardAsync("Create revert PR", asks: true);
        Assert.Contains("#46: ready to roll back", preflight.Text, StringComparison.Ordinal);
        Assert.Contains(ShopLab.Retry, preflight.Text, StringComparison.Ordinal);
        Assert.Single(shop.GitHub.Orders.PullRequests);

        await shop.ToldAsync(await shop.ClickAsync(preflight, "Create revert PR"), "you need the role approver");
        Assert.Equal(["Create revert PR"], SlackLab.Labels(preflight.Content));
        await shop.ClickAsync(preflight, "Create revert PR", ShopLab.Bob);
        await shop.DoneAsync(preflight, ShopLab.Bob, "Create revert PR");
        await shop.CardAsync("Decide #47", asks: false);

        var revert = shop.GitHub.Orders.Find(47)!;
        Assert.True(revert.IsOpen);
        Assert.Equal(before, shop.GitHub.Orders.Git.Run("show", $"{revert.Branch}:{ShopLab.Retry}"));
    }

    [Fact]
    public async Task A_merged_pull_request_offers_to_be_taken_back()
    {
        await using var shop = await ShopLab.StartAsync();

        await shop.ClickAsync(await shop.DecideAsync(46, ShopLab.Bob), "Rollback #46", ShopLab.Bob);

        Assert.Contains("#46: ready to roll back", (await shop.CardAsync("Create revert PR", asks: true)).Text, StringComparison.Ordinal);
    }
}
