using ChatOps.Adapters.Git;
using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Tests.Adapters.Git;
using Microsoft.ML.Tokenizers;

namespace ChatOps.Tests.Capabilities.Diagnose.Ranking;

public sealed class RankingTests : IDisposable
{
    private readonly TemporaryRepository repository = new();

    public void Dispose() => repository.Dispose();

    [Fact]
    public async Task A_shared_guard_that_only_checks_is_ranked_below_the_caller_that_broke_it_lately()
    {
        repository.Write("shop/util/guard.py", "def require_positive(value):\n    if value <= 0:\n        raise ValueError(f\"amount must be positive, got {value}\")\n    return value\n");
        for (var i = 0; i < 25; i++) repository.Write($"shop/part{i}.py", $"from shop.util.guard import require_positive\n\ndef part{i}(x):\n    return require_positive(x)\n");
        repository.Commit("Old code");
        for (var i = 0; i < 60; i++) repository.Commit("Nothing");
        repository.Write("shop/refunds.py", "from shop.util.guard import require_positive\n\ndef refund_order(order):\n    amount = order.total - order.paid\n    return require_positive(amount)\n");
        repository.Commit("Refunds (#9)");

        var files = await RankAsync("Traceback (most recent call last):\n  File \"/app/shop/refunds.py\", line 5, in refund_order\n    return require_positive(amount)\n  File \"/app/shop/util/guard.py\", line 3, in require_positive\n    raise ValueError(f\"amount must be positive, got {value}\")\nValueError: amount must be positive, got -3\n");

        Assert.Equal(["shop/refunds.py", "shop/util/guard.py"], files.Take(2));
    }

    [Fact]
    public async Task A_message_without_a_trace_leads_to_the_code_that_uses_its_names()
    {
        repository.Write("lib/alpha.rb", "class Alpha\n  def render_page(name)\n  end\nend\n");
        repository.Write("lib/omega.rb", "class Omega\n  def settle_invoice(name)\n    Ledger.post_entry(name)\n  end\nend\n");
        repository.Commit("First");

        Assert.Equal("lib/omega.rb", (await RankAsync("NoMethodError: undefined method `post_entry' for Ledger in settle_invoice"))[0]);
    }

    [Fact]
    public async Task Imports_lead_one_step_further_in_several_languages()
    {
        repository.Write("a/b/main.py", "from ..util import retry\nimport a.base\n");
        repository.Write("a/util/retry.py", "x\n");
        repository.Write("a/base.py", "x\n");
        repository.Write("web/app.ts", "import { x } from './lib/cart';\nconst y = require('../a/none');\n");
        repository.Write("web/lib/cart.ts", "x\n");
        repository.Write("r/main.rb", "require_relative 'lib/till'\n");
        repository.Write("r/lib/till.rb", "x\n");
        repository.Commit("First");
        var snapshot = await repository.OpenAsync();

        string[] Of(string path) => [.. Imports.Of(snapshot.Tree, path, snapshot.ReadText(path)!).Select(file => snapshot.Paths[file])];

        Assert.Equal(["a/util/retry.py", "a/base.py"], Of("a/b/main.py"));
        Assert.Equal(["web/lib/cart.ts"], Of("web/app.ts"));
        Assert.Equal(["r/lib/till.rb"], Of("r/main.rb"));
    }

    [Fact]
    public void The_estimate_of_tokens_is_near_a_real_tokenizer_and_seldom_below_it()
    {
        var tokenizer = TiktokenTokenizer.CreateForEncoding("o200k_base");
        string[] texts =
        [
            "def save_order(order):\n    return with_retry(lambda: table.put_item(Item=order))\n",
            "public async Task<IReadOnlyList<SearchHit>> SearchAsync(string literal, CancellationToken cancellationToken)\n{\n    return await git.RunAsync([\"grep\", \"-n\"], cancellationToken);\n}\n",
            "2026-01-01T12:34:56.789Z ERROR [main] com.acme.OrderService - java.lang.NullPointerException: null\n\tat com.acme.OrderService.find(OrderService.java:123)\n",
        ];

        foreach (var text in texts) Assert.InRange(TokenEstimate.Of(text) / (double)tokenizer.CountTokens(text), 0.9, 1.6);
    }

    [Fact]
    public void Added_lines_are_read_out_of_a_patch_even_when_they_look_like_its_headers()
    {
        var commit = new CommitInfo(new string('a', 40), "Dana", DateTimeOffset.UnixEpoch, "x", null);

        var changes = PatchFormat.Changes(commit, "diff --git a/x.py b/x.py\n--- a/x.py\n+++ b/x.py\n@@ -1 +1,2 @@\n-old\n+  new = 1\n+++ b/evil.py\ndiff --git a/gone.py b/gone.py\n--- a/gone.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n").ToList();

        var file = Assert.Single(changes);
        Assert.Equal("x.py", file.Path);
        Assert.Equal(["++ b/evil.py", "new = 1"], file.Added.Order(StringComparer.Ordinal));
    }

    private async Task<List<string>> RankAsync(string text) =>
        [.. (await EvidenceGatherer.GatherAsync(await repository.OpenAsync(), text, null, null, [], CancellationToken.None)).Files.Select(file => file.Path)];
}
