using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Capabilities.Patches;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Diagnose;

/// <summary>Explains an error from its evidence: the rules engine or a model.</summary>
internal interface IAnalyst
{
    /// <summary>Explains the error, or says why it cannot.</summary>
    Task<Answer<Analysis>> AnalyseAsync(EvidenceSet evidence, RunContext context, CancellationToken cancellationToken);
}

/// <summary>An analyst's claim, before code has checked it.</summary>
internal sealed record Analysis
{
    /// <summary>One sentence; null when the analyst does not know.</summary>
    public string? RootCause { get; init; }

    public required string Explanation { get; init; }
    public required Category Category { get; init; }

    /// <summary>The lines it rests on.</summary>
    public required IReadOnlyList<Citation> Citations { get; init; }

    public required string SuggestedFix { get; init; }

    /// <summary>Full new text by path; empty when no change is proposed.</summary>
    public IReadOnlyDictionary<string, string> FixCode { get; init; } = new Dictionary<string, string>();

    /// <summary>Checks that the analyst's own way of changing text has failed before there was full text (<c>applies</c>); empty when it has none.</summary>
    public IReadOnlyList<FixCheck> FailedChecks { get; init; } = [];

    /// <summary>Why nobody may or would answer (a budget, a refusal), as a sentence; null when there is an answer.</summary>
    public string? Blocked { get; init; }

    public required Engine Engine { get; init; }
    public string? Provider { get; init; }
    public string? Model { get; init; }
    public long InputTokens { get; init; }
    public long OutputTokens { get; init; }

    /// <summary>Nano-dollars; null when a call's model has no price.</summary>
    public long? CostNanoUsd { get; init; } = 0;

    /// <summary>How sure the analyst's own method is, 0 to 1: a signature's weight for rules, 0.5 for a model (a model's own word does not count).</summary>
    public required double Weight { get; init; }

    /// <summary>What each vendor said when several were asked; null when one was.</summary>
    public IReadOnlyList<PanelOpinion>? Panel { get; init; }

    /// <summary>What to tell the reader, e.g. that a provider was rate-limited and another answered.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>Lines that a claim rests on.</summary>
/// <param name="Path">The file.</param>
/// <param name="StartLine">First line, from 1.</param>
/// <param name="EndLine">Last line, inclusive.</param>
/// <param name="Quote">Text that must stand there; null when the evidence item's own text is meant.</param>
internal sealed record Citation(string Path, int StartLine, int EndLine, string? Quote);
