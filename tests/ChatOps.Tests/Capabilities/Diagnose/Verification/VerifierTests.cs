using ChatOps.Capabilities.Diagnose;
using ChatOps.Capabilities.Diagnose.Verification;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Capabilities.Diagnose.Verification;

public class VerifierTests
{
    [Fact]
    public async Task A_citation_whose_quote_stands_there_holds()
    {
        var verified = await VerifyAsync(new Citation(OrdersCase.RetryPath, 12, 12, "raise RuntimeError("));

        var item = Assert.Single(verified.Citations);
        Assert.Equal(("E1", 12, 12), (item.Id, item.StartLine, item.EndLine));
        Assert.Equal("    raise RuntimeError(\"gave up after %d attempts\" % ATTEMPTS)", item.Quote);
        Assert.Empty(verified.Problems);
    }

    [Fact]
    public async Task A_quote_that_is_off_by_some_lines_is_put_right()
    {
        var verified = await VerifyAsync(new Citation(OrdersCase.RetryPath, 8, 9, "12| raise RuntimeError(\"gave up after %d attempts\" % ATTEMPTS)"));

        Assert.Equal((12, 12), (verified.Citations[0].StartLine, verified.Citations[0].EndLine));
    }

    [Fact]
    public async Task Several_quoted_lines_are_found_whatever_their_indentation()
    {
        var verified = await VerifyAsync(new Citation(OrdersCase.RetryPath, 2, 3, "except ConnectionError:\n  time.sleep(2 ** attempt)"));

        Assert.Equal((10, 11), (verified.Citations[0].StartLine, verified.Citations[0].EndLine));
    }

    [Theory]
    [InlineData("../../etc/passwd", 1, "root")]
    [InlineData("/etc/passwd", 1, "root")]
    [InlineData("src/utils/retries.py", 12, "raise")]
    [InlineData(OrdersCase.RetryPath, 12, "raise SystemExit(1) from nothing")]
    [InlineData(OrdersCase.RetryPath, 900, "")]
    [InlineData(OrdersCase.RetryPath, 1, "")]
    [InlineData("https://evil.example/x.py", 1, "x")]
    public async Task A_citation_that_does_not_hold_is_dropped_with_a_warning(string path, int line, string quote)
    {
        var verified = await VerifyAsync(new Citation(path, line, line, quote));

        Assert.Empty(verified.Citations);
        Assert.Contains("dropped", Assert.Single(verified.Problems), StringComparison.Ordinal);
        Assert.Null(verified.RootCause);
    }

    [Theory]
    [InlineData("The loop in src/utils/retryer.py gives up.", false)]
    [InlineData("The loop reads /etc/passwd.", false)]
    [InlineData("The loop in src/utils/retry.py gives up.", true)]
    [InlineData("The loop in utils/retry.py gives up.", true)]
    [InlineData("The frame /var/task/src/utils/retry.py gives up.", true)]
    [InlineData("order.items and/or e.g. this is null.", true)]
    public async Task A_root_cause_names_only_paths_that_exist(string sentence, bool holds)
    {
        using var repository = OrdersCase.Repository();
        var claim = OrdersCase.Claim(new Citation(OrdersCase.RetryPath, 12, 12, "raise RuntimeError")) with { RootCause = sentence };

        var verified = await Verifier.VerifyAsync(OrdersCase.Evidence(repository.Snapshot()), claim, CancellationToken.None);

        Assert.Equal(holds, verified.RootCause is not null);
    }

    [Fact]
    public async Task The_rules_engine_keeps_the_calibrated_probability_as_its_score()
    {
        using var repository = OrdersCase.Repository();
        var claim = OrdersCase.Claim(new Citation(OrdersCase.RetryPath, 12, 12, null)) with { Engine = Engine.Rules, Weight = 0.9 };

        var diagnosis = await BuildAsync(repository, claim, located: 0.86);

        Assert.Equal(0.86, diagnosis.ConfidenceScore);
        Assert.Equal(Outcome.RootCauseFound, diagnosis.Outcome);
        Assert.Equal(Confidence.High, diagnosis.Confidence);
        Assert.Equal(OrdersCase.RetryPath, diagnosis.AffectedFiles[0]);
    }

    [Fact]
    public async Task Without_a_line_to_stand_on_nothing_is_found_however_sure_the_ranking_is()
    {
        using var repository = OrdersCase.Repository();
        var claim = OrdersCase.Claim() with { Engine = Engine.Rules };

        var diagnosis = await BuildAsync(repository, claim, located: 0.95);

        Assert.True(diagnosis.ConfidenceScore < 0.5);
        Assert.Equal(Outcome.Inconclusive, diagnosis.Outcome);
        Assert.Equal("The retry loop gives up after three attempts.", diagnosis.RootCause);
        Assert.Contains("file_path", diagnosis.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_reads_the_same_file_raises_the_score_and_another_file_lowers_it()
    {
        using var repository = OrdersCase.Repository();

        var same = await BuildAsync(repository, OrdersCase.Claim(new Citation(OrdersCase.RetryPath, 12, 12, "raise RuntimeError")), located: 0.75);
        var other = await BuildAsync(repository, OrdersCase.Claim(new Citation("config/app.json", 2, 2, "\"retries\": 3")), located: 0.75);

        Assert.True(same.ConfidenceScore > 0.8);
        Assert.Equal(Outcome.RootCauseFound, same.Outcome);
        Assert.InRange(other.ConfidenceScore, 0.0, 0.5);
        Assert.Equal("config/app.json", other.AffectedFiles[0]);
    }

    [Fact]
    public async Task A_fix_that_fails_is_dropped_and_the_diagnosis_stays()
    {
        using var repository = OrdersCase.Repository();
        var claim = OrdersCase.Claim(new Citation(OrdersCase.RetryPath, 12, 12, "raise RuntimeError")) with
        {
            FixCode = new Dictionary<string, string> { [OrdersCase.RetryPath] = "def (:\n" },
        };

        var diagnosis = await BuildAsync(repository, claim);

        Assert.Empty(diagnosis.FixCode);
        Assert.Empty(diagnosis.FixDiff);
        Assert.Contains(diagnosis.FixChecks, check => check is { Check: "parses", Passed: false });
        Assert.NotEqual(Outcome.Inconclusive, diagnosis.Outcome);
    }

    private static async Task<VerifiedAnalysis> VerifyAsync(Citation citation)
    {
        using var repository = OrdersCase.Repository();
        return await Verifier.VerifyAsync(OrdersCase.Evidence(repository.Snapshot()), OrdersCase.Claim(citation), CancellationToken.None);
    }

    private static Task<Diagnosis> BuildAsync(TestRepository repository, Analysis claim, double located = 0.75)
        => DiagnosisBuilder.BuildAsync(
            OrdersCase.Evidence(repository.Snapshot(), located),
            claim,
            new DiagnosisFacts { Id = "dg_1", CreatedAt = DateTimeOffset.UnixEpoch, DurationMs = 1 },
            CancellationToken.None);
}
