using System.Text.Json;
using ChatOps.Adapters.Llm;
using ChatOps.Capabilities.Costs;
using ChatOps.Capabilities.Diagnose;
using ChatOps.Capabilities.History;
using ChatOps.Capabilities.IamCheck;
using ChatOps.Capabilities.Orchestrate;
using ChatOps.Capabilities.PullRequests;
using ChatOps.Capabilities.Rollback;
using ChatOps.Chat;
using ChatOps.Iam;
using ChatOps.Running;
using ChatOps.Running.Delivery;
using ChatOps.Running.Operations;
using ChatOps.Running.Plans;
using ChatOps.Running.Rest;

namespace ChatOps.Tests.Platforms.Slack;

/// <summary>One card of each kind that people meet, made by the capability's own card from a result such as real runs bring.</summary>
internal static class SampleCards
{
    private const string Head = "3f9d2c1ab04e77d2a943c1f0b6e77d2a9435c0de";
    private const string Base = "bc15ce2f01d9e0a4b7c3f2e1d0c9b8a7f6e5d4c3";
    private const string Pull = "https://github.com/acme/orders/pull/";

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

    private static readonly DateTimeOffset At = new(2026, 11, 26, 10, 2, 0, TimeSpan.Zero);

    private static readonly PlanView Fix = new()
    {
        Id = "pl_01JD9Q4V",
        Kind = ChangeKind.Fix,
        State = PlanState.Proposed,
        Repository = "orders",
        BaseBranch = "main",
        BaseSha = Base,
        Branch = "ai/fix-retry-storm-20261126",
        Title = "Fix: back off when DynamoDB throttles",
        Reason = "",
        Files = [new("src/utils/retry.py", 3, 2)],
        Diff = Diff,
        PullRequest = null,
        Digest = "27aa90c1d3e4f518",
        RequestedBy = "p_1",
        ExpiresAt = At.AddDays(1),
        Result = null,
    };

