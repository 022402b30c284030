using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Tests.Iam.Policies.Support;

namespace ChatOps.Tests.Iam.Policies.Hcl;

/// <summary>Our parser and HashiCorp's on the same text: both read it alike, or both refuse it.</summary>
public sealed class HclOracleTests
{
    private const int Mutations = 8000;

    [SkippableFact]
    public async Task The_parser_agrees_with_HashiCorps_on_every_case_and_on_what_mutation_makes_of_them()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Iam", "Policies", "Hcl", "Cases");
        var cases = Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal).SelectMany(file => File.ReadAllText(file).Split("\n---\n")).ToList();
        var texts = cases.Concat(cases.Select(text => text + "\n")).Concat(Mutated(cases, Mutations)).Distinct().ToList();
        Assert.True(cases.Count > 100);

        var answers = await IamPeer.AskAsync("hcl.mjs", texts.Select((text, id) => JsonSerializer.Serialize(new { id, text })));

        var different = new List<string>();
        var read = 0;
        for (var id = 0; id < texts.Count; id++)
        {
            var ours = HclCase.Ours(texts[id]);
            var theirs = answers[id];
            var refused = theirs.TryGetProperty("error", out var error);
            if (refused && IsOfTheConverter(error.GetString()!))
                continue;
            if (!refused && ours is not null)
            {
                read++;
                var (left, right) = (HclCase.Canonical(ours), HclCase.Canonical(JsonNode.Parse(theirs.GetProperty("json").GetRawText())));
                if (left != right)
                    different.Add($"--- {texts[id]}\nours:   {left}\ntheirs: {right}");
            }
            else if (refused != ours is null)
            {
                different.Add($"--- {texts[id]}\nours:   {(ours is null ? ChatOps.Iam.Hcl.HclFile.Parse(texts[id]).Error!.ToString() : "read")}\ntheirs: {(refused ? error.GetString() : "read")}");
            }
        }

        Assert.True(different.Count == 0, $"{different.Count} of {texts.Count} differ\n" + string.Join('\n', different.Take(12)));
        Assert.True(read > 1000, $"only {read} were read by both");
    }

    // The tool evaluates some constants and merges blocks; a failure there says nothing of the syntax.
    private static bool IsOfTheConverter(string error) => error.Contains("convert to HCL", StringComparison.Ordinal) || error.Contains("convert file", StringComparison.Ordinal);

    /// <summary>Cases with a few characters taken out, doubled, or replaced by others that matter in HCL.</summary>
    private static IEnumerable<string> Mutated(List<string> cases, int count)
    {
        const string Characters = "{}[]()\"$%~<>=:,.\n*#-! a1\\/&|?";
        var random = new Random(20260115);
        for (var i = 0; i < count; i++)
        {
            var text = cases[random.Next(cases.Count)];
            for (var edits = 1 + random.Next(2); edits > 0 && text.Length > 1; edits--)
            {
                var at = random.Next(text.Length);
                var c = Characters[random.Next(Characters.Length)];
                text = random.Next(3) switch
                {
                    0 => text.Remove(at, 1),
                    1 => text.Insert(at, c.ToString()),
                    _ => text[..at] + c + text[(at + 1)..],
                };
            }

            yield return text;
        }
    }
}
