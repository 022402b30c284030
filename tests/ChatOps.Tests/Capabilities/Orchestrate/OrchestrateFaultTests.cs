using System.Text.Json;
using ChatOps.Adapters.Llm;
using ChatOps.Capabilities.Orchestrate;
using ChatOps.Chat;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Capabilities.Orchestrate;

/// <summary>Whatever goes wrong with whichever agent's provider, the next one takes its part, the answer says so, and every call is paid once.</summary>
public sealed class OrchestrateFaultTests
{
    private static readonly Dictionary<string, (ScriptedReply Reply, string Words, string Outcome)> Faults = new()
    {
        ["429 with Retry-After"] = (ScriptedReply.Status(429, "300"), "is rate-limited or overloaded (429)", "busy"),
        ["500"] = (ScriptedReply.Status(500), "failed (500)", "error"),
        ["529"] = (ScriptedReply.Status(529), "is rate-limited or overloaded (529)", "busy"),
        ["cut stream"] = (ScriptedReply.Say("""{"summ""") with { Ending = Ending.Cut }, "answer was cut off", "cut"),
        ["reset"] = (ScriptedReply.Say("""{"summ""") with { Ending = Ending.Reset }, "answer was cut off", "cut"),
        ["malformed JSON"] = (ScriptedReply.Say("""{"summary": 7}"""), "answer was malformed", "malformed"),
        ["empty"] = (ScriptedReply.Say(""), "answer was empty", "empty"),
        ["over-long"] = (ScriptedReply.Say(new string('x', 210_000)), "answer was too long", "too_long"),
        ["declined"] = (ScriptedReply.Say("No.") with { FinishReason = "refusal" }, "declined to answer", "refused"),
        ["key"] = (ScriptedReply.Status(401), "refused the key (401)", "unauthorised"),
    };

