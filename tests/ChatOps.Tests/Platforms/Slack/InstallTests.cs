using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using ChatOps.Platforms.Slack;
using ChatOps.Platforms.Slack.People;
using ChatOps.Tests.Support.Slack;

namespace ChatOps.Tests.Platforms.Slack;

/// <summary>Installs by OAuth: several workspaces, their tokens unreadable in the database.</summary>
public sealed class InstallTests
{
    [Fact]
    public async Task A_workspace_installs_is_served_and_its_token_stands_nowhere_readable()
    {
        await using var lab = await StartAsync();
        using var browser = Browser(lab, out var cookies);
        var begun = await browser.GetAsync(new Uri("/slack/install", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Redirect, begun.StatusCode);
        var query = HttpUtility.ParseQueryString(begun.Headers.Location!.Query);
        Assert.Equal(string.Join(',', SlackApp.Scopes), query["scope"]);

        var done = await browser.GetAsync(new Uri($"/slack/oauth?code=good-code&state={Uri.EscapeDataString(query["state"]!)}", UriKind.Relative));

        Assert.Contains("Installed", await done.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(new Workspace("T1OTHER", FakeSlack.InstalledToken, "U1BOT"), (await lab.App.Get<Workspaces>().FindAsync("T1OTHER", default)).Value);
        foreach (var file in Directory.EnumerateFiles(lab.App.DataDirectory, "chatops.db*"))
            Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(FakeSlack.InstalledToken)) < 0, file);
        Assert.DoesNotContain(FakeSlack.InstalledToken, lab.App.Log.Text, StringComparison.Ordinal);
        cookies.ToString();
    }

