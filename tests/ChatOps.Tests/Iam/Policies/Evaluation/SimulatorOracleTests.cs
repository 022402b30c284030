using System.Text.Json;
using ChatOps.Iam.Policies;
using ChatOps.Tests.Iam.Policies.Support;

namespace ChatOps.Tests.Iam.Policies.Evaluation;

/// <summary>Our evaluator and a simulator that we did not write on the same random policies and requests.</summary>
public sealed class SimulatorOracleTests
{
    [SkippableFact]
    public async Task Twenty_thousand_random_requests_are_decided_as_the_simulator_decides_them()
    {
        var cases = await IamPeer.PrintAsync("generate.mjs", "20000", "20260115");
        var answers = await IamPeer.AskAsync("simulate.mjs", cases);

        var different = new List<string>();
        var decided = new Dictionary<Decision, int>();
        foreach (var line in cases)
        {
            using var document = JsonDocument.Parse(line);
            var ours = Simulation.Read(document.RootElement).Decide();
            var theirs = answers[document.RootElement.GetProperty("id").GetInt32()];
            decided[ours] = decided.GetValueOrDefault(ours) + 1;
            if (!theirs.TryGetProperty("result", out var result) || result.GetString() != ours.ToString())
                different.Add($"ours {ours}, theirs {theirs}: {line}");
        }

        Assert.True(different.Count == 0, $"{different.Count} of {cases.Count} differ\n" + string.Join('\n', different.Take(8)));
        Assert.All(Enum.GetValues<Decision>(), decision => Assert.True(decided.GetValueOrDefault(decision) > 2000, $"only {decided.GetValueOrDefault(decision)} were {decision}"));
    }
}
