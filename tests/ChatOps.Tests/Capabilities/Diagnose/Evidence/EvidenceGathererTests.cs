using ChatOps.Capabilities.Diagnose;
using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Capabilities.Diagnose.Knowledge;
using ChatOps.Capabilities.Diagnose.Rules;
using ChatOps.Capabilities.Diagnose.Verification;
using ChatOps.Tests.Adapters.Git;

namespace ChatOps.Tests.Capabilities.Diagnose.Evidence;

public sealed class EvidenceGathererTests : IDisposable
{
    private const string Handler = """
        import os
        import boto3
        from src.utils.retry import with_retry

        TABLE = os.environ["ORDERS_TABLE"]
        table = boto3.resource("dynamodb").Table(TABLE)


        def save_order(order):
            return with_retry(lambda: table.put_item(Item=order))


        def handler(event, context):
            for record in event["Records"]:
                save_order(record["body"])
        """;

    private const string Retry = """
        import time

        MAX_ATTEMPTS = 3


        def with_retry(call):
            for attempt in range(MAX_ATTEMPTS):
                try:
                    return call()
                except Exception:
                    time.sleep(0.1 * attempt)
            raise RuntimeError("gave up")
        """;

    private readonly TemporaryRepository repository = new();

    public EvidenceGathererTests()
    {
        repository.Write("src/handlers/order_handler.py", Handler);
        repository.Write("src/utils/retry.py", Retry.Replace("= 3", "= 5", StringComparison.Ordinal));
        repository.Write("src/utils/dates.py", "def today():\n    return 1\n");
        repository.Write("infra/main.tf", "resource \"aws_lambda_function\" \"orders\" {\n  environment {\n    variables = {\n      ORDERS_TABLE = \"orders\"\n    }\n  }\n}\n");
        repository.Write("tests/test_order_handler.py", "from src.handlers.order_handler import save_order\n");
        repository.Commit("Add orders");
        repository.Write("src/utils/retry.py", Retry);
        repository.Commit("Retry less often (#46)");
    }

    public void Dispose() => repository.Dispose();

    [Fact]
    public async Task A_DotNet_frame_without_a_file_leads_to_where_its_type_and_method_are_declared()
    {
        repository.Write("src/Acme.Shop/Prices.cs", "namespace Acme.Shop;\n\npublic class PriceList\n{\n}\n\npublic class Discount\n{\n    public int Percent(int year)\n    {\n        return 1;\n    }\n}\n");
        repository.Write("src/Acme.Shop/Cart.cs", "namespace Acme.Shop;\n\npublic partial class Cart\n{\n    public void Add(string item)\n    {\n    }\n}\n");
        repository.Write("src/Acme.Shop/Cart.Totals.cs", "namespace Acme.Shop;\n\npublic partial class Cart\n{\n    public int Total(string item)\n    {\n        return 0;\n    }\n}\n");
        repository.Write("src/Acme.Till/Discount.cs", "namespace Acme.Till;\n\npublic class Other\n{\n}\n");
        repository.Commit("Shop");

        async Task<string> FirstAsync(string call) => (await GatherAsync($"System.InvalidOperationException: no\n   at Acme.Shop.{call}(String item)\n   at System.Linq.Enumerable.First[T](IEnumerable`1 source)\n")).Files[0].Path;

        Assert.Equal("src/Acme.Shop/Prices.cs", await FirstAsync("Discount.Percent"));
        Assert.Equal("src/Acme.Shop/Cart.Totals.cs", await FirstAsync("Cart.Total"));
        Assert.Equal("src/Acme.Shop/Cart.Totals.cs", await FirstAsync("Cart.<Total>d__3.MoveNext"));
        Assert.Equal("src/Acme.Shop/Cart.cs", await FirstAsync("Cart.Add"));
    }