    [Theory]
    [InlineData("good-code", "T1OTHER", FakeSlack.InstalledToken)]
    [InlineData("organisation-code", FakeSlack.Organisation, FakeSlack.OrganisationToken)]
    public async Task Who_is_not_listed_is_refused_at_the_end_of_the_install_and_nothing_is_left_of_it(string code, string id, string token)
    {
        await using var lab = await StartAsync(("Slack:Workspaces:0", "T5OURS"), ("Slack:Workspaces:1", "E5OURS"));

        var done = await InstallAsync(lab, code);

        Assert.Equal(HttpStatusCode.Forbidden, done.StatusCode);
        Assert.Contains($"adds {id} to Slack:Workspaces", await done.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(await lab.App.Get<Installations>().FindAsync(id, default));
        Assert.Contains(lab.Slack.Calls, call => call.Method == "auth.revoke" && call.Token == token);
    }

    [Theory]
    [InlineData("Emails:0", "alice@example.com")]
    [InlineData("SlackGroups:0", "@sre")]
    public async Task An_email_or_a_group_of_a_workspace_that_is_not_listed_is_not_believed_however_it_was_installed(string key, string value)
    {
        await using var lab = await StartAsync(("Slack:Workspaces:0", "T5OURS"), ("Access:Grants:0:Role", "admin"), ($"Access:Grants:0:{key}", value));
        lab.Slack.Groups["sre"] = ["U1MALLORY"];
        await lab.App.Get<Installations>().SaveAsync(new Workspace("T1OTHER", FakeSlack.InstalledToken, "U1BOT"), "Elsewhere", "", "U1", default);
        lab.Slack.AddUser("U1MALLORY", "Alice", user => user["team_id"] = "T1OTHER");

        await SlackSender.CommandAsync(lab.App.Http, SlackSender.Command("/admin", "taken over", lab.Slack.NewReply().Url, user: "U1MALLORY", team: "T1OTHER"));

        await lab.ToldAsync("none of those that it answers in (Slack:Workspaces)");
        Assert.Equal(0, lab.App.Desk.Runs);
    }

    [Fact]
    public async Task An_organisation_that_is_not_listed_serves_none_of_its_workspaces()
    {
        await using var lab = await StartAsync(("Slack:Workspaces:1", "E5OURS"));
        await lab.App.Get<Installations>().SaveAsync(new Workspace(FakeSlack.Organisation, FakeSlack.OrganisationToken, FakeSlack.Bot), "Elsewhere", "", "U1", default);

        await SlackSender.CommandAsync(lab.App.Http, Of(SlackSender.Command("/echo", "let me in", lab.Slack.NewReply().Url, team: "T2SALES")));

        await lab.ToldAsync("none of those that it answers in");
        Assert.Equal(0, lab.App.Desk.Runs);
    }

    [Fact]
    public async Task In_all_workspaces_of_an_organisation_somebody_is_one_person()
    {
        await using var lab = await SlackLab.StartAsync(("Slack:BotToken", FakeSlack.OrganisationToken));
        AddSam(lab, FakeSlack.Team, "T2SALES");

        foreach (var team in (string[])[FakeSlack.Team, "T2SALES"])
        {
            await SlackSender.CommandAsync(lab.App.Http, Of(SlackSender.Command("/echo", "from " + team, user: "U0SAM", team: team)));
            await lab.MessageAsync("from " + team);
        }

        Assert.Equal(1, await lab.CountAsync("select count(distinct requested_by) from operations"));
        Assert.Equal(1, await lab.CountAsync("select count(*) from people where caller_id like '%/U0SAM'"));
        Assert.Equal(1, await lab.CountAsync("select count(*) from people where caller_id = 'slack:E0ORG/U0SAM'"));
    }

    [Theory]
    [InlineData("""{"is_enterprise_install":"true","enterprise_id":"E1"}""", "E1")]
    [InlineData("""{"is_enterprise_install":true,"enterprise":{"id":"E1"}}""", "E1")]
    [InlineData("""{"enterprise_id":"E2","authorizations":[{"enterprise_id":"E1","is_enterprise_install":true}]}""", "E1")]
    [InlineData("""{"is_enterprise_install":"false","enterprise_id":"E1"}""", null)]
    [InlineData("""{"enterprise":{"id":"E1"},"authorizations":[{"enterprise_id":"E1","is_enterprise_install":false}]}""", null)]
    public void The_organisation_is_read_where_it_installed_the_app(string payload, string? organisation) =>
        Assert.Equal(organisation, ChatOps.Platforms.Slack.Doors.Payload.Parse(payload)!.Value.Organisation);

    [Fact]
    public async Task What_somebody_may_do_is_asked_in_each_workspace_of_the_organisation()
    {
        await using var lab = await SlackLab.StartAsync(("Slack:BotToken", FakeSlack.OrganisationToken));
        AddSam(lab, FakeSlack.Team);
        await SlackSender.CommandAsync(lab.App.Http, Of(SlackSender.Command("/echo", "at home", user: "U0SAM")));
        await lab.MessageAsync("at home");

        await SlackSender.CommandAsync(lab.App.Http, Of(SlackSender.Command("/echo", "let me in", lab.Slack.NewReply().Url, user: "U0SAM", team: "T2SALES")));

        await lab.ToldAsync("You have no role here");
        Assert.Equal(1, lab.App.Desk.Runs);
    }

    [Theory]
    [InlineData("forged")]
    [InlineData("other browser")]
    [InlineData("late")]
    [InlineData("bad code")]
    [InlineData("no code")]
    public async Task An_install_that_was_not_begun_here_is_refused(string how)
    {
        await using var lab = await StartAsync();
        using var browser = Browser(lab, out _);
        var begun = await browser.GetAsync(new Uri("/slack/install", UriKind.Relative));
        var state = HttpUtility.ParseQueryString(begun.Headers.Location!.Query)["state"]!;
        using var other = Browser(lab, out _);
        if (how == "late")
            lab.App.Clock.Advance(TimeSpan.FromMinutes(11));

        var path = $"/slack/oauth?state={Uri.EscapeDataString(how == "forged" ? "x" + state : state)}{(how == "no code" ? "" : how == "bad code" ? "&code=bad" : "&code=good-code")}";
        var answer = await (how == "other browser" ? other : browser).GetAsync(new Uri(path, UriKind.Relative));

        Assert.False(answer.IsSuccessStatusCode);
        Assert.Null(await lab.App.Get<Installations>().FindAsync("T1OTHER", default));
    }

    [Fact]
    public async Task An_organisation_installs_once_and_each_of_its_workspaces_is_served_with_its_own_people()
    {
        await using var lab = await StartAsync(("Access:Grants:0:Role", "admin"), ("Access:Grants:0:SlackGroups:0", "sre"));
        lab.Slack.Groups["sre"] = ["U0ALICE"];
        lab.Slack.AddUser("U0SAM", "Sam", user => { user["team_id"] = "T9ELSE"; user["enterprise_user"] = new JsonObject { ["teams"] = new JsonArray("T9ELSE", "T2SALES") }; });

        var done = await InstallAsync(lab, "organisation-code");

        Assert.Contains("Installed for the organisation", await done.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await SlackSender.CommandAsync(lab.App.Http, Of(SlackSender.Command("/admin", "by group")));
        await lab.MessageAsync("by group");
        await SlackSender.CommandAsync(lab.App.Http, Of(SlackSender.Command("/echo", "from sales", user: "U0SAM", team: "T2SALES")));
        await lab.MessageAsync("from sales");
        Assert.All(lab.Slack.Calls.Where(call => call.Method.StartsWith("chat.", StringComparison.Ordinal)), call => Assert.Equal(FakeSlack.OrganisationToken, call.Token));
        foreach (var file in Directory.EnumerateFiles(lab.App.DataDirectory, "chatops.db*"))
            Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(FakeSlack.OrganisationToken)) < 0, file);
    }

