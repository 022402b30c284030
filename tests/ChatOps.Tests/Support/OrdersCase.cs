using ChatOps.Adapters.Git;
using ChatOps.Capabilities.Diagnose;
using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Traces;

namespace ChatOps.Tests.Support;

/// <summary>A small order service whose retry loop fails, and the evidence that gathering would bring for it.</summary>
internal static class OrdersCase
{
    public const string RetryPath = "src/utils/retry.py";

    public const string Retry = """
        import time

        ATTEMPTS = 3


        def call_with_retry(action):
            for attempt in range(ATTEMPTS):
                try:
                    return action()
                except ConnectionError:
                    time.sleep(2 ** attempt)
            raise RuntimeError("gave up after %d attempts" % ATTEMPTS)

        """;

    public const string Handler = """
        from src.utils.retry import call_with_retry


        def handle(event):
            order = event["order"]
            return call_with_retry(lambda: save(order["id"]))


        def save(order_id):
            raise ConnectionError(order_id)

        """;

    public const string Text = """
        Traceback (most recent call last):
          File "/var/task/src/handlers/order_handler.py", line 6, in handle
            return call_with_retry(lambda: save(order["id"]))
          File "/var/task/src/utils/retry.py", line 12, in call_with_retry
            raise RuntimeError("gave up after %d attempts" % ATTEMPTS)
        RuntimeError: gave up after 3 attempts
        """;

    /// <summary>The service's files; more may be added.</summary>
    public static TestRepository Repository(params (string Path, string Text)[] more)
    {
        var repository = new TestRepository();
        repository.Commit([(RetryPath, Retry), ("src/handlers/order_handler.py", Handler), ("config/app.json", "{\n  \"retries\": 3\n}\n"), .. more]);
        return repository;
    }

    /// <summary>Evidence as gathering would bring it, with the retry file ranked first.</summary>
    public static EvidenceSet Evidence(Snapshot snapshot, double located = 0.75, string text = Text, params EvidenceItem[] more)
        => new()
        {
            Snapshot = snapshot,
            Text = text,
            Parsed = new ParsedText
            {
                Traces =
                [
                    new Trace
                    {
                        Language = TraceLanguage.Python, Type = "RuntimeError", Message = "gave up after 3 attempts", FirstLine = 1, LastLine = 6,
                        Frames = [new Frame { Path = "/var/task/src/utils/retry.py", Line = 12, Function = "call_with_retry", TextLine = 4 }],
                    },
                ],
                Errors = [],
                Warnings = [],
                CleanText = text,
            },
            Files = [new RankedFile(RetryPath, 0.75, [12], "innermost frame", [12]), new RankedFile("src/handlers/order_handler.py", 0.25, [6], "frame", [6])],
            Concerned = [RetryPath, "src/handlers/order_handler.py"],
            Items =
            [
                new EvidenceItem("E1", RetryPath, snapshot.Sha, 6, 12, string.Join('\n', Retry.Split('\n')[5..12]), "innermost frame in the repository"),
                new EvidenceItem("E2", "src/handlers/order_handler.py", snapshot.Sha, 4, 6, string.Join('\n', Handler.Split('\n')[3..6]), "frame"),
                .. more,
            ],
            Suspects = [],
            Signatures = [],
            Fingerprint = "f1",
            LocationConfidence = located,
            Reasons = [$"frame {RetryPath}:12 exists at HEAD"],
            Warnings = [],
        };

    /// <summary>A claim that holds.</summary>
    public static Analysis Claim(params Citation[] citations)
        => new()
        {
            RootCause = "The retry loop gives up after three attempts.",
            Explanation = "It stops.",
            Category = Category.Network,
            Citations = citations,
            SuggestedFix = "Raise ATTEMPTS.",
            Engine = Engine.Model,
            Weight = 0.5,
        };
}