    public static TheoryData<string, string> All
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var role in (string[])["planner", "implementer", "reviewer"])
            {
                foreach (var fault in Faults.Keys)
                    all.Add(role, fault);
            }

            return all;
        }
    }

    [Theory, MemberData(nameof(All))]
    public async Task The_next_provider_takes_the_part(string role, string fault)
    {
        await using var lab = await StartAsync();
        var (bad, words, outcome) = Faults[fault];
        // Planner and implementer are asked at anthropic first, and the reviewer at the vendor that did not write the change. Who fails goes on failing.
        ScriptedReply[] answers = [Plan, Change, Review];
        var at = Array.IndexOf((string[])["planner", "implementer", "reviewer"], role);
        var (faulty, other) = role == "reviewer" ? ("openai", "anthropic") : ("anthropic", "openai");
        lab.Server.ScriptAnthropic(faulty == "openai" ? answers : [.. answers.Take(at), bad]);
        lab.Server.ScriptOpenAi(faulty == "openai" ? [bad.FinishReason is null ? bad : bad with { FinishReason = "content_filter" }] : [.. answers.Skip(at)]);

        var done = (await RunAsync(lab)).Value!;

        Assert.Equal("DELAY", Assert.Single(done.Plan.Steps));
        Assert.Contains("+ATTEMPTS = 6", done.Change.Diff, StringComparison.Ordinal);
        Assert.Equal(ReviewVerdict.Approve, done.Review!.Verdict);
        Assert.Equal(other, done.Turns[at].Provider);
        Assert.Contains(done.Warnings, warning => warning.StartsWith(faulty, StringComparison.Ordinal) && warning.Contains(words, StringComparison.Ordinal) && warning.EndsWith($"{other} answered.", StringComparison.Ordinal));
        var rows = await lab.RowsAsync();
        Assert.Contains(rows, row => row.Outcome == outcome && row.Provider == faulty);
        Assert.Equal(rows.Sum(row => row.Cost) / 1_000_000_000m, done.Turns.Sum(turn => turn.CostUsd));
    }

    [Fact]
    public async Task When_nobody_is_left_to_review_the_change_is_shown_without()
    {
        await using var lab = await StartAsync();
        lab.Server.ScriptAnthropic(Plan, Change, ScriptedReply.Status(529));
        lab.Server.ScriptOpenAi(ScriptedReply.Status(500));

        var done = (await RunAsync(lab)).Value!;

        Assert.NotEmpty(done.Change.Diff);
        Assert.Null(done.Review);
        Assert.Contains(done.Warnings, warning => warning.StartsWith("The change was not reviewed: No model answered: ", StringComparison.Ordinal));
        Assert.Equal(3, done.Turns.Count);
    }

    [Fact]
    public async Task When_nobody_plans_there_is_a_sentence_and_it_says_what_was_spent()
    {
        await using var lab = await StartAsync();
        lab.Server.Script(ScriptedReply.Say("I would rather not say it in JSON."));

        var refusal = (await RunAsync(lab)).Refusal!;

        Assert.Equal(RefusalKind.ProviderFailed, refusal.Kind);
        Assert.Contains("Nothing was planned. It cost $0.0", refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_time_is_over_what_there_is_is_shown()
    {
        await using var lab = await StartAsync();
        var slow = Review with { Ending = Ending.Hang };
        lab.Server.ScriptAnthropic(Plan, Change, slow);
        lab.Server.ScriptOpenAi(slow);

        var running = RunAsync(lab);
        await slow.Sent.Task;
        lab.Time.Advance(TimeSpan.FromSeconds(168));
        var done = (await running).Value!;

        Assert.NotEmpty(done.Change.Diff);
        Assert.Null(done.Review);
        Assert.Contains(done.Warnings, warning => warning.StartsWith("The change was not reviewed: The deadline left no time", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_revision_that_fails_leaves_the_change_before_it()
    {
        await using var lab = await StartAsync();
        lab.Server.ScriptAnthropic(Plan, Change, ScriptedReply.Status(401));
        lab.Server.ScriptOpenAi(Say(new { verdict = "revise", summary = "Six is many.", findings = Array.Empty<object>() }), ScriptedReply.Status(401));

        var done = (await RunAsync(lab)).Value!;

        Assert.Contains("+ATTEMPTS = 6", done.Change.Diff, StringComparison.Ordinal);
        Assert.Equal(ReviewVerdict.Revise, done.Review!.Verdict);
        Assert.Contains(done.Warnings, warning => warning.StartsWith("The change was not revised: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.03, 0, "Nothing was planned")]
    [InlineData(0.20, 1, "There is a plan but no change")]
    [InlineData(0.28, 2, "The change was not reviewed")]
    public async Task A_budget_that_ends_in_the_middle_leaves_what_there_is(double dollars, int turns, string words)
    {
        await using var lab = await StartAsync(options => options.Budgets.PerOperation = (decimal)dollars);
        lab.Server.ScriptAnthropic(Plan with { OutputTokens = 10_000 }, Change with { OutputTokens = 16_000 });
        lab.Server.ScriptOpenAi(Review);

        var answer = await RunAsync(lab);

        var rows = await lab.RowsAsync();
        Assert.Equal(turns, rows.Count);
        Assert.True(rows.Sum(row => row.Cost) / 1_000_000_000m <= (decimal)dollars);
        if (answer.Refusal is { } refusal)
            Assert.True(refusal.Kind == RefusalKind.OverLimit && refusal.Sentence.Contains(words, StringComparison.Ordinal) && turns == 0, refusal.Sentence);
        else
            Assert.Contains(answer.Value!.Warnings, warning => warning.StartsWith(words, StringComparison.Ordinal) && warning.Contains("Ai:Budgets:PerOperation", StringComparison.Ordinal));
    }

    private static ScriptedReply Plan => Say(new { summary = "Retries more.", steps = (string[])["DELAY"], files = (string[])[OrdersCase.RetryPath], unknowns = Array.Empty<string>() });

    private static ScriptedReply Change => Say(new { edits = new[] { ModelLab.Edit(OrdersCase.RetryPath, "ATTEMPTS = 3\n", "ATTEMPTS = 6\n") }, summary = "More tries." });

    private static ScriptedReply Review => Say(new { verdict = "approve", summary = "Good.", findings = Array.Empty<object>() });

    private static ScriptedReply Say(object answer) => ScriptedReply.Say(JsonSerializer.Serialize(answer));

    private static Task<ModelLab> StartAsync(Action<AiOptions>? adjust = null) => ModelLab.StartAsync(adjust: options =>
    {
        options.Roles.Plan.AddRange(["anthropic", "openai"]);
        options.Roles.Implement.AddRange(["anthropic", "openai"]);
        options.Roles.Review.AddRange(["anthropic", "openai"]);
        options.Providers.RemoveAll(provider => provider.Name is not ("anthropic" or "openai"));
        // One answer without end is dear.
        options.Budgets.PerOperation = 5;
        adjust?.Invoke(options);
    });

    private static Task<Answer<TaskOutcome>> RunAsync(ModelLab lab)
    {
        var agent = new Agent(lab.Router, lab.Time);
        return new Orchestrator(new Planner(agent, []), new Implementer(agent, []), new Reviewer(agent, lab.Router, []), new OrchestrateOptions()).RunAsync(lab.Repository.Snapshot(), "Retry more often", lab.Context(170), CancellationToken.None);
    }
}