    [Fact]
    public async Task A_workspace_that_the_organisation_did_not_add_is_not_served_whatever_the_request_says()
    {
        await using var lab = await StartAsync();
        await InstallAsync(lab, "organisation-code");

        await SlackSender.CommandAsync(lab.App.Http, Of(SlackSender.Command("/echo", "let me in", lab.Slack.NewReply().Url, team: "T9ELSE")));

        await lab.ToldAsync("has not installed the app");
        Assert.Equal(0, lab.App.Desk.Runs);
    }

    [Fact]
    public async Task A_workspaces_own_install_comes_before_its_organisations()
    {
        await using var lab = await StartAsync();
        await InstallAsync(lab, "organisation-code");
        await lab.App.Get<Installations>().SaveAsync(new Workspace(FakeSlack.Team, FakeSlack.InstalledToken, "U1BOT"), "Acme", "", "U1", default);

        await lab.CommandAsync("/echo", "hello");

        await lab.MessageAsync("hello");
        Assert.All(lab.Slack.Calls.Where(call => call.Method == "chat.postMessage"), call => Assert.Equal(FakeSlack.InstalledToken, call.Token));
    }

    [Fact]
    public async Task An_organisations_token_in_the_settings_serves_its_workspaces()
    {
        await using var lab = await SlackLab.StartAsync(("Slack:BotToken", FakeSlack.OrganisationToken));

        await SlackSender.CommandAsync(lab.App.Http, Of(SlackSender.Command("/echo", "hello")));
        await SlackSender.CommandAsync(lab.App.Http, Of(SlackSender.Command("/echo", "let me in", lab.Slack.NewReply().Url, team: "T9ELSE")));

        await lab.MessageAsync("hello");
        await lab.ToldAsync("has not installed the app");
        Assert.Equal(1, lab.App.Desk.Runs);
    }

