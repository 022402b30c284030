using System.Text;
using ChatOps.Adapters.Storage;
using ChatOps.Tests.Capabilities.PullRequests;
using ChatOps.Tests.Support;
using Dapper;

namespace ChatOps.Tests.Capabilities.Accounts;

/// <summary>A person's GitHub account is linked by a code that they type on GitHub, and its token shows nowhere.</summary>
public sealed class AccountTests
{
    [SkippableTheory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_link_goes_from_nothing_over_a_code_to_an_account_and_back(string provider)
    {
        await using var lab = await PullRequestLab.StartAsync(provider);
        lab.Fake.AddPerson("ines");

        Assert.Equal("""{"state":"none","user_code":null,"verification_uri":null,"login":null}""", (await lab.GetAsync("ann", "/me/github")).ToJsonString());
        var begun = await ChatOpsApp.JsonAsync(await lab.PostAsync("ann", "/me/github"));
        var again = await ChatOpsApp.JsonAsync(await lab.PostAsync("ann", "/me/github"));
        Assert.Equal(("pending", $"{lab.Fake.Address}/login/device"), ((string?)begun["state"], (string?)begun["verification_uri"]));
        Assert.Equal((string?)begun["user_code"], (string?)again["user_code"]);
        Assert.Equal("pending", (string?)(await lab.GetAsync("ann", "/me/github"))["state"]);

        lab.Fake.DeviceFlow.Authorize((string)begun["user_code"]!, "ines");
        lab.Host.Clock.Advance(TimeSpan.FromSeconds(6));
        var linked = await lab.GetAsync("ann", "/me/github");
        Assert.Equal("""{"state":"linked","user_code":null,"verification_uri":null,"login":"ines"}""", linked.ToJsonString());
        Assert.Equal("linked", (string?)(await ChatOpsApp.JsonAsync(await lab.PostAsync("ann", "/me/github")))["state"]);
        Assert.Equal("none", (string?)(await lab.GetAsync("bob", "/me/github"))["state"]);

        var ended = await ChatOpsApp.JsonAsync(await lab.Host.SendAsync(HttpMethod.Delete, "/me/github", null, ("Authorization", "Bearer ann")));
        Assert.Equal("none", (string?)ended["state"]);
        Assert.Equal("none", (string?)(await lab.GetAsync("ann", "/me/github"))["state"]);
    }

    [Fact]
    public async Task However_often_somebody_looks_GitHub_is_asked_no_more_often_than_it_wants()
    {
        await using var lab = await PullRequestLab.StartAsync();
        await lab.PostAsync("ann", "/me/github");

        for (var i = 0; i < 4; i++)
            await lab.GetAsync("ann", "/me/github");
        Assert.Equal(0, lab.Fake.DeviceFlow.Polls);
        lab.Host.Clock.Advance(TimeSpan.FromSeconds(6));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => lab.GetAsync("ann", "/me/github")));

        Assert.Equal(1, lab.Fake.DeviceFlow.Polls);
    }

    [Fact]
    public async Task When_GitHub_wants_to_be_asked_less_often_it_is()
    {
        await using var lab = await PullRequestLab.StartAsync();
        await lab.PostAsync("ann", "/me/github");
        lab.Fake.DeviceFlow.SlowDownNext = true;

        lab.Host.Clock.Advance(TimeSpan.FromSeconds(6));
        await lab.GetAsync("ann", "/me/github");
        lab.Host.Clock.Advance(TimeSpan.FromSeconds(6));
        await lab.GetAsync("ann", "/me/github");
        Assert.Equal(1, lab.Fake.DeviceFlow.Polls);
        lab.Host.Clock.Advance(TimeSpan.FromSeconds(5));
        await lab.GetAsync("ann", "/me/github");

        Assert.Equal(2, lab.Fake.DeviceFlow.Polls);
    }

    [Theory]
    [InlineData(true, "denied")]
    [InlineData(false, "expired")]
    public async Task A_no_and_a_code_not_typed_in_time_are_told_apart_and_a_new_try_begins_anew(bool isDenied, string state)
    {
        await using var lab = await PullRequestLab.StartAsync();
        var begun = await ChatOpsApp.JsonAsync(await lab.PostAsync("ann", "/me/github"));
        if (isDenied)
            lab.Fake.DeviceFlow.Deny((string)begun["user_code"]!);

        lab.Host.Clock.Advance(isDenied ? TimeSpan.FromSeconds(6) : TimeSpan.FromMinutes(16));

        Assert.Equal(state, (string?)(await lab.GetAsync("ann", "/me/github"))["state"]);
        var anew = await ChatOpsApp.JsonAsync(await lab.PostAsync("ann", "/me/github"));
        Assert.Equal("pending", (string?)anew["state"]);
        Assert.NotEqual((string?)begun["user_code"], (string?)anew["user_code"]);
    }

    [Fact]
    public async Task A_token_that_GitHub_no_longer_takes_is_said_to_be_revoked()
    {
        await using var lab = await PullRequestLab.StartAsync();
        await lab.LinkAsync("ann", "ines");
        lab.Fake.RevokeAll("ines");
        lab.Host.Clock.Advance(TimeSpan.FromMinutes(2));

        var link = await lab.GetAsync("ann", "/me/github");

        Assert.Equal(("revoked", "ines"), ((string?)link["state"], (string?)link["login"]));
    }

    [Fact]
    public async Task Where_no_account_can_be_linked_the_setting_is_named()
    {
        await using var lab = await PullRequestLab.StartAsync(("GitHub:ClientId", null));

        var (status, sentence) = await PullRequestLab.RefusedAsync(await lab.PostAsync("ann", "/me/github"));

        Assert.Equal(503, status);
        Assert.Contains("GitHub:ClientId", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_token_nor_device_code_stands_in_a_file_a_log_or_an_answer()
    {
        await using var lab = await PullRequestLab.StartAsync();
        var pull = await lab.Fake.OpenPullRequestAsync("Tune", ("a.txt", "a\n"));
        var shown = new StringBuilder();
        var begun = await lab.PostAsync("ann", "/me/github");
        shown.Append(await begun.Content.ReadAsStringAsync());
        var pending = await lab.PostAsync("bob", "/me/github");
        shown.Append(await pending.Content.ReadAsStringAsync());
        lab.Fake.AddPerson("ines");
        lab.Fake.DeviceFlow.Authorize((string)(await ChatOpsApp.JsonAsync(begun))["user_code"]!, "ines");
        lab.Host.Clock.Advance(TimeSpan.FromSeconds(6));
        shown.Append(await lab.GetAsync("ann", "/me/github"));
        var plan = await lab.PlanAsync("ann", pull.Number, "approve");
        shown.Append(plan).Append(await (await lab.ApplyAsync("ann", pull.Number, "approve", plan)).Content.ReadAsStringAsync());
        shown.Append(await lab.GetAsync("root", "/history/audit?limit=200"));
        string[] secrets = [.. lab.Fake.DeviceFlow.Secrets];
        Assert.Equal(3, secrets.Length);

        await using (var connection = await lab.Host.Get<Database>().OpenAsync(default))
            Assert.Equal(2, await connection.ExecuteScalarAsync<long>("select count(*) from github_accounts where token is not null or device_code is not null"));
        await lab.Host.StopAsync();

        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(secret, shown.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(secret, lab.Host.Log.Text, StringComparison.Ordinal);
            foreach (var file in Directory.EnumerateFiles(lab.Host.DataDirectory, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("chatops.lock", StringComparison.Ordinal)))
                Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0, $"{file} holds a secret");
        }
    }
}
