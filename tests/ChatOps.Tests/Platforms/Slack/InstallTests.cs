using System.Net;
using System.Text;
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
    public async Task A_workspace_that_removes_the_app_is_forgotten()
    {
        await using var lab = await StartAsync();
        await lab.App.Get<Installations>().SaveAsync(new Workspace(FakeSlack.Team, FakeSlack.InstalledToken, "U1BOT"), "Acme", "", "U1", default);

        await SlackSender.EventAsync(lab.App.Http, SlackSender.Event(new() { ["type"] = "app_uninstalled" }));

        Assert.Null(await lab.App.Get<Installations>().FindAsync(FakeSlack.Team, default));
    }

    private static Task<SlackLab> StartAsync() => SlackLab.StartAsync(("Slack:ClientId", "1.2"), ("Slack:ClientSecret", "client-secret"), ("Slack:BotToken", null));

    private static HttpClient Browser(SlackLab lab, out CookieContainer cookies)
    {
        cookies = new CookieContainer();
        return new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = lab.App.Address };
    }
}
