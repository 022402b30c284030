using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOps.Adapters.Git;
using ChatOps.Capabilities.PullRequests;
using ChatOps.Chat;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Capabilities.Fix;

/// <summary>An error becomes a pull request, or a sentence that says why it did not; the diagnosis is there in either case.</summary>
public sealed partial class FixEndpointTests
{
    [Fact]
    public async Task A_fix_of_the_rules_engine_becomes_one_labelled_pull_request_on_the_tip_of_the_base()
    {
        await using var lab = await FixLab.StartAsync();
        var before = lab.RetryText;

        var answer = await lab.PostAsync();

        Assert.Equal(["diagnosis", "fix_diff", "fix_pr", "fix_skipped_reason", "operation_id"], answer.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
        var pull = Assert.Single(lab.GitHub.PullRequestsOpenedSince());
        Assert.Equal(47, (int?)answer["fix_pr"]!["pr_number"]);
        Assert.Equal(pull.Branch, (string?)answer["fix_pr"]!["branch"]);
        Assert.EndsWith("/acme/orders/pull/47", (string?)answer["fix_pr"]!["pr_url"], StringComparison.Ordinal);
        Assert.Null(answer["fix_skipped_reason"]);
        Assert.Matches(@"^ai/fix-[a-z0-9-]+-\d{8}$", pull.Branch);
        Assert.Contains("ai-generated", pull.Labels);
        Assert.Equal("main", pull.BaseBranch);
        Assert.False(pull.Draft);
        Assert.Equal([pull.HeadSha], pull.Commits);
        Assert.NotEqual(before, lab.GitHub.Orders.Git.Run("show", $"{pull.HeadSha}:{FixLab.Retry}"));
        Assert.Equal((string?)answer["diagnosis"]!["fix_code"]![FixLab.Retry], lab.GitHub.Orders.Git.Run("show", $"{pull.HeadSha}:{FixLab.Retry}"));
        Assert.Contains("+++ b/src/utils/retry.py", (string?)answer["fix_diff"], StringComparison.Ordinal);
        Assert.All(answer["diagnosis"]!["fix_checks"]!.AsArray(), check => Assert.True((bool?)check!["passed"], check.ToJsonString()));
        var workflow = await lab.App.Get<WorkflowStore>().FindAsync("orders", 47, CancellationToken.None);
        Assert.Equal((string?)answer["diagnosis"]!["id"], workflow!.DiagnosisId);
        Assert.Equal((string?)answer["operation_id"], workflow.OperationId);
    }

    [Fact]
    public async Task The_same_error_again_is_answered_with_the_pull_request_that_is_open_for_it()
    {
        await using var lab = await FixLab.StartAsync();
        await lab.PostAsync();

        var again = await lab.PostAsync();

        Assert.Single(lab.GitHub.PullRequestsOpenedSince());
        Assert.Equal(47, (int?)again["fix_pr"]!["pr_number"]);
        Assert.Contains("#47 with a fix for this error is open already", (string?)again["fix_skipped_reason"], StringComparison.Ordinal);
        Assert.Equal(47, (int?)again["diagnosis"]!["similar"]![0]!["pr_number"]);
        Assert.Equal("open", (string?)again["diagnosis"]!["similar"]![0]!["pr_state"]);
    }

    [Fact]
    public async Task The_description_says_what_broke_why_how_it_was_checked_and_how_to_take_it_back()
    {
        await using var lab = await FixLab.StartAsync();

        await lab.PostAsync();

        var pull = Assert.Single(lab.GitHub.PullRequestsOpenedSince());
        var text = $"{pull.Title}\n\n{pull.Body.ReplaceLineEndings("\n")}".Replace(lab.GitHub.Address, "https://github.test", StringComparison.Ordinal);
        text = text.Replace("\u200b", "", StringComparison.Ordinal);
        text = Time().Replace(Sha().Replace(Id().Replace(text, "$1_ID"), "SHA"), "TIME");
        Assert.Equal(await File.ReadAllTextAsync(Snapshot("pull-request.md")), text.TrimEnd() + "\n");
    }

    [Fact]
    public async Task The_examples_of_the_documentation_work_as_they_stand_without_github()
    {
        await using var app = await ChatOpsApp.StartAsync();
        foreach (var body in (string[])[
            """{"error_message": "TimeoutError: Lambda timed out after 30 seconds", "file_path": "src/handlers/order_sqs_handler.py"}""",
            FixLab.Body,
        ])
        {
            var response = await app.SendAsync(HttpMethod.Post, "/diagnose-and-fix", ChatOpsApp.Json(body));
            var answer = await ChatOpsApp.JsonAsync(response);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Null(answer["fix_pr"]);
            Assert.NotEmpty((string?)answer["diagnosis"]!["root_cause"] ?? "");
            Assert.NotEmpty(answer["diagnosis"]!["fix_code"]!.AsObject());
            Assert.Contains("GITHUB_TOKEN", (string?)answer["fix_skipped_reason"], StringComparison.Ordinal);
            Assert.NotEmpty((string?)answer["fix_diff"] ?? "");
            var branch = BranchName().Match((string)answer["fix_skipped_reason"]!).Value;
            var git = (await app.Get<GitStore>().OpenForChangesAsync(app.Get<RepositoryDirectory>().All[0], push: false, CancellationToken.None)).Value!;
            var tip = (await git.TipAsync(branch, CancellationToken.None)).Value!.Sha;
            var (path, text) = answer["diagnosis"]!["fix_code"]!.AsObject().First();
            Assert.Equal((string?)text, git.ReadText(tip!, path));
        }
    }

    [Fact]
    public async Task The_repository_that_is_read_is_never_written()
    {
        await using var app = await ChatOpsApp.StartAsync();
        var sample = app.Get<RepositoryDirectory>().All[0].Path!;
        string[] Refs() => [.. Directory.EnumerateFiles(Path.Combine(sample, ".git"), "*", SearchOption.AllDirectories).Select(file => $"{file} {File.GetLastWriteTimeUtc(file):O} {new FileInfo(file).Length}").Order(StringComparer.Ordinal)];
        var before = Refs();

        await app.SendAsync(HttpMethod.Post, "/diagnose-and-fix", ChatOpsApp.Json(FixLab.Body));

        Assert.Equal(before, Refs());
    }

    [Fact]
    public async Task After_a_closed_pull_request_the_same_error_gets_a_branch_of_its_own()
    {
        await using var lab = await FixLab.StartAsync();

        await lab.PostAsync();
        var close = await lab.PostAsync("{}", "/pr/47/close");
        await lab.PostAsync($$"""{"digest": "{{close["digest"]}}"}""", "/pr/47/close");
        var second = await lab.PostAsync();

        Assert.EndsWith("-2", (string?)second["fix_pr"]!["branch"], StringComparison.Ordinal);
        Assert.Equal(2, lab.Branches.Count);
    }

    [Fact]
    public async Task A_repeated_request_with_its_key_opens_nothing_twice()
    {
        await using var lab = await FixLab.StartAsync();

        var first = await ChatOpsApp.JsonAsync(await lab.App.SendAsync(HttpMethod.Post, "/diagnose-and-fix", ChatOpsApp.Json(FixLab.Body), ("Idempotency-Key", "a")));
        var again = await ChatOpsApp.JsonAsync(await lab.App.SendAsync(HttpMethod.Post, "/diagnose-and-fix", ChatOpsApp.Json(FixLab.Body), ("Idempotency-Key", "a")));

        Assert.True(JsonNode.DeepEquals(first, again));
        Assert.Single(lab.GitHub.PullRequestsOpenedSince());
    }

    [Fact]
    public async Task A_draft_is_opened_as_one()
    {
        await using var lab = await FixLab.StartAsync();

        await lab.PostAsync(FixLab.Body.Replace("{", """{"draft": true, """, StringComparison.Ordinal));

        Assert.True(Assert.Single(lab.GitHub.PullRequestsOpenedSince()).Draft);
    }

    [Fact]
    public async Task Where_commits_have_to_be_signed_github_makes_them()
    {
        await using var lab = await FixLab.StartAsync();
        lab.GitHub.Orders.Rules["main"] = [new JsonObject { ["type"] = "required_signatures" }];

        await lab.PostAsync();

        var pull = Assert.Single(lab.GitHub.PullRequestsOpenedSince());
        Assert.Contains(pull.HeadSha, lab.GitHub.Orders.Signed);
    }

    [Fact]
    public async Task An_error_without_a_safe_change_leaves_no_branch_and_says_why()
    {
        await using var lab = await FixLab.StartAsync();

        var answer = await lab.PostAsync("""{"error_message": "something went wrong"}""");

        Assert.Null(answer["fix_pr"]);
        Assert.Equal("", (string?)answer["fix_diff"]);
        Assert.Contains("nothing to open a pull request with", (string?)answer["fix_skipped_reason"], StringComparison.Ordinal);
        Assert.Empty(lab.Branches);
    }

    public static TheoryData<string, string> Refusals => new()
    {
        { "401", "credentials" },
        { "403 limit", "rate limit is used up" },
        { "403", "does not let our token do this" },
        { "422", "Validation Failed" },
        { "502", "GitHub failed" },
        { "protected", "Protected branch update failed" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_github_refuses_leaves_nothing_behind_and_the_diagnosis_is_there(string what, string sentence)
    {
        await using var lab = await FixLab.StartAsync();
        // The first one fetches, so that the error can be diagnosed whatever comes.
        await lab.PostAsync(FixLab.Body, "/diagnose");
        switch (what)
        {
            case "401": lab.GitHub.Revoke(lab.GitHub.Token); break;
            case "403 limit": lab.GitHub.FailNext(new FakeFault.SecondaryLimit(null), "POST", "/pulls"); break;
            case "403": lab.GitHub.FailNext(new FakeFault.Refusal(403, "Resource not accessible by personal access token"), "POST", "/pulls"); break;
            case "422": lab.GitHub.FailNext(new FakeFault.Refusal(422, "Validation Failed"), "POST", "/pulls"); break;
            case "502":
                for (var i = 0; i < 3; i++)
                    lab.GitHub.FailNext(new FakeFault.Status(502), "POST", "/pulls");
                break;
            default: lab.GitHub.Orders.RefusePushes("ai/*", "Changes must be made through a pull request."); break;
        }

        var answer = await lab.PostAsync();

        Assert.Null(answer["fix_pr"]);
        Assert.Contains(sentence, (string?)answer["fix_skipped_reason"], StringComparison.Ordinal);
        Assert.EndsWith(".", (string?)answer["fix_skipped_reason"], StringComparison.Ordinal);
        Assert.NotEmpty((string?)answer["fix_diff"] ?? "");
        Assert.NotEmpty(answer["diagnosis"]!["fix_code"]!.AsObject());
        Assert.Empty(lab.Branches);
        Assert.Empty(lab.GitHub.PullRequestsOpenedSince());
        var kept = await lab.App.GetJsonAsync($"/diagnoses/{(string?)answer["diagnosis"]!["id"]}");
        Assert.Equal((string?)answer["diagnosis"]!["root_cause"], (string?)kept["root_cause"]);
    }

    [Fact]
    public async Task When_time_runs_out_before_the_change_is_ready_the_diagnosis_is_answered()
    {
        await using var lab = await FixLab.StartAsync();
        await lab.PostAsync(FixLab.Body, "/diagnose");
        var hang = new FakeFault.Hang();
        lab.GitHub.FailNext(hang, "GET", ".git");

        var asked = lab.PostAsync();
        await hang.Arrived.Task;
        lab.App.Clock.Advance(TimeSpan.FromSeconds(91));
        var answer = await asked;

        Assert.Null(answer["fix_pr"]);
        Assert.StartsWith("Time ran out before the change was ready", (string?)answer["fix_skipped_reason"], StringComparison.Ordinal);
        Assert.NotEmpty(answer["diagnosis"]!["fix_code"]!.AsObject());
        Assert.Empty(lab.Branches);
    }

    [Fact]
    public async Task A_label_that_cannot_be_set_is_no_reason_to_hide_the_pull_request()
    {
        await using var lab = await FixLab.StartAsync();
        lab.GitHub.FailNext(new FakeFault.Refusal(403, "Resource not accessible by personal access token"), "POST", "/labels");

        var answer = await lab.PostAsync();

        Assert.Equal(47, (int?)answer["fix_pr"]!["pr_number"]);
        Assert.Single(lab.Branches);
    }

    [Theory]
    [InlineData("{}", "error_message")]
    [InlineData("""{"error_message": " "}""", "error_message")]
    [InlineData("""{"error_message": "E", "file_path": "../x"}""", "file_path")]
    public async Task A_request_that_is_wrong_names_the_field(string body, string field)
    {
        await using var app = await ChatOpsApp.StartAsync();

        var response = await app.SendAsync(HttpMethod.Post, "/diagnose-and-fix", ChatOpsApp.Json(body));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotNull((await ChatOpsApp.JsonAsync(response))["errors"]![field]);
    }

    [Fact]
    public async Task A_viewer_may_not()
    {
        var key = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("k"u8));
        await using var lab = await FixLab.StartAsync(("Host:ApiKeys:0:Name", "eve"), ("Host:ApiKeys:0:Sha256", key), ("Host:ApiKeys:0:Role", "viewer"));

        var response = await lab.App.SendAsync(HttpMethod.Post, "/diagnose-and-fix", ChatOpsApp.Json(FixLab.Body), ("Authorization", "Bearer k"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(lab.Branches);
    }

    private static string Snapshot(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, name);

    [GeneratedRegex(@"\b(dg|op)_[0-9A-Z]+")]
    private static partial Regex Id();

    [GeneratedRegex(@"\b(?=[0-9a-f]*\d)[0-9a-f]{10,40}\b")]
    private static partial Regex Sha();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d UTC")]
    private static partial Regex Time();

    [GeneratedRegex(@"ai/fix-[a-z0-9-]+")]
    private static partial Regex BranchName();
}
