using ChatOps.Adapters.Llm;
using ChatOps.Chat;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.Slack;

namespace ChatOps.Tests.Platforms.Slack;

/// <summary>Whose role is limited to some repositories sees what concerns those, and is told so.</summary>
public sealed class LimitedRoleTests
{
    [Theory]
    [InlineData("/costs", "", "Costs of 7 days: $0.02")]
    [InlineData("/costs", "all by repo", "Costs of all time: $0.02")]
    [InlineData("/costs", "digest", "$0.02 in 1 operation")]
    [InlineData("/history", "", "this is what concerns orders")]
    [InlineData("/history", "5 orders", "this is what concerns orders")]
    public async Task Figures_and_lists_are_of_the_repositories_that_they_may_see(string command, string text, string words)
    {
        await using var lab = await StartAsync();

        await lab.CommandAsync(command, text);

        await lab.ToldAsync(words);
        var told = lab.Slack.Told.Single(one => one.ToJsonString().Contains(words, StringComparison.Ordinal));
        Assert.DoesNotContain("billing", told.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Budget of this month", told.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asking_for_another_repository_says_what_to_do()
    {
        await using var lab = await StartAsync();

        await lab.CommandAsync("/history", "billing");

        await lab.ToldAsync("You have no role in billing. Leave it out to see what concerns yours, or ask an admin");
    }

    [Fact]
    public async Task Who_has_no_role_anywhere_sees_nothing()
    {
        await using var lab = await StartAsync();

        await lab.CommandAsync("/costs", "", user: "U0BOB");

        await lab.ToldAsync("You have no role here, so costs is not open to you");
    }

    [Fact]
    public async Task What_admins_do_concerns_everybody()
    {
        await using var lab = await StartAsync(("Access:Grants:0:Role", "admin"));

        await lab.CommandAsync("/admin", "x");

        await lab.ToldAsync("admin concerns all repositories, so it needs the role admin for all, and yours is for orders.");
        Assert.Equal(0, lab.App.Desk.Runs);
    }

    [Fact]
    public async Task People_have_their_names_on_cards_and_pseudonyms_in_what_is_kept()
    {
        await using var lab = await StartAsync();

        await lab.CommandAsync("/costs", "week by user");

        await lab.ToldAsync("By user");
        Assert.Contains("Alice", lab.Slack.Told.Single().ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(0, await lab.CountAsync("select count(*) from operations where result like '%Alice%'"));
    }

    private static async Task<SlackLab> StartAsync(params (string, string?)[] more)
    {
        var lab = await SlackLab.StartAsync(
        [
            ("Access:Default", "none"), ("Access:Grants:0:Role", "viewer"), ("Access:Grants:0:Slack:0", "U0ALICE"), ("Access:Grants:0:Repositories:0", "orders"),
            ("Repositories:0:Path", "/srv/orders"), ("Repositories:1:Path", "/srv/billing"), .. more,
        ]);
        var ledger = lab.App.Get<ModelCallLedger>();
        await ledger.EnterAsync("op_1", CallBook.Dollar / 50, call => call with { Caller = new Caller("slack:T0TEAM/U0ALICE", "Alice", Role.Responder) });
        await ledger.EnterAsync("op_2", CallBook.Dollar / 10, call => call with { Repo = "billing" });
        return lab;
    }
}
