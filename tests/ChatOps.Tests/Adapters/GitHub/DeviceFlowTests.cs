using ChatOps.Adapters.GitHub;
using ChatOps.Chat;
using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Adapters.GitHub;

public sealed class DeviceFlowTests
{
    [Fact]
    public async Task A_person_links_an_account_by_a_code()
    {
        await using var lab = await StartAsync();
        var code = (await lab.Api.DeviceFlow.StartAsync(default)).Value!;

        var waiting = (await lab.Api.DeviceFlow.PollAsync(code, default)).Value!;
        var hasty = (await lab.Api.DeviceFlow.PollAsync(code, default)).Value!;
        lab.Fake.DeviceFlow.Authorize(code.UserCode, "ines");
        lab.Clock.Advance(TimeSpan.FromSeconds(10));
        var linked = (await lab.Api.DeviceFlow.PollAsync(code, default)).Value!;

        Assert.Equal($"{lab.Fake.Address}/login/device", code.VerificationUri);
        Assert.Equal((DeviceFlowState.Pending, TimeSpan.FromSeconds(5)), (waiting.State, waiting.Interval));
        Assert.Equal((DeviceFlowState.Pending, TimeSpan.FromSeconds(10)), (hasty.State, hasty.Interval));
        Assert.Equal((DeviceFlowState.Linked, "ines"), (linked.State, linked.Account!.Login));
        Assert.Equal("ines", (await lab.Api.Accounts.OfTokenAsync(linked.Account.Token, default)).Value!.Login);
        Assert.DoesNotContain(code.Secret, $"{code} {linked}", StringComparison.Ordinal);
        Assert.DoesNotContain(linked.Account.Token, $"{linked}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_no_and_an_end_of_time_are_told_apart()
    {
        await using var lab = await StartAsync();
        var denied = (await lab.Api.DeviceFlow.StartAsync(default)).Value!;
        var late = (await lab.Api.DeviceFlow.StartAsync(default)).Value!;
        lab.Fake.DeviceFlow.Deny(denied.UserCode);

        Assert.Equal(DeviceFlowState.Denied, (await lab.Api.DeviceFlow.PollAsync(denied, default)).Value!.State);
        lab.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(DeviceFlowState.Expired, (await lab.Api.DeviceFlow.PollAsync(late, default)).Value!.State);
    }

    [Fact]
    public async Task Without_a_client_id_the_setting_is_named()
    {
        await using var lab = await GitHubLab.StartAsync();

        Assert.Contains("GitHub:ClientId", (await lab.Api.DeviceFlow.StartAsync(default)).Refusal!.Sentence, StringComparison.Ordinal);
        Assert.NotNull(lab.Api.DeviceFlow.WhyNot);
    }

    [Fact]
    public async Task A_client_id_that_GitHub_refuses_comes_through_in_its_words()
    {
        await using var lab = await GitHubLab.StartAsync(("GitHub:ClientId", "wrong"));

        var refusal = (await lab.Api.DeviceFlow.StartAsync(default)).Refusal!;

        Assert.Equal((RefusalKind.NotConfigured, "GitHub does not start a device flow (Device Flow must be explicitly enabled for this App.) Check GitHub:ClientId, and that the app has device flow enabled."), (refusal.Kind, refusal.Sentence));
    }

    private static Task<GitHubLab> StartAsync() => GitHubLab.StartAsync(("GitHub:ClientId", FakeDeviceFlow.ClientId));
}
