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

        Assert.Equal(OrdersCase.RetryPath, diagnosis.AffectedFiles[0]);
        Assert.Equal(OrdersCase.RetryPath, diagnosis.Evidence[0].Path);
        Assert.DoesNotContain(diagnosis.Warnings, warning => warning.Contains("dropped", StringComparison.Ordinal));
        Assert.InRange(diagnosis.ConfidenceScore, evidence.LocationConfidence - 0.03, evidence.LocationConfidence + 0.03);
        Assert.NotEqual(Outcome.Blocked, diagnosis.Outcome);
    }
}
