namespace ChatOps.Capabilities.Diagnose;

/// <summary>A diagnosis for the API's description.</summary>
internal static class DiagnosisExample
{
    /// <summary>Every member of one, as REST returns it.</summary>
    public const string Json = """
        {
          "id": "dg_01KAR5T7M20000000000000000", "outcome": "root_cause_found",
          "root_cause": "Missing exponential backoff in src/utils/retry.py causes retry storms",
          "explanation": "**What it means.** DynamoDB refuses requests beyond the table's capacity, and the helper asks again at once.",
          "confidence": "high", "confidence_score": 0.86, "confidence_reasons": ["frame src/utils/retry.py:9 exists at HEAD"], "category": "throttling",
          "affected_files": ["src/handlers/order_handler.py", "src/utils/retry.py"],
          "evidence": [{ "id": "E1", "path": "src/utils/retry.py", "sha": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", "start_line": 9, "end_line": 9, "quote": "        except ClientError:", "why": "innermost frame in the repository" }],
          "suspects": [{ "commit": "2c26b46b68ffc68ff99b453c1d30413413422d70", "pr_number": 46, "author": "Sam Rivera", "committed_at": "2026-11-22T07:00:00+00:00", "lines": ["src/utils/retry.py:9"], "score": 0.74, "why": "changed the failing line 2 h before" }],
          "suggested_fix": "Add exponential backoff with jitter", "fix_code": { "src/utils/retry.py": "full new text" }, "fix_diff": "--- a/src/utils/retry.py\n+++ b/src/utils/retry.py\n",
          "fix_checks": [{ "check": "applies", "passed": true, "detail": "The change fits the file at this commit." }],
          "iam_analysis": null, "similar": [{ "diagnosis_id": "dg_01KAQ0000000000000000000000", "fingerprint": "5d41402abc4b2a76", "pr_number": 31, "pr_state": "merged" }],
          "panel": null, "fingerprint": "5d41402abc4b2a76", "masked_secrets": { "aws_access_key": 1 }, "warnings": [],
          "repo": "orders", "sha": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", "repo_url": "https://github.com/acme/orders", "engine": "rules", "provider": null, "model": null,
          "input_tokens": 0, "output_tokens": 0, "cost_usd": 0, "duration_ms": 412, "created_at": "2026-11-22T09:00:00+00:00"
        }
        """;
}