    /// <summary>The cards by name.</summary>
    public static IReadOnlyDictionary<string, Card> All { get; } = new Dictionary<string, Card>
    {
        ["diagnosis"] = DiagnosisCard.From(Read<Diagnosis>($$"""
            { "id": "dg_01JD9Q3K", "outcome": "root_cause_found", "root_cause": "with_retry calls DynamoDB up to 25 times with no pause, so one throttled write becomes a retry storm.", "explanation": "",
              "confidence": "high", "confidence_score": 0.86, "confidence_reasons": [], "category": "throttling", "affected_files": ["src/utils/retry.py", "src/handlers/order_handler.py"],
              "evidence": [
                { "id": "E1", "path": "src/utils/retry.py", "sha": "{{Base}}", "start_line": 4, "end_line": 11, "quote": "import random\n\ndef with_retry(fn, attempts=25):\n    for _ in range(attempts):\n        try:\n            return fn()\n        except Exception as error:\n            last = error", "why": "innermost frame in the repository" },
                { "id": "E2", "path": "src/handlers/order_handler.py", "sha": "{{Base}}", "start_line": 10, "end_line": 10, "quote": "    with_retry(lambda: save(order))", "why": "calls it" } ],
              "suspects": [{ "commit": "9c1d2e3f00", "pr_number": 46, "author": "Bob", "committed_at": "2026-11-26T08:00:00Z", "lines": ["src/utils/retry.py:9"], "score": 0.74, "why": "changed the failing line 2 h before", "subject": "Retry harder (#46)" }],
              "suggested_fix": "Exponential backoff with full jitter, 5 attempts.", "fix_code": { "src/utils/retry.py": "…" }, "fix_diff": {{JsonSerializer.Serialize(Diff)}}, "fix_checks": [],
              "iam_analysis": {{Iam}}, "similar": [{ "diagnosis_id": "dg_01JD8F1A", "fingerprint": "f", "pr_number": 31, "pr_state": "merged" }], "panel": null, "fingerprint": "f", "masked_secrets": { "aws_access_key": 1 }, "warnings": [],
              "repo": "orders", "sha": "{{Base}}", "repo_url": "https://github.com/acme/orders", "engine": "model", "provider": "anthropic", "model": "claude-sonnet", "input_tokens": 4210, "output_tokens": 520, "cost_usd": 0.0210, "duration_ms": 11000, "created_at": "2026-11-26T10:02:00Z" }
            """)),
        ["fix-plan"] = PlanCard.From(Fix),
        ["pull-request"] = DecisionCard.From(new PullRequestDecision
        {
            PrNumber = 47,
            Title = Fix.Title,
            PrUrl = Pull + "47",
            State = "open",
            Draft = false,
            Branch = Fix.Branch,
            BaseBranch = "main",
            HeadSha = Head,
            Author = "chatops[bot]",
            Checks = "all green",
            ApprovedBy = [],
            RequiredApprovals = 1,
            CodeOwners = ["@acme/payments"],
            Options =
            [
                new DecisionOption("approve", Decide(ChangeKind.Approve, null), null),
                new DecisionOption("merge", null, "#47 needs 1 approval and has none."),
                new DecisionOption("close", Decide(ChangeKind.Close, null), null),
            ],
        }),
        ["applied"] = PlanCard.From(Fix with { State = PlanState.Applied, Result = new ChangeResult("Pull request #47 is open.", 47, Pull + "47", Fix.Branch) }),
        ["merged"] = PlanCard.From(Decide(ChangeKind.Merge, "squash") with { State = PlanState.Applied, Result = new ChangeResult("#47 is merged into main.", 47, Pull + "47") }),
        ["rollback"] = RollbackCard.From(new RollbackProposal(
            Fix with { Kind = ChangeKind.Revert, Branch = "ai/revert-46-20261126", Title = "Revert: Retry harder", Reason = "It throttles.", Diff = "--- a/src/utils/retry.py\n+++ b/src/utils/retry.py\n@@ -1,1 +1,1 @@\n-def with_retry(fn, attempts=25):\n+def with_retry(fn, attempts=3):" },
            [Status(canRollback: true)])),
        ["rollback-conflict"] = RollbackCard.From(new RollbackProposal(null, [Status(canRollback: false)])),
        ["iam"] = IamCheckCard.From(Read<IamAnalysis>(Iam)),
        ["costs"] = CostsCard.From(new CostReport
        {
            Costs = Read<CostSummary>("""
                { "period": "week", "from": "2026-11-19T10:02:00Z", "to": "2026-11-26T10:02:00Z", "total_cost_usd": 12.40, "operations": 96, "input_tokens": 2100431, "output_tokens": 210877, "unpriced_calls": 0,
                  "by_operation": [{ "key": "diagnose", "cost_usd": 9.10, "operations": 81, "input_tokens": 1800000, "output_tokens": 180000, "unpriced_calls": 0 }, { "key": "orchestrate", "cost_usd": 3.30, "operations": 15, "input_tokens": 300431, "output_tokens": 30877, "unpriced_calls": 0 }],
                  "by_provider": [], "by_repo": [],
                  "by_model": [{ "key": "claude-sonnet-5-5", "cost_usd": 11.92, "operations": 90, "input_tokens": 2000000, "output_tokens": 200000, "unpriced_calls": 0 }, { "key": "gpt-6.2-sol", "cost_usd": 0.48, "operations": 6, "input_tokens": 100431, "output_tokens": 10877, "unpriced_calls": 0 }],
                  "by_user": [{ "key": "p_1", "cost_usd": 12.40, "operations": 96, "input_tokens": 2100431, "output_tokens": 210877, "unpriced_calls": 0 }] }
                """),
            Budgets = [new BudgetUse("month", 50m, 31.20m)],
            PerOperationUsd = 0.50m,
            Names = new Dictionary<string, string> { ["p_1"] = "Alice" },
        }),
        ["orchestrate"] = OrchestrateCard.From(Read<Orchestration>($$"""
            { "id": "or_01JD9R0Z", "task": "Charge once", "plan": { "summary": "Adds an idempotency key to order creation, stored with the order, so that a repeated request does not charge twice.", "steps": ["Add a column and its migration", "Check the key before charging", "Test the repeated request"] },
              "files": { "src/orders.py": "…" }, "diff": "--- a/src/orders.py\n+++ b/src/orders.py\n@@ -10,2 +10,4 @@\n def create(order):\n+    if seen(order.key):\n+        return find(order.key)\n     charge(order)", "checks": [],
              "review": { "verdict": "approve", "summary": "The key is checked before the charge and stored with it.", "findings": [{ "path": "src/orders.py", "line": 11, "severity": "minor", "text": "A key that is a day old could be let go." }] },
              "agents": [{ "role": "plan", "provider": "anthropic", "model": "claude-sonnet-5-5", "input_tokens": 9000, "output_tokens": 800, "cost_usd": 0.06, "duration_ms": 12000 }, { "role": "implement", "provider": "openai", "model": "gpt-6.2-sol", "input_tokens": 22000, "output_tokens": 3100, "cost_usd": 0.19, "duration_ms": 41000 }, { "role": "review", "provider": "anthropic", "model": "claude-sonnet-5-5", "input_tokens": 14000, "output_tokens": 700, "cost_usd": 0.08, "duration_ms": 21000, "verdict": "approve" }],
              "iam_analysis": null, "pr": null, "change": { "plan_id": "pl_01JD9R2C", "digest": "77ab01d2c3e4f5a6", "branch": "ai/charge-once-20261126" }, "cost_usd": 0.33, "input_tokens": 45000, "output_tokens": 4600, "duration_ms": 74000, "warnings": [], "repo": "orders", "sha": "{{Base}}", "created_at": "2026-11-26T10:02:00Z" }
            """)),
        ["history"] = HistoryCard.From(new RecentHistory(
            [new PastOperation("op_01JD9R0Z", "diagnose", "succeeded", "orders", At.ToUnixTimeMilliseconds(), At.AddSeconds(11).ToUnixTimeMilliseconds())],
            [new PastDiagnosis("dg_01JD9Q3K", "orders", "RootCauseFound", "with_retry calls DynamoDB up to 25 times with no pause.", At.ToUnixTimeMilliseconds()), new PastDiagnosis("dg_01JD9Q1B", "orders", "Likely", "KeyError: 'order' when the event has no body.", At.AddDays(-3).ToUnixTimeMilliseconds())],
            [new PastPullRequest(47, Pull + "47", Fix.Title, "orders", "open", At.ToUnixTimeMilliseconds())])),
        ["error"] = RefusalCard.Of("diagnose", OperationEnd.Unexpected("op_01JD9R0Z")),
        ["refused"] = RefusalCard.Of("apply", new Refusal(RefusalKind.Conflict, "#47 has new commits since you looked at it (3f9d2c1ab0, now 77aa001c2d). Look at it again and decide anew. Nothing was changed.")),
        ["progress"] = ProgressCard.From("diagnose", "op_01JD9R0Z", [Step(1, "Reading orders", 0), Step(2, "Gathering evidence", 1.2), Step(3, "Asking claude-sonnet", 2)]),
    };

