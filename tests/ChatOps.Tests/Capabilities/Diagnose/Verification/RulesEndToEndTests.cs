using ChatOps.Capabilities.Diagnose;
using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Capabilities.Diagnose.Rules;
using ChatOps.Capabilities.Diagnose.Verification;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Capabilities.Diagnose.Verification;

public class RulesEndToEndTests
{
    [Fact]
    public async Task What_the_rules_engine_says_of_gathered_evidence_holds()
    {
        using var repository = OrdersCase.Repository();
        var evidence = await EvidenceGatherer.GatherAsync(repository.Snapshot(), OrdersCase.Text, null, null, [], CancellationToken.None);
        var answer = await new RulesAnalyst().AnalyseAsync(evidence, null!, CancellationToken.None);

        var diagnosis = await DiagnosisBuilder.BuildAsync(evidence, answer.Value!, new DiagnosisFacts { Id = "dg_1", CreatedAt = DateTimeOffset.UnixEpoch, DurationMs = 1 }, CancellationToken.None);

        // The rules engine keeps the ranking's order.
        Assert.Equal(evidence.Files[0].Path, diagnosis.AffectedFiles[0]);
        Assert.Contains(OrdersCase.RetryPath, diagnosis.AffectedFiles);
        Assert.Contains(diagnosis.Evidence, item => item.Path == OrdersCase.RetryPath);
        Assert.DoesNotContain(diagnosis.Warnings, warning => warning.Contains("dropped", StringComparison.Ordinal));
        Assert.InRange(diagnosis.ConfidenceScore, evidence.LocationConfidence - 0.03, evidence.LocationConfidence + 0.03);
        Assert.NotEqual(Outcome.Blocked, diagnosis.Outcome);
    }
}
