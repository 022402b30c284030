using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Tests.Adapters.Git;

namespace ChatOps.Tests.Capabilities.Diagnose.Evidence;

/// <summary>Which commits are suspected, where blame alone would name the wrong one.</summary>
public sealed class SuspectFinderTests : IDisposable
{
    private const string Path = "src/retry.py";

    private const string Loop = """
        import time


        def with_retry(call):
            for attempt in range(5):
                try:
                    return call()
                except ConnectionError:
                    time.sleep(2 ** attempt)
            raise RuntimeError("gave up")
        """;

    private const string Text = """
        Traceback (most recent call last):
          File "/app/src/retry.py", line 7, in with_retry
            return call()
        RuntimeError: gave up
        """;

    private readonly TemporaryRepository repository = new();

    public SuspectFinderTests()
    {
        repository.Write(Path, "import time\n");
        repository.Commit("Start");
        repository.Write(Path, Loop);
        repository.Commit("Retry calls (#38)");
    }

    public void Dispose() => repository.Dispose();

    [Fact]
    public async Task A_commit_that_removed_the_line_beside_the_failing_one_stands_above_the_one_that_blame_names()
    {
        for (var i = 0; i < 20; i++) repository.Commit("Nothing");
        repository.Write(Path, Loop.Replace("            time.sleep(2 ** attempt)\n", "            pass\n", StringComparison.Ordinal).Replace("        except ConnectionError:\n            pass\n", "        finally: pass\n", StringComparison.Ordinal));
        repository.Commit("Retry at once (#46)");

        var suspects = await SuspectsAsync(Text);

        Assert.Equal((46, $"removed lines beside the failing one"), (suspects[0].PrNumber, suspects[0].Why));
        Assert.Contains(suspects, suspect => suspect.PrNumber == 38);
    }

    [Fact]
    public async Task A_change_far_above_moves_the_line_and_is_no_suspect_of_it()
    {
        repository.Write(Path, string.Concat(Enumerable.Range(0, 30).Select(i => $"# note {i}\n")) + Loop);
        repository.Commit("Explain (#47)");

        var suspects = await SuspectsAsync(Text.Replace("line 7", "line 37", StringComparison.Ordinal));

        Assert.Equal(38, suspects[0].PrNumber);
        Assert.DoesNotContain(suspects, suspect => suspect.PrNumber == 47 && suspect.Lines.Count > 0);
    }

    [Fact]
    public async Task A_commit_that_came_by_a_merge_carries_the_number_of_its_pull_request()
    {
        repository.Git("checkout", "--quiet", "-b", "topic");
        repository.Write(Path, Loop.Replace("range(5)", "range(1)", StringComparison.Ordinal));
        var changed = repository.Commit("Try once");
        repository.Git("checkout", "--quiet", "main");
        repository.Write("README.md", "Orders\n");
        repository.Commit("Say what it is");
        repository.Git("merge", "--quiet", "--no-ff", "-m", "Merge pull request #51 from acme/topic", "topic");

        var suspect = (await SuspectsAsync(Text)).Single(suspect => suspect.Commit == changed);

        Assert.Equal(51, suspect.PrNumber);
    }

    [Fact]
    public async Task A_commit_made_on_the_branch_itself_does_not_take_the_number_of_a_later_merge()
    {
        repository.Write(Path, Loop.Replace("range(5)", "range(1)", StringComparison.Ordinal));
        var changed = repository.Commit("Try once");
        repository.Git("checkout", "--quiet", "-b", "topic");
        repository.Write("README.md", "Orders\n");
        repository.Commit("Say what it is");
        repository.Git("checkout", "--quiet", "main");
        repository.Git("merge", "--quiet", "--no-ff", "-m", "Merge pull request #52 from acme/topic", "topic");

        var suspect = (await SuspectsAsync(Text)).Single(suspect => suspect.Commit == changed);

        Assert.Null(suspect.PrNumber);
    }

    private async Task<IReadOnlyList<ChatOps.Capabilities.Diagnose.Suspect>> SuspectsAsync(string text) =>
        (await EvidenceGatherer.GatherAsync(await repository.OpenAsync(), text, null, null, [], CancellationToken.None)).Suspects;
}
