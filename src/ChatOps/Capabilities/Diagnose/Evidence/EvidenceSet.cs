using ChatOps.Adapters.Git;
using ChatOps.Capabilities.Diagnose.Knowledge;
using ChatOps.Traces;

namespace ChatOps.Capabilities.Diagnose.Evidence;

/// <summary>Everything that was computed about an error before any analyst is asked.</summary>
internal sealed record EvidenceSet
{
    /// <summary>The repository at the commit that was read.</summary>
    public required Snapshot Snapshot { get; init; }

    /// <summary>The pasted text, masked.</summary>
    public required string Text { get; init; }

    /// <summary>The file the reporter named; null when none, or when it is not in the repository (then a warning says so).</summary>
    public string? FilePath { get; init; }

    /// <summary>What the reporter added; null when nothing.</summary>
    public string? ReporterContext { get; init; }

    /// <summary>The traces and error lines of <see cref="Text"/>.</summary>
    public required ParsedText Parsed { get; init; }

    /// <summary>Files by how likely the fault lies in them, most likely first.</summary>
    public required IReadOnlyList<RankedFile> Files { get; init; }

    /// <summary>Of <see cref="Files"/>, those that the fault concerns; the others are places to look next.</summary>
    public required IReadOnlyList<string> Concerned { get; init; }

    /// <summary>Numbered quotes of the repository, in order of weight; what fits a prompt of 8,000 tokens.</summary>
    public required IReadOnlyList<EvidenceItem> Items { get; init; }

    /// <summary>Commits that may have caused it, most likely first.</summary>
    public required IReadOnlyList<Suspect> Suspects { get; init; }

    /// <summary>Signatures that match <see cref="Text"/>, strongest first.</summary>
    public required IReadOnlyList<SignatureMatch> Signatures { get; init; }

    /// <summary>Hash that the same error has again.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Whether the line that the trace blames does not stand in its file at this commit.</summary>
    public bool IsStale { get; init; }

    /// <summary>Probability, 0 to 1, that the first of <see cref="Files"/> is where the fault lies; calibrated on real traces.</summary>
    public required double LocationConfidence { get; init; }

    /// <summary>What <see cref="LocationConfidence"/> rests on, each a few words with the place (<c>frame src/utils/retry.py:41 exists at HEAD</c>).</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>What was left out or could not be read, each a sentence.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>A file of the repository with what speaks for it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Share">Its share, 0 to 1, of all that speaks for any file.</param>
/// <param name="Lines">Lines of it worth reading, most telling first: those of frames, then those that the text's words lead to; empty when none.</param>
/// <param name="Why">A few words.</param>
/// <param name="FrameLines">Those of <paramref name="Lines"/> where a frame stands, in the order of the frames.</param>
internal sealed record RankedFile(string Path, double Share, IReadOnlyList<int> Lines, string Why, IReadOnlyList<int> FrameLines);
