using ChatOps.Capabilities.Diagnose;

namespace ChatOps.Tests.Capabilities.Diagnose.Rules;

public class RulesAnalystTests
{
    private const string Retry = """
        import logging

        logger = logging.getLogger(__name__)


        def with_retry(call, attempts=5):
            last = None
            for attempt in range(attempts):
                try:
                    return call()
                except Exception as error:
                    logger.warning("attempt %s failed", attempt)
                    last = error
            raise last
        """;

    private const string Handler = """
        import boto3

        from src.utils.retry import with_retry

        table = boto3.resource("dynamodb").Table("orders")


        def handler(event, context):
            return with_retry(lambda: table.put_item(Item=event["order"]))
        """;

    private const string SqsHandler = """
        import boto3

        table = boto3.resource("dynamodb").Table("orders")


        def handler(event, context):
            for record in event["Records"]:
                order = table.get_item(Key={"id": record["body"]})
                table.put_item(Item=order["Item"])
        """;

    [Fact]
    public void Throttling_is_traced_to_the_retry_helper_that_does_not_wait()
    {
        var evidence = new EvidenceBuilder(("src/handlers/order_handler.py", Handler), ("src/utils/retry.py", Retry))
            .Ranked("src/handlers/order_handler.py").Changed("src/utils/retry.py:8", 46, "Simplify retries");

        var analysis = evidence.Analyse("ProvisionedThroughputExceededException: Rate exceeded", "src/handlers/order_handler.py");

        Assert.Contains("src/utils/retry.py:8 retries at once, without backoff (last changed in #46)", analysis.RootCause, StringComparison.Ordinal);
        Assert.Equal(Category.Throttling, analysis.Category);
        Assert.Contains("jitter", analysis.SuggestedFix, StringComparison.Ordinal);
        Assert.Contains("time.sleep(random.uniform(0, min(5.0, 0.05 * 2 ** attempt)))", analysis.FixCode["src/utils/retry.py"], StringComparison.Ordinal);
        Assert.Contains(analysis.Citations, citation => citation is { Path: "src/utils/retry.py", StartLine: 8 } && citation.Quote!.Contains("for attempt in range(attempts):", StringComparison.Ordinal));
        Assert.Contains(analysis.Citations, citation => citation is { Path: "src/handlers/order_handler.py", StartLine: 5 or 9 });
        Assert.True(analysis.Weight >= 0.9);
    }

    [Fact]
    public void A_lambda_timeout_is_traced_to_calls_made_one_after_another()
    {
        var analysis = new EvidenceBuilder(("src/handlers/order_sqs_handler.py", SqsHandler)).Ranked("src/handlers/order_sqs_handler.py")
            .Analyse("TimeoutError: Lambda timed out after 30 seconds", "src/handlers/order_sqs_handler.py");

        Assert.Contains("timeout of 30 s: src/handlers/order_sqs_handler.py:8 makes synchronous DynamoDB calls one after another for each item of a loop", analysis.RootCause, StringComparison.Ordinal);
        Assert.Contains("`table.get_item`, `table.put_item`", analysis.Explanation, StringComparison.Ordinal);
        Assert.Equal(Category.Timeout, analysis.Category);
    }

