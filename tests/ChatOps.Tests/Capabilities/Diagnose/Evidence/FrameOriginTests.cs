using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Capabilities.Diagnose.Rules;
using ChatOps.Tests.Adapters.Git;

namespace ChatOps.Tests.Capabilities.Diagnose.Evidence;

/// <summary>Frames that do not name a line of the commit that is read: bundled, moved since, or without line numbers.</summary>
public sealed class FrameOriginTests : IDisposable
{
    private readonly TemporaryRepository repository = new();

    public void Dispose() => repository.Dispose();

    [Fact]
    public async Task A_frame_in_a_bundle_leads_to_its_source_by_the_committed_map()
    {
        repository.Write("src/title.ts", "export function title(order) {\n  const parts = order.lines;\n  return parts[0].name;\n}\n");
        repository.Write("src/other.ts", "export const other = 1;\n");
        // Line 2 of the bundle: column 1 is line 1 of the source, column 21 is its line 3.
        repository.Write("dist/main.js.map", """{"version":3,"file":"main.js","sources":["../src/title.ts"],"names":[],"mappings":";AAAA,oBAEA"}""");
        repository.Write("dist/main.js", "\"use strict\";\nfunction a(b){const c=b.lines;return c[0].name}\n");
        repository.Commit("Build");

        var evidence = await GatherAsync("TypeError: Cannot read properties of undefined (reading 'name')\n    at a (https://shop.example.com/dist/main.js:2:24)\n");

        Assert.Equal("src/title.ts", evidence.Files[0].Path);
        Assert.Contains(3, evidence.Files[0].Lines);
    }

    [Theory]
    [InlineData("not json at all")]
    [InlineData("""{"version":3,"sources":["../../../../etc/passwd"],"names":[],"mappings":";AAAA"}""")]
    public async Task A_map_that_is_broken_or_points_outside_changes_nothing(string map)
    {
        repository.Write("dist/main.js.map", map);
        repository.Write("src/title.ts", "export const title = 1;\n");
        repository.Write("dist/main.js", "\"use strict\";\nfunction a(b){return b.c.name}\n");
        repository.Commit("Build");

        var evidence = await GatherAsync("TypeError: Cannot read properties of undefined (reading 'name')\n    at a (https://shop.example.com/dist/main.js:2:24)\n");

        Assert.DoesNotContain(evidence.Files, file => file.Path.Contains("passwd", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_frame_of_a_file_that_moved_since_leads_to_where_it_is_now()
    {
        var text = string.Concat(Enumerable.Range(1, 20).Select(i => $"def step_{i}(order):\n    return order['part_{i}']\n"));
        repository.Write("app/orders/steps.py", text);
        repository.Write("app/unlike.py", "def nothing():\n    return 0\n");
        repository.Commit("Start");
        repository.Git("mv", "app/orders/steps.py", "app/orders/stages.py");
        repository.Commit("Name it better (#9)");
        Directory.CreateDirectory(Path.Combine(repository.WorkTree, "lib"));
        repository.Git("mv", "app/orders/stages.py", "lib/pipeline.py");
        repository.Commit("Move it (#10)");

        var evidence = await GatherAsync("Traceback (most recent call last):\n  File \"/srv/app/orders/steps.py\", line 4, in step_2\n    return order['part_2']\nKeyError: 'part_2'\n");

        Assert.Equal("lib/pipeline.py", evidence.Files[0].Path);
        Assert.Contains(4, evidence.Files[0].Lines);
        Assert.Equal([4], evidence.Files[0].FrameLines);
    }

    [Fact]
    public async Task A_frame_without_a_line_leads_to_where_its_function_is_defined()
    {
        repository.Write("src/Shop/Basket.cs", "namespace Shop;\n\npublic sealed class Basket\n{\n    public int Count => 1;\n\n    public decimal Total()\n    {\n        return Lines.Sum(line => line.Price);\n    }\n}\n");
        repository.Write("src/Shop/Program.cs", "namespace Shop;\n\npublic static class Program\n{\n    public static void Main() { }\n}\n");
        repository.Commit("Start");

        var evidence = await GatherAsync("System.NullReferenceException: Object reference not set to an instance of an object.\n   at Shop.Basket.Total()\n");

        Assert.Equal("src/Shop/Basket.cs", evidence.Files[0].Path);
        Assert.Contains(7, evidence.Files[0].Lines);
    }

    [Fact]
    public async Task A_class_without_a_package_is_found_by_its_file()
    {
        repository.Write("src/Main.kt", "fun main() {\n    println(listOf<Int>().first())\n}\n");
        repository.Commit("Start");

        var evidence = await GatherAsync("java.util.NoSuchElementException: List is empty.\n\tat kotlin.collections.CollectionsKt.first(Collections.kt:214)\n\tat MainKt.main(Main.kt:2)\n");

        Assert.Equal("src/Main.kt", evidence.Files[0].Path);
    }

    [Theory]
    [InlineData(1, 6)] // A comment is no place to fail: the next frame of the file is.
    [InlineData(4, 3)] // Blank since the trace was written: the code above it.
    [InlineData(3, 3)]
    public async Task The_failing_line_is_a_line_of_code(int traced, int said)
    {
        repository.Write("src/com/acme/Basket.java", "// Copyright\nclass Basket {\n    int size = 0;\n\n    int first() {\n        return items.get(0);\n    }\n}\n");
        repository.Commit("Start");
        var text = $"java.lang.IllegalStateException: empty\n\tat com.acme.Basket.<init>(Basket.java:{traced})\n\tat com.acme.Basket.first(Basket.java:6)\n";

        var evidence = await GatherAsync(text);
        var analysis = RulesAnalyst.Analyse(evidence, new RepositoryFiles(evidence.Snapshot.Paths, evidence.Snapshot.ReadText));

        Assert.Equal(("src/com/acme/Basket.java", said), (analysis.Citations[0].Path, analysis.Citations[0].StartLine));
    }

    [Fact]
    public async Task Only_files_that_carry_a_share_are_said_to_be_concerned()
    {
        repository.Write("src/orders.py", "def save(order):\n    return order['id']\n");
        for (var i = 0; i < 12; i++) repository.Write($"src/part{i}.py", $"def save_{i}(order):\n    return {i}\n");
        repository.Commit("Start");

        var evidence = await GatherAsync("Traceback (most recent call last):\n  File \"/srv/src/orders.py\", line 2, in save\n    return order['id']\nKeyError: 'id'\n");

        Assert.Equal("src/orders.py", evidence.Concerned[0]);
        Assert.True(evidence.Concerned.Count < evidence.Files.Count);
    }

    private async Task<EvidenceSet> GatherAsync(string text) =>
        await EvidenceGatherer.GatherAsync(await repository.OpenAsync(), text, null, null, [], CancellationToken.None);
}
