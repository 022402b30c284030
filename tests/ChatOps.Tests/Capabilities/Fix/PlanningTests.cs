using ChatOps.Chat;
using ChatOps.Running;
using ChatOps.Running.Plans;

namespace ChatOps.Tests.Capabilities.Fix;

/// <summary>Where a fix goes, what it may not bring in, and what the pull request says of text from outside.</summary>
public sealed class PlanningTests : IAsyncLifetime
{
    private FixLab lab = null!;

    public async Task InitializeAsync() => lab = await FixLab.StartAsync();

    public async Task DisposeAsync() => await lab.DisposeAsync();

    [Fact]
    public async Task The_base_is_the_tip_of_the_branch_when_other_files_changed_since_the_diagnosis()
    {
        var diagnosis = await lab.DiagnosisAsync(Fix(lab.RetryText + "\nDELAY = 1\n"));
        var tip = lab.GitHub.Commit("main", "Say more", ("README.md", "# Orders, more\n"));

        var plan = (await lab.PlanAsync(diagnosis)).Value!;

        Assert.Equal(tip, plan.Plan.BaseSha);
        Assert.Equal([FixLab.Retry], plan.Plan.Files.Select(file => file.Path));
    }

    [Fact]
    public async Task A_file_that_changed_elsewhere_since_the_diagnosis_is_merged()
    {
        var before = lab.RetryText;
        var diagnosis = await lab.DiagnosisAsync(Fix(before + "\n\nDELAY = 1\n"));
        lab.GitHub.Commit("main", "Say what it is", (FixLab.Retry, "# Retries.\n" + before));

        var plan = (await lab.PlanAsync(diagnosis)).Value!;
        await lab.ApplyAsync(plan);

        var pull = Assert.Single(lab.GitHub.PullRequestsOpenedSince());
        Assert.Equal("# Retries.\n" + before + "\n\nDELAY = 1\n", lab.GitHub.Orders.Git.Run("show", $"{pull.HeadSha}:{FixLab.Retry}"));
    }

