using ChatOps.Chat;

namespace ChatOps.Tests.Platforms.Slack;

/// <summary>One card of each kind that people meet, with the texts that real runs bring.</summary>
internal static class SampleCards
{
    private const string Diff = """
        diff --git a/src/utils/retry.py b/src/utils/retry.py
        --- a/src/utils/retry.py
        +++ b/src/utils/retry.py
        @@ -1,9 +1,12 @@
        -def with_retry(fn, attempts=25):
        +def with_retry(fn, attempts=5, base=0.05, cap=2.0):
             last = None
        -    for _ in range(attempts):
        +    for attempt in range(attempts):
                 try:
                     return fn()
                 except Exception as error:
                     last = error
        +            time.sleep(random.uniform(0, min(cap, base * 2 ** attempt)))
        """;

    /// <summary>The cards by name.</summary>
    public static IReadOnlyDictionary<string, Card> All { get; } = new Dictionary<string, Card>
    {
        ["diagnosis"] = new()
        {
            Tone = Tone.Good,
            Title = "Root cause found · high confidence (0.86)",
            Parts =
            [
                new TextPart("with_retry calls DynamoDB up to 25 times with no pause, so one throttled write becomes a retry storm."),
                new CodePart("src/utils/retry.py", 7, "    for _ in range(attempts):\n        try:\n            return fn()\n        except Exception as error:\n            last = error", 9),
                new HeadingPart("Affected files"),
                new ListPart(
                [
                    new CardItem("src/utils/retry.py:4-11", "innermost frame in the repository", new Uri("https://github.com/acme/orders/blob/bc15ce2/src/utils/retry.py#L4-L11")),
                    new CardItem("src/handlers/order_handler.py:10", "calls it", new Uri("https://github.com/acme/orders/blob/bc15ce2/src/handlers/order_handler.py#L10")),
                ]),
                new HeadingPart("What to do"),
                new TextPart("Exponential backoff with full jitter, 5 attempts. Applies to bc15ce2, parses, touches 1 file (+3 −2)."),
                new HeadingPart("Proposed change"),
                new DiffPart(Diff),
                new HeadingPart("Changed shortly before"),
                new ListPart([new CardItem("#46 Retry harder", "Bob, changed the failing line 2 h before", new Uri("https://github.com/acme/orders/pull/46"))]),
                new HeadingPart("Seen before"),
                new ListPart([new CardItem("dg_01JD9Q3K", "fixed by #31 (reverted)")]),
            ],
            Buttons =
            [
                new CardButton("Create fix PR", "apply", "pl_01JD9Q4V 27aa90c1d3e4f518", "Opens a pull request from ai/fix-retry-storm-20261122 into main at bc15ce2: 1 file, +3 −2. Nothing is merged."),
                new CardButton("Rollback #46", "apply", "pl_01JD9Q4T 8c1f0b6e77d2a943", "Opens a pull request from ai/revert-46-20261122 into main at bc15ce2: 1 file, +1 −1. Nothing is merged."),
                new CardButton("Re-run", "diagnose_again", "dg_01JD9Q3K"),
                new CardButton("Useful", "feedback", "dg_01JD9Q3K yes"),
                new CardButton("Not useful", "feedback", "dg_01JD9Q3K no"),
            ],
            Footer = "orders@bc15ce2f01 · claude-sonnet · 4730 tokens · $0.0210 · 11.0 s · 1 secret masked · dg_01JD9Q3K",
        },
        ["fix-plan"] = new()
        {
            Tone = Tone.Neutral,
            Title = "Ready to open: Back off when DynamoDB throttles",
            Parts =
            [
                new FieldsPart([("Branch", "ai/fix-retry-storm-20261122"), ("Into", "main at bc15ce2"), ("Files", "src/utils/retry.py (+3 −2)"), ("Valid until", "2026-11-23 10:02 UTC")]),
                new HeadingPart("Change"),
                new DiffPart(Diff),
                new TextPart("Note: not built; no check command is configured."),
            ],
            Buttons = [new CardButton("Open the pull request", "apply", "pl_01JD9Q4V 27aa90c1d3e4f518", "Opens a pull request from ai/fix-retry-storm-20261122 into main at bc15ce2: 1 file, +3 −2. Nothing is merged.")],
            Footer = "pl_01JD9Q4V · 27aa90c1d3e4f518",
        },
        ["pull-request"] = new()
        {
            Tone = Tone.Attention,
            Title = "Fix open, waiting for an approval",
            Parts =
            [
                new ListPart([new CardItem("#47 Back off when DynamoDB throttles", "1 file, +3 −2", new Uri("https://github.com/acme/orders/pull/47"))]),
                new FieldsPart([("Branch", "ai/fix-retry-storm-20261122 → main"), ("Checks", "3 of 3 green"), ("Review", "Code owners: 1 approval needed"), ("IAM", "No new permission"), ("Rollback", "One click once merged")]),
            ],
            Buttons =
            [
                new CardButton("Approve PR", "apply", "pl_01JD9R1A 51b7e2d09c3f4a86", "Adds your approving review on GitHub to #47 at 3f9d2c1 (1 file, +3 −2). Nothing is merged."),
                new CardButton("Close", "apply", "pl_01JD9R1B 0aa4c6f21e7d9b35", "Closes the pull request and deletes the branch ai/fix-retry-storm-20261122."),
            ],
            Footer = "total $0.0380 · op_01JD9R0Z",
        },
        ["rollback"] = new()
        {
            Tone = Tone.Refused,
            Title = "#46 does not revert cleanly",
            Parts =
            [
                new TextPart("2 files conflict with later changes. Nothing was opened."),
                new HeadingPart("Conflicts"),
                new ListPart([new CardItem("src/utils/retry.py", "changed by 9c1d2e3 Tune the cap"), new CardItem("src/handlers/order_handler.py", "changed by 77aa001 Log the order")]),
                new HeadingPart("Risks"),
                new ListPart([new CardItem("db/0042_orders.sql", "a migration ran in the meantime")]),
            ],
            Footer = "merged 2 h ago by squash · checked in 0.4 s",
        },
        ["iam"] = new()
        {
            Tone = Tone.Attention,
            Title = "Code requires 1 IAM permission not in current policy",
            Parts =
            [
                new FieldsPart([("Missing", "sns:Publish on arn:aws:sns:*:*:order-notifications"), ("Conditional", "kms:GenerateDataKey when the topic is encrypted with a customer key")]),
                new HeadingPart("Change to terraform/iam.tf"),
                new DiffPart("@@ -10,6 +10,11 @@\n+    {\n+      Effect   = \"Allow\"\n+      Action   = [\"sns:Publish\"]\n+      Resource = \"arn:aws:sns:*:*:order-notifications\"\n+    },"),
            ],
            Buttons = [new CardButton("Create fix PR", "apply", "pl_01JD9Q4W 11aa90c1d3e4f518", "Opens a pull request that adds 1 statement to terraform/iam.tf. Nothing is merged.")],
            Footer = "orders@bc15ce2f01 · 14 files · 0.3 s",
        },
        ["costs"] = new()
        {
            Tone = Tone.Neutral,
            Title = "$12.40 in the last 7 days, 96 operations",
            Parts =
            [
                new FieldsPart([("Diagnoses", "$9.10 · 81"), ("Fixes", "$3.30 · 15"), ("claude-sonnet-5-5", "$11.92"), ("gpt-6.2-sol", "$0.48"), ("Budget of the month", "$31.20 of $50.00"), ("Unpriced calls", "0")]),
            ],
            Footer = "from 2026-11-19 to 2026-11-26",
        },
        ["orchestrate"] = new()
        {
            Tone = Tone.Good,
            Title = "Planned, written and reviewed: approve",
            Parts =
            [
                new TextPart("Adds an idempotency key to order creation, stored with the order, so that a repeated request does not charge twice."),
                new HeadingPart("Steps"),
                new ListPart([new CardItem("Add a column and its migration"), new CardItem("Check the key before charging"), new CardItem("Test the repeated request")]),
                new FieldsPart([("Plan", "claude-sonnet-5-5 · $0.06"), ("Implement", "gpt-6.2-sol · $0.19"), ("Review", "claude-sonnet-5-5 · approve · $0.08")]),
            ],
            Footer = "$0.3300 · 74.0 s · op_01JD9R0Z",
        },
        ["history"] = new()
        {
            Tone = Tone.Neutral,
            Title = "The last 3 diagnoses",
            Parts =
            [
                new ListPart(
                [
                    new CardItem("dg_01JD9Q3K  with_retry calls DynamoDB up to 25 times", "high, 2 h ago, Ann"),
                    new CardItem("dg_01JD9Q2A  Connection pool exhausted on payments-db", "medium, yesterday, Bob"),
                    new CardItem("dg_01JD9Q1B  KeyError: 'order'", "from history, Monday, Ann"),
                ]),
            ],
        },
        ["error"] = new()
        {
            Tone = Tone.Failed,
            Title = "diagnose: failed",
            Parts = [new TextPart("Something unexpected went wrong. Try again; if it happens twice, give an admin the id op_01JD9R0Z, which is in the log beside the cause.")],
        },
        ["progress"] = new()
        {
            Tone = Tone.Neutral,
            Title = "diagnose: Asking claude-sonnet",
            Parts = [new ListPart([new CardItem("Reading orders", "1.2 s"), new CardItem("Gathering evidence", "0.8 s"), new CardItem("Asking claude-sonnet", "…")])],
            Footer = "op_01JD9R0Z",
        },
    };
}
