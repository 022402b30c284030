using ChatOps.Capabilities.Diagnose;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Capabilities.Diagnose.Model;

/// <summary>What models answer wrongly, and what comes of it.</summary>
public class AnswerScenarioTests
{
    [Fact]
    public async Task A_wrong_path_is_dropped_with_a_warning_when_the_repair_repeats_it_beside_a_good_one()
    {
        await using var lab = await ModelLab.StartAsync("anthropic");
        lab.Server.Script(ModelLab.Good(answer => answer["citations"] = new[]
        {
            ModelLab.Cite(OrdersCase.RetryPath, 12, 12, "raise RuntimeError("),
            ModelLab.Cite("src/utils/retries.py", 3, 3, "ATTEMPTS = 3"),
        }));

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Equal(Engine.Model, diagnosis.Engine);
        Assert.DoesNotContain(diagnosis.Evidence, item => item.Path == "src/utils/retries.py");
        Assert.Contains(diagnosis.Warnings, warning => warning.Contains("src/utils/retries.py does not exist", StringComparison.Ordinal));
        Assert.Equal(2, lab.Server.Requests.Count);
    }

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("src/../../../etc/passwd")]
    public async Task A_path_that_leaves_the_repository_is_never_cited_and_the_rules_engine_answers(string path)
    {
        await using var lab = await ModelLab.StartAsync("openai");
        lab.Server.Script(ModelLab.Good(answer =>
        {
            answer["root_cause"] = "The password file is readable.";
            answer["citations"] = new[] { ModelLab.Cite(path, 1, 1, "root:x:0:0") };
        }));

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Equal(Engine.Rules, diagnosis.Engine);
        Assert.DoesNotContain(diagnosis.Evidence, item => item.Path.Contains("passwd", StringComparison.Ordinal));
        Assert.Contains(diagnosis.Warnings, warning => warning.Contains("did not hold", StringComparison.Ordinal));
        Assert.Equal("RuntimeError is raised in call_with_retry.", diagnosis.RootCause);
    }

    [Fact]
    public async Task A_quote_with_the_wrong_line_numbers_is_put_right_without_another_call()
    {
        await using var lab = await ModelLab.StartAsync("anthropic");
        lab.Server.Script(ModelLab.Good(answer => answer["citations"] = new[] { ModelLab.Cite(OrdersCase.RetryPath, 8, 8, "raise RuntimeError(\"gave up after %d attempts\" % ATTEMPTS)") }));

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Equal((12, 12), (diagnosis.Evidence[0].StartLine, diagnosis.Evidence[0].EndLine));
        Assert.Single(lab.Server.Requests);
    }

    [Theory]
    [InlineData("ATTEMPTS = 4\n", "does not stand")]
    [InlineData("ATTEMPTS", "more than once")]
    public async Task An_edit_that_does_not_apply_is_dropped_and_the_diagnosis_stays(string search, string problem)
    {
        await using var lab = await ModelLab.StartAsync("anthropic");
        lab.Server.Script(ModelLab.Good(answer => answer["edits"] = new[] { ModelLab.Edit(OrdersCase.RetryPath, search, "ATTEMPTS = 5\n") }));

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Equal(Engine.Model, diagnosis.Engine);
        Assert.Equal(OrdersCase.RetryPath, diagnosis.AffectedFiles[0]);
        Assert.Empty(diagnosis.FixCode);
        var check = Assert.Single(diagnosis.FixChecks);
        Assert.Equal(("applies", false), (check.Check, check.Passed));
        Assert.Contains(problem, check.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("KEY = 'AKIAIOSFODNN7EXAMPLQ'", "secrets")]
    [InlineData("x = 1 # \u202E\u2066 hidden", "secrets")]
    [InlineData("def broken(:", "parses")]
    public async Task An_edit_that_adds_what_it_must_not_is_refused(string line, string check)
    {
        await using var lab = await ModelLab.StartAsync("openai");
        lab.Server.Script(ModelLab.Good(answer => answer["edits"] = new[] { ModelLab.Edit(OrdersCase.RetryPath, "ATTEMPTS = 3\n", $"ATTEMPTS = 5\n{line}\n") }));

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Empty(diagnosis.FixCode);
        Assert.Empty(diagnosis.FixDiff);
        Assert.Contains(diagnosis.FixChecks, result => result.Check == check && !result.Passed);
    }

    [Theory]
    [InlineData(".github/workflows/ci.yml")]
    [InlineData("CODEOWNERS")]
    [InlineData(".git/hooks/pre-commit")]
    [InlineData("../outside.py")]
    [InlineData("/etc/cron.d/job")]
    public async Task An_edit_of_a_forbidden_file_is_refused(string path)
    {
        await using var lab = await ModelLab.StartAsync("anthropic");
        lab.Server.Script(ModelLab.Good(answer => answer["edits"] = new[] { ModelLab.Edit(path, null, null, "on: push\n") }));

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Empty(diagnosis.FixCode);
        Assert.Contains(diagnosis.FixChecks, check => !check.Passed);
    }

    [Fact]
    public async Task A_repaired_edit_is_taken()
    {
        await using var lab = await ModelLab.StartAsync("anthropic");
        lab.Server.Script(ModelLab.Good(answer => answer["edits"] = new[] { ModelLab.Edit(OrdersCase.RetryPath, "nowhere", "x") }), ModelLab.Good());

        var diagnosis = await lab.DiagnoseAsync();

        Assert.NotEmpty(diagnosis.FixCode);
        Assert.All(diagnosis.FixChecks, check => Assert.True(check.Passed));
    }

    [Theory]
    [InlineData("Here is my diagnosis:\n{0}\nI hope this helps!")]
    [InlineData("```json\n{0}\n```")]
    [InlineData("Some {braces} first? No: {0}", false)]
    public async Task JSON_in_prose_or_in_a_fence_is_found(string frame, bool atOnce = true)
    {
        await using var lab = await ModelLab.StartAsync("openai");
        lab.Server.Script(ScriptedReply.Say(frame.Replace("{0}", ModelLab.GoodJson(), StringComparison.Ordinal)), ModelLab.Good());

        Assert.Equal(Engine.Model, (await lab.DiagnoseAsync()).Engine);
        Assert.Equal(atOnce ? 1 : 2, lab.Server.Requests.Count);
    }

    [Fact]
    public async Task Prose_without_JSON_is_asked_for_again()
    {
        await using var lab = await ModelLab.StartAsync("anthropic");
        lab.Server.Script(ScriptedReply.Say("The retry loop gives up."), ModelLab.Good());

        Assert.Equal(Engine.Model, (await lab.DiagnoseAsync()).Engine);
        Assert.Equal(["malformed", "ok"], (await lab.RowsAsync()).Select(row => row.Outcome));
    }

    [Fact]
    public async Task A_category_that_nobody_knows_counts_as_other()
    {
        await using var lab = await ModelLab.StartAsync("openai");
        lab.Server.Script(ModelLab.Good(answer => answer["category"] = "gremlins"));

        Assert.Equal(Category.Other, (await lab.DiagnoseAsync()).Category);
        Assert.Single(lab.Server.Requests);
    }

    [Fact]
    public async Task A_model_that_does_not_know_makes_the_diagnosis_inconclusive()
    {
        await using var lab = await ModelLab.StartAsync("anthropic");
        lab.Server.Script(ModelLab.Good(answer =>
        {
            answer["root_cause"] = null;
            answer["citations"] = Array.Empty<object>();
            answer["edits"] = Array.Empty<object>();
            answer["unknowns"] = new List<string> { "The body of save." };
        }));

        var diagnosis = await lab.DiagnoseAsync();

        Assert.Equal(Outcome.Inconclusive, diagnosis.Outcome);
        Assert.True(diagnosis.ConfidenceScore < 0.5);
        Assert.NotEmpty(diagnosis.RootCause);
        Assert.Contains("The body of save.", diagnosis.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_praises_itself_gains_nothing()
    {
        await using var lab = await ModelLab.StartAsync("openai");
        lab.Server.Script(ModelLab.Good(answer =>
        {
            answer["confidence"] = "high";
            answer["confidence_score"] = 1.0;
            answer["outcome"] = "root_cause_found";
        }));

        var diagnosis = await lab.DiagnoseAsync(OrdersCase.Evidence(lab.Repository.Snapshot(), located: 0.1));

        Assert.Equal(Outcome.Inconclusive, diagnosis.Outcome);
    }
}