    [Fact]
    public void A_loop_that_backs_off_is_not_blamed()
    {
        var patient = Retry.Replace("last = error", "time.sleep(random.random() * 2 ** attempt)", StringComparison.Ordinal);

        var analysis = new EvidenceBuilder(("src/handlers/order_handler.py", Handler), ("src/utils/retry.py", patient)).Ranked("src/handlers/order_handler.py")
            .Analyse("ProvisionedThroughputExceededException: Rate exceeded", "src/handlers/order_handler.py");

        Assert.DoesNotContain("retries at once", analysis.RootCause, StringComparison.Ordinal);
        Assert.Contains("src/handlers/order_handler.py:5 creates its client without a retry configuration", analysis.RootCause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AttributeError: 'NoneType' object has no attribute 'total'", "x.py", "    return load(order_id).total + 1", "`load(order_id)` is None")]
    [InlineData("TypeError: 'NoneType' object is not subscriptable", "x.py", "    name = user[\"name\"]", "`user` is None")]
    [InlineData("KeyError: 'customer'", "x.py", "    c = event['detail']['customer']", "`event['detail']` has no key 'customer'")]
    [InlineData("IndexError: list index out of range", "x.py", "    first = rows[0]", "`rows` has fewer elements")]
    public void The_value_on_the_failing_python_line_is_named(string error, string path, string code, string expected)
    {
        var text = $"Traceback (most recent call last):\n  File \"/app/{path}\", line 2, in run\n{code}\n{error}\n";

        var analysis = new EvidenceBuilder((path, $"def run():\n{code}\n")).Ranked(path, 2).Changed($"{path}:2", 12, "Load lazily").Analyse(text);

        Assert.Contains(expected, analysis.RootCause, StringComparison.Ordinal);
        Assert.Contains($"{path}:2", analysis.RootCause, StringComparison.Ordinal);
        Assert.Contains("#12", analysis.RootCause, StringComparison.Ordinal);
        Assert.Equal(code, Assert.Single(analysis.Citations).Quote);
    }

    [Theory]
    [InlineData("TypeError: Cannot read properties of undefined (reading 'id')\n    at run (/app/src/a.js:2:10)", "src/a.js", "  return req.user.id;", "`req.user` is undefined")]
    [InlineData("System.NullReferenceException: Object reference not set to an instance of an object.\n   at Acme.Orders.Run() in /src/src/a.cs:line 2", "src/a.cs", "        return order.Total;", "`order` is null")]
    [InlineData("java.lang.NullPointerException: Cannot invoke \"com.acme.Order.total()\" because \"<local4>.order\" is null\n\tat com.acme.A.run(A.java:2)", "src/com/acme/A.java", "    return x.order.total();", "`<local4>.order` is null")]
    [InlineData("NoMethodError: undefined method `total' for nil:NilClass\n\tfrom app/a.rb:2:in `run'", "app/a.rb", "  order.total", "`order` is nil")]
    public void The_value_on_the_failing_line_is_named_in_other_languages(string text, string path, string code, string expected)
    {
        var analysis = new EvidenceBuilder((path, $"first\n{code}\n")).Ranked(path, 2).Analyse(text);

        Assert.Contains(expected, analysis.RootCause, StringComparison.Ordinal);
        Assert.Equal(Category.NullReference, analysis.Category);
    }

    [Fact]
    public void An_unknown_error_with_a_frame_names_the_line_and_says_what_is_open()
    {
        var analysis = new EvidenceBuilder(("app/ledger.py", "def close():\n    raise LedgerError('open items')\n")).Ranked("app/ledger.py", 2)
            .Analyse("Traceback (most recent call last):\n  File \"/app/app/main.py\", line 9, in run\n    close()\n  File \"/app/app/ledger.py\", line 2, in close\n    raise LedgerError('open items')\nacme.LedgerError: open items\n");

        Assert.Contains("LedgerError is raised at app/ledger.py:2", analysis.RootCause, StringComparison.Ordinal);
        Assert.Contains("`run` (main.py:9) → `close` (ledger.py:2)", analysis.Explanation, StringComparison.Ordinal);
        Assert.Contains("**Not known.**", analysis.Explanation, StringComparison.Ordinal);
        Assert.True(analysis.Weight < 0.5);
        Assert.Empty(analysis.FixCode);
    }

    [Fact]
    public void Without_a_frame_and_a_signature_it_says_what_to_add()
    {
        var analysis = new EvidenceBuilder(("a.py", "x = 1")).Ranked("a.py").Analyse("the checkout is broken again");

        Assert.Null(analysis.RootCause);
        Assert.Contains("stack trace", analysis.SuggestedFix, StringComparison.Ordinal);
        Assert.Empty(analysis.Citations);
    }

    [Fact]
    public void Every_citation_quotes_the_file_exactly()
    {
        var evidence = new EvidenceBuilder(("src/handlers/order_handler.py", Handler.ReplaceLineEndings("\r\n")), ("src/utils/retry.py", Retry)).Ranked("src/handlers/order_handler.py", 9).Ranked("src/utils/retry.py", 10);

        var analysis = evidence.Analyse("ProvisionedThroughputExceededException: Rate exceeded");

        Assert.NotEmpty(analysis.Citations);
        Assert.All(analysis.Citations, citation => Assert.Equal(string.Join('\n', evidence.Files.Lines(citation.Path)[(citation.StartLine - 1)..citation.EndLine]), citation.Quote));
    }
}
