using ChatOps.Capabilities.PullRequests.Tracking;
using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Capabilities.PullRequests;

public sealed class DecisionContractTests
{
    [SkippableFact]
    public async Task Every_request_behind_lists_decisions_and_tracking_is_one_that_GitHub_describes()
    {
        await using var lab = await PullRequestLab.StartAsync(("GitHub:ApiUrl", "{fake}/checked/api/v3"), ("Repositories:0:Url", "{fake}/checked/acme/orders.git"));
        await using var proxy = await ContractProxy.StartAsync(lab.Fake);
        var (merged, closed) = (await lab.OpenOursAsync(), await lab.Fake.OpenPullRequestAsync("Unwanted", ("b.txt", "b\n")));
        await lab.LinkAsync("ann", "ines");

        foreach (var (number, decision, who) in new[] { (merged.Number, "approve", "ann"), (merged.Number, "merge", "bob"), (closed.Number, "close", "ann") })
            Assert.True((await lab.ApplyAsync(who, number, decision, await lab.PlanAsync(who, number, decision))).IsSuccessStatusCode, string.Join('\n', lab.Fake.Violations));
        foreach (var state in (string[])["open", "merged", "closed", "all"])
            await lab.GetAsync("ann", $"/prs/ai?state={state}");
        Assert.Null(await lab.Host.Get<WorkflowTracker>().LookAroundAsync(lab.Fake.Repository, [merged.Number], default));

        Assert.Empty(lab.Fake.Violations);
    }
}
