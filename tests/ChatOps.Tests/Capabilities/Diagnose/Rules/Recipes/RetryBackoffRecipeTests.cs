using ChatOps.Capabilities.Diagnose.Rules.Recipes;

namespace ChatOps.Tests.Capabilities.Diagnose.Rules.Recipes;

public class RetryBackoffRecipeTests
{
    private const string Wait = "time.sleep(random.uniform(0, min(5.0, 0.05 * 2 ** attempt)))";

    private const string Loop = """
        def retry(call, attempts=3):
            for attempt in range(attempts):
                try:
                    return call()
                except ClientError as e:  # throttled
                    if attempt == attempts - 1:
                        raise
        """;

    private static RecipeResult Run(string text) => Apply.To(new RetryBackoffRecipe(), "src/utils/retry.py", [], ("src/utils/retry.py", text));

    [Theory]
    [InlineData("import os\nfrom x import y\n\n", "import os\nimport random\nimport time\nfrom x import y\n")]
    [InlineData("\"\"\"Retries.\"\"\"\n\n", "\"\"\"Retries.\"\"\"\n\nimport random\n")]
    [InlineData("from __future__ import annotations\n\nfrom botocore.exceptions import ClientError\n\n", "from __future__ import annotations\n\nimport random\nimport time\nfrom botocore")]
    [InlineData("import random\nimport time\n\n", "import random\nimport time\n\ndef retry")]
    public void The_loop_waits_at_random_and_longer_each_time(string head, string expectedHead)
    {
        var result = Run(head + Loop);

        var text = result.Files["src/utils/retry.py"];
        Assert.StartsWith(expectedHead, text, StringComparison.Ordinal);
        Assert.EndsWith($"                raise\n            {Wait}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("also after the last attempt", result.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("continue")]
    [InlineData("pass")]
    [InlineData("time.sleep(1)")]
    [InlineData("time.sleep(DELAY)")]
    public void A_fixed_wait_or_none_is_replaced(string statement)
    {
        var text = $"import random\r\nimport time\r\n\r\n\r\ndef retry(call):\r\n\tfor attempt in range(3):\r\n\t\ttry:\r\n\t\t\treturn call()\r\n\t\texcept Exception:\r\n\t\t\t{statement}\r\n";

        var result = Run(text);

        Assert.Equal([$"-\t\t\t{statement}\r", $"+\t\t\t{Wait}\r"], Apply.Changes(text, result.Files["src/utils/retry.py"]));
    }

    [Theory]
    [InlineData("raise", "raise\n            time.sleep(2 ** attempt)")]
    [InlineData("for attempt in range(attempts):", "for attempt in policy.attempts():")]
    public void A_loop_that_is_right_or_unknown_is_left_alone(string part, string other) => Assert.Empty(Run(Loop.Replace(part, other, StringComparison.Ordinal)).Files);

    [Theory]
    [InlineData("raise", "raise\n            self.reset()")]
    [InlineData("return call()", "result = call()")]
    [InlineData("raise", "raise\n        finally:\n            close()")]
    [InlineData("in range(attempts)", "in range(1, attempts)")]
    public void Another_shape_is_named_and_left_alone(string part, string other)
    {
        var result = Run(Loop.Replace(part, other, StringComparison.Ordinal));

        Assert.Empty(result.Files);
        Assert.Contains("src/utils/retry.py:2", result.Sentence, StringComparison.Ordinal);
    }
}
