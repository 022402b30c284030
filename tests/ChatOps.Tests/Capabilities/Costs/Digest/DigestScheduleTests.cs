using System.Globalization;
using ChatOps.Adapters.Jobs;
using ChatOps.Adapters.Storage;
using ChatOps.Capabilities.Costs.Digest;
using ChatOps.Settings;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.Slack;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOps.Tests.Capabilities.Costs.Digest;

public sealed class DigestScheduleTests
{
    private const string Channel = "slack:T1/C1";

    // Clocks in Oslo go from two to three on 2027-03-28 and from three to two on 2027-10-31.
    [Theory]
    [InlineData("0 0 9 ? * MON", "2027-03-24T00:00Z", "2027-03-29T07:00Z")]
    [InlineData("0 0 9 ? * MON", "2027-03-17T00:00Z", "2027-03-22T08:00Z")]
    [InlineData("0 0 9 ? * MON", "2027-10-27T00:00Z", "2027-11-01T08:00Z")]
    [InlineData("0 30 2 ? * SUN", "2027-03-27T00:00Z", "2027-03-28T01:00Z")]
    [InlineData("0 30 2 ? * SUN", "2027-10-30T12:00Z", "2027-10-31T00:30Z")]
    [InlineData("0 30 2 ? * SUN", "2027-10-31T00:30Z", "2027-11-07T01:30Z")]
    public void A_timetable_goes_by_the_clocks_of_its_place(string cron, string after, string next) =>
        Assert.Equal(Time(next), Schedules.Next(cron, TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo"), Time(after)));

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_start_leaves_the_timetable_that_stands_and_takes_up_what_changed(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);
        var schedules = app.Get<Schedules>();
        var oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");
        await schedules.SetAsync("work", [new("a", "0 0 9 ? * MON", oslo), new("b", "0 0 9 ? * MON", oslo)], CancellationToken.None);
        var before = await schedules.NextAsync("work", CancellationToken.None);

        await schedules.SetAsync("work", [new("a", "0 0 9 ? * MON", oslo), new("c", "0 0 10 ? * TUE", TimeZoneInfo.Utc)], CancellationToken.None);
        var after = await schedules.NextAsync("work", CancellationToken.None);

        Assert.Equal(["a", "c"], after.Keys.Order());
        Assert.Equal(before["a"], after["a"]);
        Assert.Equal((DayOfWeek.Tuesday, 10), (after["c"]!.Value.DayOfWeek, after["c"]!.Value.Hour));
        await schedules.SetAsync("work", [new("a", "0 0 9 ? * MON", TimeZoneInfo.Utc)], CancellationToken.None);
        Assert.NotEqual(before["a"], (await schedules.NextAsync("work", CancellationToken.None))["a"]);
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task When_its_time_has_come_a_channel_gets_one_digest_a_week_however_often_it_is_rung_for(string provider)
    {
        // Every second, which is as good as many replicas and restarts.
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Provider = provider, Settings = Settings(("Cron", "* * * * * ?"), ("TimeZone", "Europe/Oslo")) });
        await Eventually.BecomesTrueAsync(async () => await CountAsync(app) == 1, "the timetable asks for a digest");

        var work = app.Services.GetRequiredKeyedService<IWork>(DigestWork.Name);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => work.RunAsync(Channel, CancellationToken.None)));
        await Eventually.BecomesTrueAsync(async () => (await OperationsAsync(app)).All(state => state == "succeeded"), "the digest is made");
        Assert.Single(await OperationsAsync(app));

        app.Clock.Advance(TimeSpan.FromDays(7));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => work.RunAsync(Channel, CancellationToken.None)));
        Assert.Equal(2, (await OperationsAsync(app)).Count);
        Assert.Equal(2, await CountAsync(app));
    }

    [Fact]
    public async Task A_channel_in_slack_gets_the_digest_with_its_chart_and_nobody_is_mentioned()
    {
        await using var lab = await SlackLab.StartAsync(("Digest:Channels:0:Channel", $"slack:{FakeSlack.Team}/C0INC"));
        var work = lab.App.Services.GetRequiredKeyedService<IWork>(DigestWork.Name);

        await work.RunAsync($"slack:{FakeSlack.Team}/C0INC", CancellationToken.None);

        var message = await lab.MessageAsync("The week to");
        Assert.Equal("C0INC", message.Channel);
        Assert.DoesNotContain("<@", message.Text, StringComparison.Ordinal);
        await Eventually.BecomesTrueAsync(() => Task.FromResult(lab.Slack.Calls.Any(call => call.Method == "files.completeUploadExternal" && call.Arguments.ToJsonString().Contains("chart.png", StringComparison.Ordinal))), "the chart is uploaded");
        Assert.Empty(lab.Slack.Broken);
    }

    [Fact]
    public async Task A_host_that_dies_before_it_notes_the_week_asks_for_no_second_digest()
    {
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = Settings(("Cron", "0 0 9 ? * MON")) });
        var work = app.Services.GetRequiredKeyedService<IWork>(DigestWork.Name);
        await work.RunAsync(Channel, CancellationToken.None);
        await app.Get<Database>().WriteAsync(transaction => transaction.Connection!.ExecuteAsync("delete from digests where 1 = 1", null, transaction), CancellationToken.None);

        await work.RunAsync(Channel, CancellationToken.None);
        await work.RunAsync("slack:T1/GONE", CancellationToken.None);

        Assert.Single(await OperationsAsync(app));
        Assert.Equal(1, await CountAsync(app));
    }

    [Theory]
    [InlineData("Digest:Channels:0:Channel", "general", "write it like slack:")]
    [InlineData("Digest:Channels:0:Cron", "every monday", "write it like 0 0 9")]
    [InlineData("Digest:Channels:0:TimeZone", "Mars/Olympus", "write it like Europe/Oslo")]
    [InlineData("Digest:Cron", "0 9 * * 1", "write it like 0 0 9")]
    [InlineData("Digest:TimeZone", "", "write it like Europe/Oslo")]
    public async Task A_setting_that_cannot_work_stops_the_host(string key, string value, string words)
    {
        var settings = Settings(("Cron", null));
        settings[key] = value;

        var refused = await Assert.ThrowsAsync<SettingException>(() => ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = settings }));

        Assert.Equal(key, refused.Key);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> Settings(params (string Key, string? Value)[] more)
    {
        var settings = new Dictionary<string, string?> { ["Digest:Channels:0:Channel"] = Channel };
        foreach (var (key, value) in more.Where(pair => pair.Value is not null))
            settings[$"Digest:Channels:0:{key}"] = value;
        return settings;
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static async Task<long> CountAsync(ChatOpsApp app)
    {
        await using var connection = await app.Get<Database>().OpenAsync(CancellationToken.None);
        return await connection.ExecuteScalarAsync<long>("select count(*) from digests");
    }

    private static async Task<IReadOnlyList<string>> OperationsAsync(ChatOpsApp app)
    {
        await using var connection = await app.Get<Database>().OpenAsync(CancellationToken.None);
        return [.. await connection.QueryAsync<string>("select state from operations where kind = 'digest'")];
    }
}