    private static string Iam => """
        { "required_permissions": ["dynamodb:PutItem", "sns:Publish"], "missing_permissions": ["sns:Publish on arn:aws:sns:*:*:order-notifications"],
          "conditional_permissions": [{ "action": "kms:GenerateDataKey", "when": "the topic is encrypted with a customer key" }], "terraform_update": null,
          "terraform_diff": "--- a/terraform/iam.tf\n+++ b/terraform/iam.tf\n@@ -10,6 +10,11 @@\n+    {\n+      Effect   = \"Allow\"\n+      Action   = [\"sns:Publish\"]\n+      Resource = \"arn:aws:sns:*:*:order-notifications\"\n+    },",
          "findings": [{ "path": "src/handlers/order_handler.py", "line": 31, "sdk_call": "sns.publish", "action": "sns:Publish", "resource": "arn:aws:sns:*:*:order-notifications", "granted_by": null }],
          "warnings": ["Code requires 1 IAM permission not in current policy"] }
        """;

    private static PlanView Decide(ChangeKind kind, string? method) => Fix with { Id = $"pl_{kind}", Kind = kind, Files = [], Diff = "", PullRequest = new PlannedPullRequest(47, Pull + "47", Head, method), Digest = "51b7e2d09c3f4a86" };

    private static RollbackStatus Status(bool canRollback) => new()
    {
        PrNumber = 46,
        Title = "Retry harder",
        PrUrl = Pull + "46",
        State = "merged",
        MergedAt = At.AddHours(-2),
        CanRollback = canRollback,
        Reason = canRollback ? "It reverts cleanly." : "2 files conflict with later changes. Nothing was opened.",
        Method = "squash",
        Files = 2,
        Conflicts = canRollback ? [] : [new RollbackConflict("src/utils/retry.py", [Later("9c1d2e3f00aa", "Tune the cap", 48)]), new RollbackConflict("src/handlers/order_handler.py", [Later("77aa001c2d3e", "Log the order", null)])],
        LaterCommits = canRollback ? [Later("9c1d2e3f00aa", "Tune the cap", 48)] : [],
        Risks = [new RollbackRisk(RiskKind.Migration, "db/0042_orders.sql", "it is a migration that may have run already")],
    };

    private static LaterCommit Later(string sha, string subject, int? number) => new(sha, subject, "Ann", At.AddHours(-1), number);

    private static OperationStep Step(int number, string name, double seconds) => new(number, name, OperationState.Running, At.AddSeconds(seconds));

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, RestJson.Options)!;
}
