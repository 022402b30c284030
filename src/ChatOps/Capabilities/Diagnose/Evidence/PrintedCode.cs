using ChatOps.Adapters.Git;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Diagnose.Evidence;

/// <summary>Holds the source lines that a trace prints against the files: what runs may be of another commit than the one that is read, and the lines then stand elsewhere.</summary>
internal static class PrintedCode
{
    private const int MostFrames = 20;

    /// <summary>Shorter lines (<c>else:</c>, <c>pass</c>) stand in too many places.</summary>
    private const int ShortestCode = 7;

    /// <summary>The frames, each at the line where its code stands now.</summary>
    /// <param name="frames">As printed.</param>
    /// <param name="snapshot">The commit that is read.</param>
    public static AlignedFrames Align(IReadOnlyList<PlacedFrame> frames, Snapshot snapshot)
    {
        List<PlacedFrame> aligned = [.. frames];
        Dictionary<string, string[]> files = new(StringComparer.Ordinal);
        string? said = null;
        bool? stale = null;
        for (var (i, asked) = (0, 0); i < aligned.Count && asked < MostFrames; i++)
        {
            if (aligned[i] is not { IsOurs: true, Path: { } path, Frame: { Line: { } line } frame }) continue;
            var first = stale is null;
            stale ??= false;
            if (!first && frame.Code is null) continue;
            asked++;
            if (!files.TryGetValue(path, out var lines)) files[path] = lines = SourceLines.All(snapshot.ReadText(path) ?? "");
            if (line <= lines.Length && (!IsTelling(frame.Code) || lines[line - 1].Trim() == frame.Code)) continue;
            var now = IsTelling(frame.Code) ? Nearest(lines, frame.Code!, line) : 0;
            if (now > 0) aligned[i] = aligned[i] with { Frame = frame with { Line = now } };
            stale |= first && now == 0;
            said ??= $"The trace is of another version than {snapshot.Sha[..12]}: " + (now > 0 ? $"what it prints for {path}:{line} stands in line {now} here."
                : line > lines.Length ? $"{path} has no line {line} here. Name the deployed commit in ref."
                : $"what it prints for {path}:{line} is not in that file here. Name the deployed commit in ref.");
        }
        return new AlignedFrames(aligned, stale == true, said);
    }

    private static bool IsTelling(string? code) =>
        code is { Length: >= ShortestCode } && !code.EndsWith("...", StringComparison.Ordinal) && !code.Contains(SecretMasker.MaskStart, StringComparison.Ordinal);

    private static int Nearest(string[] lines, string code, int line)
    {
        var best = 0;
        for (var at = 1; at <= lines.Length; at++)
        {
            if ((best == 0 || Math.Abs(at - line) < Math.Abs(best - line)) && lines[at - 1].AsSpan().Trim().SequenceEqual(code)) best = at;
        }
        return best;
    }
}

/// <summary>Frames after <see cref="PrintedCode.Align"/>.</summary>
/// <param name="Frames">In their order.</param>
/// <param name="Stale">Whether the first frame of the repository does not stand in its file at all.</param>
/// <param name="Warning">What differs, a sentence; null when nothing does.</param>
internal sealed record AlignedFrames(IReadOnlyList<PlacedFrame> Frames, bool Stale, string? Warning);
