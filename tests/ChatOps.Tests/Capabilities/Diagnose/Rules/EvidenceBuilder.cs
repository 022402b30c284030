using ChatOps.Capabilities.Diagnose;
using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Capabilities.Diagnose.Knowledge;
using ChatOps.Capabilities.Diagnose.Rules;
using ChatOps.Traces;

namespace ChatOps.Tests.Capabilities.Diagnose.Rules;

/// <summary>Evidence by hand: a few files, a text and what the ranking would have made of them.</summary>
internal sealed class EvidenceBuilder(params (string Path, string Text)[] files)
{
    private readonly List<RankedFile> ranked = [];
    private readonly List<Suspect> suspects = [];

    public RepositoryFiles Files { get; } = new([.. files.Select(file => file.Path).Order(StringComparer.Ordinal)], path => files.FirstOrDefault(file => file.Path == path).Text);

    public EvidenceBuilder Ranked(string path, params int[] lines)
    {
        ranked.Add(new RankedFile(path, 1.0 / (ranked.Count + 1), lines, "frame", lines));
        return this;
    }

    public EvidenceBuilder Changed(string place, int pullRequest, string subject, double score = 0.8)
    {
        suspects.Add(new Suspect(new string('a', 40), pullRequest, "Ada", new DateTimeOffset(2024, 11, 22, 9, 0, 0, TimeSpan.Zero), [place], score, "changed the failing line 2 h before") { Subject = subject });
        return this;
    }

    public EvidenceSet For(string text, string? filePath = null)
    {
        var parsed = TraceParser.Parse(text);
        return new EvidenceSet
        {
            Snapshot = null!,
            Text = text,
            FilePath = filePath,
            Parsed = parsed,
            Files = ranked,
            Concerned = [.. ranked.Select(file => file.Path)],
            Items = [],
            Suspects = suspects,
            Signatures = new SignatureMatcher(KnowledgeBase.BuiltIn).Match(text, parsed),
            Fingerprint = "f",
            LocationConfidence = 0.8,
            Reasons = [],
            Warnings = [],
        };
    }

    public Analysis Analyse(string text, string? filePath = null) => RulesAnalyst.Analyse(For(text, filePath), Files);
}