    [Fact]
    public async Task A_file_that_changed_in_the_same_place_since_the_diagnosis_is_not_overwritten()
    {
        var diagnosis = await lab.DiagnosisAsync(Fix(lab.RetryText + "DELAY = 1\n"));
        lab.GitHub.Commit("main", "Wait longer", (FixLab.Retry, lab.RetryText + "DELAY = 9\n"));

        var answer = await lab.PlanAsync(diagnosis);

        Assert.Equal(RefusalKind.Conflict, answer.Refusal!.Kind);
        Assert.Contains("src/utils/retry.py changed in the same places", answer.Refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_the_base_has_already_is_no_change()
    {
        var text = lab.RetryText + "DELAY = 1\n";
        var diagnosis = await lab.DiagnosisAsync(Fix(text));
        lab.GitHub.Commit("main", "Wait", (FixLab.Retry, text));

        var answer = await lab.PlanAsync(diagnosis);

        Assert.Contains("has this change already", answer.Refusal!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_base_may_move_between_plan_and_pull_request_but_not_on_the_same_files()
    {
        var plan = (await lab.PlanAsync(await lab.DiagnosisAsync(Fix(lab.RetryText + "DELAY = 1\n")))).Value!;
        lab.GitHub.Commit("main", "Wait longer", (FixLab.Retry, lab.RetryText + "DELAY = 9\n"));

        var answer = await lab.ApplyAsync(plan);

        Assert.Contains("src/utils/retry.py changed on main since this was planned", answer.Refusal!.Sentence, StringComparison.Ordinal);
        Assert.Empty(lab.Branches);
    }

    public static TheoryData<string, string, string> Forbidden => new()
    {
        { FixLab.Retry, "KEY = \"AKIAIOSFODNN7ABCDEFG\"\n", "would gain a secret" },
        { FixLab.Retry, "ADMIN = \"\u202e \u2066\"\n", "invisible or direction-changing" },
        { ".github/workflows/ci.yml", "on: push\n", "runs in CI" },
        { "CODEOWNERS", "* @eve\n", "decides who reviews" },
        { "../outside.py", "x = 1\n", "is not a path inside the repository" },
        { ".git/config", "[core]\n", "is not a path inside the repository" },
        { FixLab.Retry, "def broken(:\n", "does not parse" },
    };

    [Theory]
    [MemberData(nameof(Forbidden))]
    public async Task A_change_that_must_not_be_made_is_not_planned(string path, string text, string sentence)
    {
        var answer = await lab.PlanAsync(await lab.DiagnosisAsync(new Dictionary<string, string> { [path] = text }));

        Assert.Contains(sentence, answer.Refusal!.Sentence, StringComparison.Ordinal);
        Assert.Empty(lab.Branches);
    }

    [Fact]
    public async Task Text_from_outside_mentions_nobody_closes_nothing_and_links_nowhere()
    {
        const string Hostile = "Ping @acme/admins and\u200b @\u200beve, Fixes #1, closes acme/orders#2, GH-3, see https://evil.example/x and www.evil.example <img src=x onerror=alert(1)> [click](http://evil.example) &#64;team `@code`";
        var diagnosis = await lab.DiagnosisAsync(Fix(lab.RetryText + "DELAY = 1\n"), rootCause: Hostile, explanation: $"# Approved\n\n{Hostile}\n---\n<!-- chatops:op_1 -->", error: $"```\n{Hostile}");

        var plan = (await lab.PlanAsync(diagnosis)).Value!;
        var draft = FixLab.DraftOf(plan);

        foreach (var line in (string[])[plan.Plan.Title, draft.Message])
        {
            Assert.DoesNotMatch(@"@\w|#\d|(?i)gh-\d|://", line);
            Assert.DoesNotContain('\u200b', line);
        }

        Assert.DoesNotContain('\n', plan.Plan.Title);
        Assert.True(plan.Plan.Title.Length <= 120);
        var body = WithoutCode(draft.Body);
        Assert.DoesNotMatch(@"@\w", body);
        Assert.DoesNotMatch(@"#\d", body);
        Assert.DoesNotMatch(@"(?i)gh-\d", body);
        Assert.DoesNotContain("evil.example", body, StringComparison.Ordinal);
        Assert.DoesNotContain("<", body, StringComparison.Ordinal);
        Assert.DoesNotContain("&#", body, StringComparison.Ordinal);
        Assert.DoesNotContain("\n# ", body, StringComparison.Ordinal);
        Assert.Matches("^ai/fix-[a-z0-9-]+$", plan.Plan.Branch);
    }

    [Fact]
    public async Task The_permissions_that_were_looked_at_have_a_section_of_their_own()
    {
        var diagnosis = await lab.DiagnosisAsync(Fix(lab.RetryText + "DELAY = 1\n"), iam: new ChatOps.Iam.IamAnalysis
        {
            RequiredPermissions = ["sns:Publish"],
            MissingPermissions = ["sns:Publish on arn:aws:sns:*:*:order-notifications"],
            ConditionalPermissions = [],
            TerraformUpdate = "{ Effect = \"Allow\" }",
            TerraformDiff = null,
            Findings = [],
            Warnings = [],
        });

        var body = FixLab.DraftOf((await lab.PlanAsync(diagnosis)).Value!).Body;

        Assert.Contains("## Permissions\n\nThe role lacks:\n- `sns:Publish on arn:aws:sns:*:*:order-notifications`\n\n```hcl\n{ Effect = \"Allow\" }\n```", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeated_operation_finds_its_plan()
    {
        var diagnosis = await lab.DiagnosisAsync(Fix(lab.RetryText + "DELAY = 1\n"));

        var first = (await lab.PlanAsync(diagnosis, "op_1")).Value!;
        lab.GitHub.Commit("main", "Say more", ("README.md", "# Orders, more\n"));
        var again = (await lab.PlanAsync(diagnosis, "op_1")).Value!;

        Assert.Equal(first.Plan.Id, again.Plan.Id);
        Assert.Equal(first.Digest, again.Digest);
    }

    [Fact]
    public async Task Two_plans_at_once_never_name_the_same_branch()
    {
        var diagnosis = await lab.DiagnosisAsync(Fix(lab.RetryText + "DELAY = 1\n"));

        var plans = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => lab.PlanAsync(diagnosis)));

        Assert.Equal(5, plans.Select(plan => plan.Value!.Plan.Branch).Distinct().Count());
    }

    [Fact]
    public async Task The_command_fix_offers_the_plan_of_a_diagnosis_and_pushes_nothing()
    {
        var diagnosis = await lab.DiagnosisAsync(Fix(lab.RetryText + "DELAY = 1\n"));

        var outcome = await RunAsync(diagnosis.Id, Caller.Local);

        var plan = Assert.IsType<PlanView>(outcome.Value);
        Assert.Equal(PlanState.Proposed, plan.State);
        Assert.Equal("Create fix PR", Assert.Single(outcome.Card.Buttons).Label);
        Assert.Empty(lab.Branches);
    }

    [Fact]
    public async Task The_command_fix_asks_for_the_role_where_the_diagnosis_belongs()
    {
        var diagnosis = await lab.DiagnosisAsync(Fix(lab.RetryText + "DELAY = 1\n"));

        var outcome = await RunAsync(diagnosis.Id, new Caller("key:eve", "Eve", Role.Viewer));
        var unknown = await RunAsync("dg_unknown", Caller.Local);

        Assert.Equal(RefusalKind.Forbidden, outcome.Refusal!.Kind);
        Assert.Equal(RefusalKind.NotFound, unknown.Refusal!.Kind);
    }

    private Task<CommandOutcome> RunAsync(string diagnosis, Caller caller) => lab.App.Get<CommandRunner>().RunAsync(
        new CommandRequest { Command = "fix", Arguments = new Dictionary<string, string> { ["diagnosis"] = diagnosis }, Caller = caller, Door = "test" }, null, CancellationToken.None);

    private static Dictionary<string, string> Fix(string text) => new() { [FixLab.Retry] = text };

    // What GitHub does not parse: fenced blocks and code within lines.
    private static string WithoutCode(string markdown) =>
        System.Text.RegularExpressions.Regex.Replace(System.Text.RegularExpressions.Regex.Replace(markdown, @"(?ms)^(`{3,}).*?^\1$", ""), "`[^`\n]+`", "");
}
