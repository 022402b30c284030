using ChatOps.Adapters.GitHub;
using ChatOps.Capabilities.Rollback;
using ChatOps.Chat;
using ChatOps.Running;

namespace ChatOps.Tests.Capabilities.Rollback;

/// <summary>In a chat a rollback is first looked at: the pre-flight, with a button that carries the plan.</summary>
public sealed class RollbackPlanTests : IAsyncLifetime
{
    private RollbackLab lab = null!;

    public async Task InitializeAsync() => lab = await RollbackLab.StartAsync();

    public async Task DisposeAsync() => await lab.DisposeAsync();

    [Fact]
    public async Task A_chat_shows_what_would_happen_and_the_button_does_it()
    {
        var merged = await lab.MergedAsync();

        var shown = await lab.SayAsync("rollback", RollbackLab.Ann, ("numbers", $"#{merged.Number} causing throttling"));

        Assert.Null(shown.Refusal);
        Assert.Equal($"#{merged.Number}: ready to roll back", shown.Card.Title);
        Assert.Contains(shown.Card.Parts.OfType<FieldsPart>().SelectMany(part => part.Fields), field => field == ("Reason", "causing throttling"));
        Assert.Contains(shown.Card.Parts.OfType<DiffPart>(), part => part.Text.Contains("+ATTEMPTS = 3", StringComparison.Ordinal));
        Assert.Empty(lab.GitHub.PullRequestsOpenedSince(merged));
        var button = Assert.Single(shown.Card.Buttons);
        Assert.Equal(("Create revert PR", "apply"), (button.Label, button.Command));
        Assert.Contains("Nothing is merged", button.Confirm, StringComparison.Ordinal);

        var clicked = await ClickAsync(button);

        Assert.Null(clicked.Refusal);
        var pull = Assert.Single(lab.GitHub.PullRequestsOpenedSince(merged));
        Assert.Contains("causing throttling", pull.Body, StringComparison.Ordinal);
        Assert.Equal($"Pull request #{pull.Number} is open", clicked.Card.Title);
    }

    [Fact]
    public async Task When_the_base_moves_onto_the_same_files_the_plan_is_void_and_otherwise_it_holds()
    {
        var (first, second) = (await lab.MergedAsync(), await lab.MergedAsync("Add a part", ("src/part.py", "X = 1\n")));
        var (one, two) = (await lab.SayAsync("rollback", RollbackLab.Ann, ("numbers", "1")), await lab.SayAsync("rollback", RollbackLab.Ann, ("numbers", "2")));

        lab.GitHub.Commit("main", "Retry even more (#90)", ("src/retry.py", "ATTEMPTS = 99\nDELAY = 1\n"));
        var (stale, fresh) = (await ClickAsync(one.Card.Buttons[0]), await ClickAsync(two.Card.Buttons[0]));

        Assert.Equal((1, 2), (first.Number, second.Number));
        Assert.Contains("src/retry.py changed on main since this was planned", stale.Refusal!.Sentence, StringComparison.Ordinal);
        Assert.Null(fresh.Refusal);
        Assert.Single(lab.GitHub.PullRequestsOpenedSince(second));
    }

    [Fact]
    public async Task Of_two_plans_for_the_same_pull_request_the_second_one_opens_nothing()
    {
        var merged = await lab.MergedAsync();
        var first = await lab.SayAsync("rollback", RollbackLab.Ann, ("numbers", "1"));
        lab.Host.Clock.Advance(TimeSpan.FromHours(20));
        var second = await lab.SayAsync("rollback", RollbackLab.Ann, ("numbers", "1"));

        await ClickAsync(second.Card.Buttons[0]);
        var late = await ClickAsync(first.Card.Buttons[0]);

        Assert.Equal(RefusalKind.Conflict, late.Refusal!.Kind);
        Assert.Contains("#2 takes back #1 already", late.Refusal.Sentence, StringComparison.Ordinal);
        Assert.Single(lab.GitHub.PullRequestsOpenedSince(merged));
    }

    [Fact]
    public async Task A_conflict_is_a_card_that_names_who_is_in_the_way_and_has_no_button()
    {
        await lab.MergedAsync();
        lab.GitHub.Commit("main", "Retry even more (#90)", ("src/retry.py", "ATTEMPTS = 99\nDELAY = 1\n"));

        var shown = await lab.SayAsync("rollback", RollbackLab.Ann, ("numbers", "1"));

        Assert.Equal((Tone.Refused, "#1: rolling back conflicts in 1 file"), (shown.Card.Tone, shown.Card.Title));
        Assert.Contains(shown.Card.Parts.OfType<ListPart>().SelectMany(part => part.Items), item => item == new CardItem("src/retry.py", "#90 Retry even more"));
        Assert.Empty(shown.Card.Buttons);
        Assert.Null(((RollbackProposal)shown.Value!).Plan);
    }

