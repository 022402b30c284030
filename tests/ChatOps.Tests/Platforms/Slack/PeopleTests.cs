using System.Text.Json.Nodes;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.Slack;

namespace ChatOps.Tests.Platforms.Slack;

/// <summary>Who may ask: members of the workspace; no guest, no bot, nobody from elsewhere.</summary>
public sealed class PeopleTests
{
    [Theory]
    [InlineData("is_restricted")]
    [InlineData("is_ultra_restricted")]
    [InlineData("is_bot")]
    [InlineData("is_stranger")]
    [InlineData("deleted")]
    [InlineData("is_workflow_bot")]
    public async Task Guests_bots_and_strangers_have_no_role(string flag)
    {
        await using var lab = await SlackLab.StartAsync();
        lab.Slack.AddUser("U0GUEST", "Guest", user => user[flag] = true);

        await lab.CommandAsync("/echo", "let me in", user: "U0GUEST");

        await lab.ToldAsync("You have no role here");
        Assert.Equal(0, lab.App.Desk.Runs);
    }

    [Fact]
    public async Task Somebody_of_another_workspace_has_no_role_not_even_by_a_grant()
    {
        await using var lab = await SlackLab.StartAsync(("Access:Grants:0:Role", "admin"), ("Access:Grants:0:Slack:0", "U0OTHER"));
        lab.Slack.AddUser("U0OTHER", "Other", user => user["team_id"] = "T9ELSE");

        await lab.CommandAsync("/echo", "let me in", user: "U0OTHER");
        await lab.CommandAsync("/echo", "let me in", user: "U0NOBODY");

        await Eventually.BecomesTrueAsync(() => lab.Slack.Told.Count(told => told.ToJsonString().Contains("You have no role here", StringComparison.Ordinal)) == 2, "both are refused");
        Assert.Equal(0, lab.App.Desk.Runs);
    }

    [Fact]
    public async Task Another_workspace_than_the_tokens_is_not_served()
    {
        await using var lab = await SlackLab.StartAsync();

        await SlackSender.CommandAsync(lab.App.Http, SlackSender.Command("/echo", "hello", lab.Slack.NewReply().Url, team: "T9ELSE"));

        await lab.ToldAsync("has not installed the app");
        Assert.Equal(0, lab.App.Desk.Runs);
    }

    [Theory]
    [InlineData("Slack:0", "U0ALICE")]
    [InlineData("Slack:0", "T0TEAM/U0ALICE")]
    [InlineData("SlackGroups:0", "sre")]
    [InlineData("SlackGroups:0", "@sre")]
    [InlineData("SlackGroups:0", "S0SRE")]
    public async Task A_grant_to_a_person_or_a_group_holds(string key, string value)
    {
        await using var lab = await SlackLab.StartAsync(("Access:Grants:0:Role", "admin"), ($"Access:Grants:0:{key}", value));
        lab.Slack.Groups["sre"] = ["U0ALICE"];
        lab.Slack.Groups["other"] = ["U0BOB"];

        await lab.CommandAsync("/admin", "for admins");
        await lab.CommandAsync("/admin", "for admins", user: "U0BOB");

        await lab.MessageAsync("for admins");
        await lab.ToldAsync("needs the role admin and yours is responder");
    }

    [Theory]
    // The e-mail itself, or the GitHub login that the settings say is its owner's.
    [InlineData("Emails:0", "Alice@Example.com")]
    [InlineData("GitHub:0", "alice-on-github")]
    public async Task A_grant_by_e_mail_holds_for_its_confirmed_owner_among_members(string key, string value)
    {
        await using var lab = await SlackLab.StartAsync(("Access:Grants:0:Role", "admin"), ($"Access:Grants:0:{key}", value), ("Access:People:0:Email", "alice@example.com"), ("Access:People:0:GitHub", "Alice-on-GitHub"));
        string[] others = ["U0UNCONFIRMED", "U0UNSAID", "U0GUEST", "U0STRANGER", "U0BOT2"];
        lab.Slack.AddUser(others[0], "Alice", user => user["is_email_confirmed"] = false);
        lab.Slack.AddUser(others[1], "Alice", user => user.Remove("is_email_confirmed"));
        lab.Slack.AddUser(others[2], "Alice", user => user["is_restricted"] = true);
        lab.Slack.AddUser(others[3], "Alice", user => user["team_id"] = "T9ELSE");
        lab.Slack.AddUser(others[4], "Alice", user => user["is_bot"] = true);

        await lab.CommandAsync("/admin", "for admins");
        await lab.CommandAsync("/admin", "for bob", user: "U0BOB");
        foreach (var other in others)
            await lab.CommandAsync("/admin", "for others", user: other);

        await lab.MessageAsync("for admins");
        await Eventually.BecomesTrueAsync(() => lab.Slack.Told.Count() == 1 + others.Length, "all others are refused");
        Assert.Equal(1, lab.App.Desk.Runs);
    }

    [Fact]
    public async Task An_e_mail_gives_nothing_that_the_settings_do_not_say()
    {
        await using var lab = await SlackLab.StartAsync();
        lab.Slack.AddUser("U0ROOT", "Root", user => user["profile"]!["email"] = "");

        await lab.CommandAsync("/admin", "for admins");
        await lab.CommandAsync("/admin", "for admins", user: "U0ROOT");

        await Eventually.BecomesTrueAsync(() => lab.Slack.Told.Count(told => told.ToJsonString().Contains("needs the role admin and yours is responder", StringComparison.Ordinal)) == 2, "both are refused");
    }

    [Fact]
    public async Task A_Slack_that_does_not_say_who_asks_is_no_verdict()
    {
        await using var lab = await SlackLab.StartAsync();
        lab.Slack.Fail("users.info", "internal_error");

        await lab.CommandAsync("/echo", "one");
        await lab.ToldAsync("does not say just now who you are");
        await lab.CommandAsync("/echo", "two");

        await lab.MessageAsync("two");
    }

    [Fact]
    public async Task The_apps_own_page_shows_role_and_recent_operations_and_nothing_to_nobody()
    {
        await using var lab = await SlackLab.StartAsync();
        lab.Slack.AddUser("U0GUEST", "Guest", user => user["is_restricted"] = true);
        await lab.CommandAsync("/echo", "earlier");
        await lab.MessageAsync("earlier");

        await HomeAsync(lab, "U0ALICE");
        await Eventually.BecomesTrueAsync(() => lab.Slack.Views.Count == 1, "the page is shown");
        await HomeAsync(lab, "U0GUEST");
        await Eventually.BecomesTrueAsync(() => lab.Slack.Views.Count == 2, "the page is shown");

        var (mine, guests) = (lab.Slack.Views.First().ToJsonString(), lab.Slack.Views.Last().ToJsonString());
        Assert.Contains("responder", mine, StringComparison.Ordinal);
        Assert.Contains("echo: succeeded", mine, StringComparison.Ordinal);
        Assert.Contains("You may not ask for anything", guests, StringComparison.Ordinal);
        Assert.DoesNotContain("What you asked for lately", guests, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> HomeAsync(SlackLab lab, string user) =>
        SlackSender.EventAsync(lab.App.Http, SlackSender.Event(new JsonObject { ["type"] = "app_home_opened", ["user"] = user, ["tab"] = "home", ["channel"] = "D1" }));
}