    [Fact]
    public async Task A_trace_of_an_older_version_is_read_at_the_line_where_its_code_stands_now()
    {
        // Three lines were put above since.
        var evidence = await GatherAsync("""
            Traceback (most recent call last):
              File "/var/task/src/utils/retry.py", line 9, in with_retry
                raise RuntimeError("gave up")
            RuntimeError: gave up
            """);

        Assert.Equal([12], evidence.Files[0].FrameLines);
        Assert.Contains(evidence.Suspects, suspect => suspect.Lines.Contains("src/utils/retry.py:12"));
        Assert.False(evidence.IsStale);
        Assert.Contains(evidence.Warnings, warning => warning.EndsWith("what it prints for src/utils/retry.py:9 stands in line 12 here.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("line 8", "raise RuntimeError(\"never again\")", "what it prints for src/utils/retry.py:8 is not in that file here. Name the deployed commit in ref.")]
    [InlineData("line 800", "?", "src/utils/retry.py has no line 800 here. Name the deployed commit in ref.")]
    public async Task A_line_that_is_not_there_is_said_and_makes_the_answer_less_sure(string line, string code, string words)
    {
        var evidence = await GatherAsync($"Traceback (most recent call last):\n  File \"/var/task/src/utils/retry.py\", {line}, in with_retry\n    {code}\nRuntimeError: gave up\n");
        var analysis = RulesAnalyst.Analyse(evidence, new RepositoryFiles(evidence.Snapshot.Paths, evidence.Snapshot.ReadText));
        var diagnosis = await DiagnosisBuilder.BuildAsync(evidence, analysis, new DiagnosisFacts { Id = "dg_1", CreatedAt = DateTimeOffset.UnixEpoch, DurationMs = 0 }, CancellationToken.None);

        Assert.True(evidence.IsStale);
        Assert.Contains(diagnosis.Warnings, warning => warning.EndsWith(words, StringComparison.Ordinal));
        Assert.InRange(diagnosis.ConfidenceScore, 0, 0.75);
        Assert.NotEqual(Outcome.RootCauseFound, diagnosis.Outcome);
        Assert.DoesNotContain("800", diagnosis.RootCause, StringComparison.Ordinal);
        Assert.All(diagnosis.Evidence, item => Assert.False(string.IsNullOrWhiteSpace(item.Quote)));
    }

    [Fact]
    public async Task A_file_without_a_line_is_no_evidence()
    {
        repository.Write("src/empty.py", "");
        repository.Commit("Nothing");
        var evidence = await GatherAsync("Traceback (most recent call last):\n  File \"/var/task/src/empty.py\", line 1, in f\nRuntimeError: gave up\n");
        var analysis = RulesAnalyst.Analyse(evidence, new RepositoryFiles(evidence.Snapshot.Paths, evidence.Snapshot.ReadText));
        var diagnosis = await DiagnosisBuilder.BuildAsync(evidence, analysis, new DiagnosisFacts { Id = "dg_1", CreatedAt = DateTimeOffset.UnixEpoch, DurationMs = 0 }, CancellationToken.None);

        Assert.Equal(Outcome.Inconclusive, diagnosis.Outcome);
        Assert.All(diagnosis.Evidence, item => Assert.False(string.IsNullOrWhiteSpace(item.Quote)));
    }

    [Fact]
    public async Task A_trace_from_a_container_is_placed_quoted_and_blamed()
    {
        var evidence = await GatherAsync("""
            Traceback (most recent call last):
              File "/var/task/src/handlers/order_handler.py", line 15, in handler
                save_order(record["body"])
              File "/var/task/src/handlers/order_handler.py", line 10, in save_order
                return with_retry(lambda: table.put_item(Item=order))
              File "/var/task/src/utils/retry.py", line 12, in with_retry
                raise RuntimeError("gave up")
            RuntimeError: gave up
            """);

        Assert.Equal(["src/handlers/order_handler.py", "src/utils/retry.py"], evidence.Files.Take(2).Select(file => file.Path).Order(StringComparer.Ordinal));
        Assert.All(evidence.Items, item => Assert.Equal(Lines(item.Path, item.StartLine, item.EndLine), item.Quote));
        Assert.Equal(evidence.Items.Select((_, i) => $"E{i + 1}"), evidence.Items.Select(item => item.Id));
        Assert.Contains(evidence.Suspects, suspect => suspect is { PrNumber: 46, Subject: "Retry less often (#46)" });
        Assert.Contains("src/utils/retry.py:12", evidence.Suspects[0].Lines);
        Assert.Contains(evidence.Reasons, reason => reason.Contains("src/utils/retry.py:12", StringComparison.Ordinal));
        Assert.Contains(evidence.Items, item => item.Path == "infra/main.tf" && item.Quote.Contains("ORDERS_TABLE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_no_trace_the_named_file_leads_and_what_it_imports_follows()
    {
        var evidence = await GatherAsync("ProvisionedThroughputExceededException: Rate exceeded", "src/handlers/order_handler.py", [Signature(Category.Throttling)]);

        Assert.Equal("src/handlers/order_handler.py", evidence.FilePath);
        Assert.Equal(["src/handlers/order_handler.py", "src/utils/retry.py"], evidence.Files.Take(2).Select(file => file.Path));
        Assert.Contains(evidence.Items, item => item.Path == "src/handlers/order_handler.py" && item.Quote.Contains("put_item", StringComparison.Ordinal));
        Assert.Contains(evidence.Items, item => item.Path == "src/utils/retry.py" && item.Quote.Contains("MAX_ATTEMPTS", StringComparison.Ordinal));
        Assert.Contains(evidence.Suspects, suspect => suspect.PrNumber == 46);
    }

    [Fact]
    public async Task Tests_and_documents_are_never_ranked_but_a_named_test_leads()
    {
        Assert.DoesNotContain((await GatherAsync("NameError: save_order order_handler is not defined")).Files, file => file.Path.StartsWith("tests/", StringComparison.Ordinal));
        Assert.Equal("tests/test_order_handler.py", (await GatherAsync("AssertionError: save_order", "tests/test_order_handler.py")).Files[0].Path);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/shadow")]
    [InlineData("src/none.py")]
    [InlineData("--output=x")]
    public async Task A_file_that_is_not_in_the_repository_becomes_a_warning(string path)
    {
        var evidence = await GatherAsync("KeyError: 'body'", path);

        Assert.Null(evidence.FilePath);
        Assert.Contains(evidence.Warnings, warning => warning.Contains("is not in", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\u202e")]
    [InlineData("zzzz qqqq")]
    [InlineData("File \"\", line 99999999999, in \n  File \"/\", line 0")]
    public async Task Text_that_says_nothing_gives_little_confidence_and_no_failure(string text)
    {
        var evidence = await GatherAsync(text);
        Assert.True(evidence.LocationConfidence < 0.5);
        Assert.NotEmpty(evidence.Fingerprint);
    }

    [Fact]
    public async Task The_fingerprint_survives_moved_lines_other_machines_and_other_numbers()
    {
        const string Trace = "Traceback (most recent call last):\n  File \"{0}/src/utils/retry.py\", line {1}, in with_retry\n    raise RuntimeError(\"gave up\")\nRuntimeError: gave up after {1} s\n";
        string At(string root, int line) => Trace.Replace("{0}", root, StringComparison.Ordinal).Replace("{1}", line.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

        var first = (await GatherAsync(At("/var/task", 12))).Fingerprint;

        Assert.Equal(first, (await GatherAsync(At("/app", 9))).Fingerprint);
        Assert.NotEqual(first, (await GatherAsync(At("/app", 9).Replace("with_retry", "other", StringComparison.Ordinal))).Fingerprint);
        Assert.Equal((await GatherAsync("KeyError: order 17 missing")).Fingerprint, (await GatherAsync("KeyError: order 18 missing")).Fingerprint);
        Assert.NotEqual((await GatherAsync("KeyError: order 17 missing")).Fingerprint, (await GatherAsync("KeyError: order 17 missing", "src/utils/retry.py")).Fingerprint);
    }

    [Fact]
    public async Task Quotes_of_a_large_repository_stay_within_the_prompt()
    {
        for (var i = 0; i < 120; i++) repository.Write($"src/part{i}.py", string.Concat(Enumerable.Range(0, 300).Select(line => $"def save_order_{line}(order):\n    raise RuntimeError('order {i} failed in {line}')\n")));
        repository.Commit("Many files");

        var evidence = await GatherAsync("RuntimeError: save_order order failed in part7");

        Assert.InRange(evidence.Items.Sum(item => TokenEstimate.Of(item.Quote)), 1_000, 7_000);
        Assert.True(evidence.Items.Select(item => item.Path).Distinct().Count() > 15);
    }

    private static SignatureMatch Signature(Category category) =>
        new(new Signature { Id = "x", Category = category, Cause = "", Advice = "" }, new Dictionary<string, string>(), 1, 0.9);

    private async Task<EvidenceSet> GatherAsync(string text, string? filePath = null, IReadOnlyList<SignatureMatch>? signatures = null) =>
        await EvidenceGatherer.GatherAsync(await repository.OpenAsync(), text, filePath, null, signatures ?? [], CancellationToken.None);

    private string Lines(string path, int start, int end) =>
        string.Join('\n', File.ReadAllLines(Path.Combine(repository.WorkTree, path))[(start - 1)..end]);
}