    [Fact]
    public async Task A_responder_is_told_what_role_it_takes()
    {
        await lab.MergedAsync();

        var denied = await lab.SayAsync("rollback", new Caller("key:bob", "Bob", Role.Responder), ("numbers", "1"));

        Assert.Equal(RefusalKind.Forbidden, denied.Refusal!.Kind);
    }

    [Fact]
    public async Task The_status_names_risks_and_later_commits_and_changes_nothing()
    {
        var rest = string.Concat(Enumerable.Range(1, 12).Select(i => $"STEP{i} = {i}\n"));
        lab.GitHub.Commit("main", "Steps (#89)", ("src/retry.py", "ATTEMPTS = 3\n" + rest));
        var merged = await lab.MergedAsync("Add orders table", ("db/migrate/V7__orders.sql", "create table orders (id int);\n"), ("src/retry.py", "ATTEMPTS = 9\n" + rest), ("src/ledger.py", "def book(): pass\n"), ("terraform/iam.tf", "# role\n"), ("package-lock.json", "{}\n"), ("api/orders.proto", "message Order {}\n"));
        lab.GitHub.Commit("main", "Use the ledger (#90)", ("src/app.py", "import ledger\n"), ("src/other.py", "X = 1\n"));
        lab.GitHub.Commit("main", "More (#91)", ("src/retry.py", "ATTEMPTS = 9\n" + rest + "MORE = 1\n"));

        var status = await lab.StatusAsync(merged.Number);

        Assert.True((bool)status["can_rollback"]!, status.ToJsonString());
        Assert.Equal("squash", (string?)status["method"]);
        Assert.Equal(91, (int)Assert.Single(status["later_commits"]!.AsArray())!["pr_number"]!);
        var risks = status["risks"]!.AsArray().Select(risk => $"{risk!["kind"]} {risk["path"]}").ToList();
        Assert.Equal(
            ["migration db/migrate/V7__orders.sql", "iam terraform/iam.tf", "api api/orders.proto", "lock_file package-lock.json", "dependent src/app.py", "later_change src/retry.py"],
            risks);
        Assert.Contains("src/ledger.py would be gone", (string?)status["risks"]!.AsArray().First(risk => (string?)risk!["kind"] == "dependent")!["why"], StringComparison.Ordinal);
        Assert.DoesNotContain(lab.GitHub.Requests, request => request.Method != "GET");
        Assert.DoesNotContain(lab.GitHub.GitRequests, request => request.Path.Contains("receive-pack", StringComparison.Ordinal));
        Assert.DoesNotContain((await lab.Host.GetJsonAsync("/history/audit"))["items"]!.AsArray(), row => (string?)row!["action"] == "apply");
    }

    [Fact]
    public async Task What_a_revert_says_of_itself_reads_well()
    {
        var merged = await lab.MergedAsync("Add orders table", ("db/migrate/V7__orders.sql", "create table orders (id int);\n"), ("src/retry.py", "ATTEMPTS = 3\nDELAY = 2\n"));
        var pull = await lab.RolledBackAsync(merged.Number);

        Assert.Contains("- #1 `Add orders table`, merged ", pull.Body, StringComparison.Ordinal);
        Assert.Contains("### Why\n```text\nIt throttles.\n```\n", pull.Body, StringComparison.Ordinal);
        Assert.Contains("cleanly. No later commit changed the same files.", pull.Body, StringComparison.Ordinal);
        Assert.Contains("- `db/migrate/V7__orders.sql`: a database on which this ran stays as it is", pull.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_of_the_status_and_of_a_re_apply_call_things_by_their_name()
    {
        var merged = await lab.MergedAsync();
        var revert = await lab.RolledBackAsync(merged.Number);
        await lab.GitHub.MergeAsync(revert.Number, MergeMethod.Squash);

        var status = await lab.SayAsync("rollback-status", new Caller("key:eve", "Eve", Role.Viewer), ("number", $"#{merged.Number}"));
        var reapply = await lab.SayAsync("rollback", RollbackLab.Ann, ("numbers", $"{revert.Number}"));

        Assert.Equal((Tone.Refused, $"#{merged.Number}: cannot be rolled back"), (status.Card.Tone, status.Card.Title));
        Assert.Equal($"#{revert.Number}: ready to re-apply what was taken back", reapply.Card.Title);
        Assert.Equal("Create re-apply PR", Assert.Single(reapply.Card.Buttons).Label);
        Assert.Equal(ChangeKind.Reapply, ((RollbackProposal)reapply.Value!).Plan!.Kind);
    }

    private Task<CommandOutcome> ClickAsync(CardButton button)
    {
        var parts = button.Argument.Split(' ');
        return lab.SayAsync(button.Command, RollbackLab.Ann, ("plan", parts[0]), ("digest", parts[1]));
    }
}