    [Fact]
    public async Task An_organisation_that_removes_the_app_is_forgotten_with_all_its_workspaces()
    {
        await using var lab = await StartAsync();
        await InstallAsync(lab, "organisation-code");
        await lab.CommandAsync("/echo", "before");
        await lab.MessageAsync("before");
        var removed = SlackSender.Event(new() { ["type"] = "app_uninstalled" });
        removed["enterprise_id"] = FakeSlack.Organisation;
        removed["authorizations"] = new JsonArray(new JsonObject { ["enterprise_id"] = FakeSlack.Organisation, ["team_id"] = null, ["is_enterprise_install"] = true });

        await SlackSender.EventAsync(lab.App.Http, removed);

        Assert.Null(await lab.App.Get<Installations>().FindAsync(FakeSlack.Organisation, default));
        await lab.CommandAsync("/echo", "after", lab.Slack.NewReply());
        await lab.ToldAsync("has not installed the app");
        Assert.Equal(1, lab.App.Desk.Runs);
    }

    [Fact]
    public async Task Word_of_a_removal_that_comes_late_or_again_takes_no_newer_install_away()
    {
        await using var lab = await StartAsync();
        var at = lab.App.Clock.GetUtcNow().ToUnixTimeSeconds();
        var removed = SlackSender.Event(new() { ["type"] = "app_uninstalled" });
        removed["event_time"] = at;
        lab.App.Clock.Advance(TimeSpan.FromSeconds(2));
        var userTokens = SlackSender.Event(new() { ["type"] = "tokens_revoked", ["tokens"] = new JsonObject { ["oauth"] = new JsonArray("U1"), ["bot"] = new JsonArray() } });
        await lab.App.Get<Installations>().SaveAsync(new Workspace(FakeSlack.Team, FakeSlack.InstalledToken, "U1BOT"), "Acme", "", "U1", default);

        await SlackSender.EventAsync(lab.App.Http, removed);
        await SlackSender.EventAsync(lab.App.Http, userTokens);

        Assert.NotNull(await lab.App.Get<Installations>().FindAsync(FakeSlack.Team, default));
    }

    [Fact]
    public async Task A_workspace_that_removes_the_app_is_forgotten()
    {
        await using var lab = await StartAsync();
        await lab.App.Get<Installations>().SaveAsync(new Workspace(FakeSlack.Team, FakeSlack.InstalledToken, "U1BOT"), "Acme", "", "U1", default);

        await SlackSender.EventAsync(lab.App.Http, SlackSender.Event(new() { ["type"] = "app_uninstalled" }));

        Assert.Null(await lab.App.Get<Installations>().FindAsync(FakeSlack.Team, default));
    }

    private static void AddSam(SlackLab lab, params string[] teams) => lab.Slack.AddUser("U0SAM", "Sam", user =>
    {
        user["team_id"] = FakeSlack.Team;
        user["enterprise_user"] = new JsonObject { ["id"] = "U0SAM", ["teams"] = new JsonArray([.. teams.Select(team => (JsonNode)team)]) };
    });

    private static Task<SlackLab> StartAsync(params (string Key, string? Value)[] settings) => SlackLab.StartAsync([("Slack:ClientId", "1.2"), ("Slack:ClientSecret", "client-secret"), ("Slack:BotToken", null), ("Slack:Workspaces:0", "T1OTHER"), ("Slack:Workspaces:1", FakeSlack.Organisation), ("Slack:Workspaces:2", FakeSlack.Team), .. settings]);

    private static async Task<HttpResponseMessage> InstallAsync(SlackLab lab, string code)
    {
        using var browser = Browser(lab, out _);
        var begun = await browser.GetAsync(new Uri("/slack/install", UriKind.Relative));
        var state = HttpUtility.ParseQueryString(begun.Headers.Location!.Query)["state"]!;
        return await browser.GetAsync(new Uri($"/slack/oauth?code={code}&state={Uri.EscapeDataString(state)}", UriKind.Relative));
    }

    // What Slack adds to a request in an organisation's workspace.
    private static Dictionary<string, string> Of(Dictionary<string, string> form) => new(form) { ["enterprise_id"] = FakeSlack.Organisation, ["enterprise_name"] = "Acme Group", ["is_enterprise_install"] = "true" };

    private static HttpClient Browser(SlackLab lab, out CookieContainer cookies)
    {
        cookies = new CookieContainer();
        return new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = lab.App.Address };
    }
}
