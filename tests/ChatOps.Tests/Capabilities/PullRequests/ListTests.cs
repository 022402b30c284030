using ChatOps.Adapters.GitHub;
using ChatOps.Capabilities.PullRequests;
using ChatOps.Chat;
using ChatOps.Running;
using ChatOps.Running.Operations;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Capabilities.PullRequests;

/// <summary>What <c>GET /prs/ai</c> lists, and what its cards and the decision's offer.</summary>
public sealed class ListTests
{
    [Fact]
    public async Task Every_pull_request_with_our_label_is_listed_with_what_is_known_of_it()
    {
        await using var lab = await PullRequestLab.StartAsync();
        var merged = await lab.OpenOursAsync();
        await lab.Fake.MergeAsync(merged.Number, MergeMethod.Squash);
        var closed = await lab.OpenOursAsync("ai/fix-2", "ATTEMPTS = 1\nDELAY = 1\n");
        closed.Close(lab.Host.Clock.GetUtcNow());
        var labelled = await lab.Fake.OpenPullRequestAsync("From before", ("old.txt", "old\n"));
        lab.Fake.Alone(() => { lab.Fake.Label(lab.Fake.Orders, labelled, "ai-generated"); return 0; });
        await lab.Fake.OpenPullRequestAsync("A person's", ("b.txt", "b\n"));

        var all = await lab.GetAsync("rex", "/prs/ai");

        Assert.Equal(3, (int)all["total"]!);
        Assert.Equal([labelled.Number, closed.Number, merged.Number], all["prs"]!.AsArray().Select(pull => (int)pull!["pr_number"]!));
        Assert.Equal(["open", "closed", "merged"], all["prs"]!.AsArray().Select(pull => (string)pull!["state"]!));
        Assert.Equal(["feature", "fix", "fix"], all["prs"]!.AsArray().Select(pull => (string)pull!["kind"]!));
        Assert.Equal(["pr_number", "title", "kind", "state", "branch", "pr_url", "created_at", "merged_at", "operation_id", "reverted_by"], all["prs"]![0]!.AsObject().Select(member => member.Key));
        Assert.Null(all["prs"]![0]!["operation_id"]);
        Assert.StartsWith("op_", (string?)all["prs"]![2]!["operation_id"], StringComparison.Ordinal);
        foreach (var (state, number) in new[] { ("open", labelled.Number), ("closed", closed.Number), ("merged", merged.Number) })
        {
            var some = await lab.GetAsync("rex", $"/prs/ai?state={state}");
            Assert.Equal((1, number), ((int)some["total"]!, (int)some["prs"]![0]!["pr_number"]!));
        }

        var first = await lab.GetAsync("rex", "/prs/ai?limit=1&repo=ORDERS");
        Assert.Equal((3, 1), ((int)first["total"]!, first["prs"]!.AsArray().Count));
    }

    [Theory]
    [InlineData("state=broken", 400)]
    [InlineData("limit=0", 400)]
    [InlineData("limit=201", 400)]
    [InlineData("limit=many", 400)]
    [InlineData("repo=unknown", 404)]
    public async Task A_wrong_query_is_a_sentence(string query, int status)
    {
        await using var lab = await PullRequestLab.StartAsync();

        var answer = await lab.Host.SendAsync(HttpMethod.Get, $"/prs/ai?{query}", null, ("Authorization", "Bearer rex"));

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Without_GitHub_the_setting_is_named()
    {
        await using var app = await ChatOpsApp.StartAsync();

        var (status, sentence) = await PullRequestLab.RefusedAsync(await app.Http.GetAsync(new Uri("/prs/ai", UriKind.Relative)));

        Assert.Equal(503, status);
        Assert.Contains("GITHUB_TOKEN", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_decision_card_has_a_button_for_what_GitHub_would_accept_and_a_reason_for_the_rest()
    {
        await using var lab = await PullRequestLab.StartAsync();
        var pull = await lab.OpenOursAsync();

        var (ann, rex) = (await DecideAsync(lab, new Caller("key:ann", "ann", Role.Approver), pull), await DecideAsync(lab, new Caller("key:rex", "rex", Role.Responder), pull));
        var card = DecisionCard.From(ann);

        Assert.Equal(["approve", "merge", "close"], ann.Options.Select(option => option.Action));
        Assert.Contains("no GitHub account is linked to you", ann.Options[0].WhyNot, StringComparison.Ordinal);
        Assert.Equal("Ready to merge", card.Title);
        Assert.Equal(["Merge", "Close", "Check permissions"], card.Buttons.Select(button => button.Label));
        Assert.Equal(["apply", "apply", "iam-check"], card.Buttons.Select(button => button.Command));
        Assert.Contains($"Merges #{pull.Number} (merge) at {pull.HeadSha[..10]} into main.", card.Buttons[0].Confirm, StringComparison.Ordinal);
        Assert.Equal($"{ann.Options[1].Plan!.Id} {ann.Options[1].Plan!.Digest}", card.Buttons[0].Argument);
        Assert.Equal("Check permissions", Assert.Single(DecisionCard.From(rex).Buttons).Label);
        Assert.Contains("you need the role approver and yours is responder", rex.Options[2].WhyNot, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_offers_to_decide_about_what_is_open()
    {
        await using var lab = await PullRequestLab.StartAsync();
        var (open, closed) = (await lab.OpenOursAsync(), await lab.OpenOursAsync("ai/fix-2", "ATTEMPTS = 1\nDELAY = 1\n"));
        closed.Close(lab.Host.Clock.GetUtcNow());

        var card = PrsCard.From((await lab.Host.Get<AiPullRequestList>().ReadAsync(lab.Fake.Repository, null, 20, default)).Value!);

        Assert.Equal("2 pull requests of ChatOps", card.Title);
        Assert.Equal(("pr", $"{open.Number}"), (Assert.Single(card.Buttons).Command, card.Buttons[0].Argument));
        Assert.Equal("No pull request of ChatOps", PrsCard.From(new AiPullRequests([], 0)).Title);
    }

    private static async Task<PullRequestDecision> DecideAsync(PullRequestLab lab, Caller caller, FakePullRequest pull)
    {
        var submitted = await lab.Host.Get<OperationQueue>().SubmitAsync(MaskedRequest.Create("pr", caller, "test", null, ("number", $"{pull.Number}")), default);
        var id = submitted.Value!.Id;
        await Eventually.BecomesTrueAsync(async () => (await lab.Host.Get<OperationStore>().FindAsync(id, default))!.IsFinished, "the operation ended");
        var operation = (await lab.Host.Get<OperationStore>().FindAsync(id, default))!;
        Assert.Null(operation.Error);
        return (PullRequestDecision)lab.Host.Get<CommandCatalog>().Find("pr")!.Read(operation.Result!);
    }
}
