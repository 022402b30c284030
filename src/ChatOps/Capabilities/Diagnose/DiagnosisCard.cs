using System.Globalization;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Diagnose;

/// <summary>A diagnosis as people see it: outcome, cause, files, fix, suspects, incidents like it, footer.</summary>
internal static class DiagnosisCard
{
    private const int FilesShown = 5;
    private const int SuspectsShown = 3;
    private const int LinesOfCode = 9;

    /// <summary>Builds the card.</summary>
    public static Card From(Diagnosis diagnosis)
    {
        var parts = new List<CardPart> { new TextPart(diagnosis.RootCause) };
        if (CodeOf(diagnosis) is { } code)
            parts.Add(code);
        if (diagnosis.AffectedFiles.Count > 0)
            parts.AddRange([new HeadingPart("Affected files"), new ListPart([.. diagnosis.AffectedFiles.Take(FilesShown).Select(path => new CardItem(PlaceIn(diagnosis, path), WhyOf(diagnosis, path), LinkTo(diagnosis, path)))])]);
        parts.AddRange([new HeadingPart("What to do"), new TextPart(diagnosis.SuggestedFix)]);
        if (diagnosis.FixDiff.Length > 0)
            parts.AddRange([new HeadingPart("Proposed change"), new DiffPart(diagnosis.FixDiff)]);
        if (diagnosis.IamAnalysis is { MissingPermissions.Count: > 0 } permissions)
            parts.AddRange([new HeadingPart(permissions.Warnings[0]), new ListPart([.. permissions.MissingPermissions.Take(FilesShown).Select(permission => new CardItem(permission))])]);
        if (diagnosis.Suspects.Count > 0)
            parts.AddRange([new HeadingPart("Changed shortly before"), new ListPart([.. diagnosis.Suspects.Take(SuspectsShown).Select(suspect => SuspectItem(diagnosis, suspect))])]);
        if (diagnosis.Similar.Count > 0)
            parts.AddRange([new HeadingPart("Seen before"), new ListPart([.. diagnosis.Similar.Take(SuspectsShown).Select(SimilarItem)])]);
        parts.AddRange(diagnosis.Warnings.Select(warning => new TextPart($"Note: {warning}")));
        parts.AddRange(diagnosis.IamAnalysis?.AccountNotes.Select(note => new TextPart($"Note: {note}")) ?? []);

        return new Card { Tone = ToneOf(diagnosis.Outcome), Title = TitleOf(diagnosis), Parts = parts, Buttons = ButtonsOf(diagnosis), Footer = FooterOf(diagnosis) };
    }

    // The first two post a plan, which has a button of its own: nothing changes yet.
    private static IReadOnlyList<CardButton> ButtonsOf(Diagnosis diagnosis) =>
    [
        .. diagnosis.FixCode.Count > 0 ? [new CardButton("Create fix PR", "fix", diagnosis.Id)] : Enumerable.Empty<CardButton>(),
        .. diagnosis.Suspects.Where(suspect => suspect.PrNumber is not null).Take(1).Select(suspect => new CardButton($"Rollback #{suspect.PrNumber}", "rollback", $"{suspect.PrNumber}")),
        new("Re-run", "diagnose-again", diagnosis.Id),
        new("Useful", "feedback", $"{diagnosis.Id} yes"),
        new("Not useful", "feedback", $"{diagnosis.Id} no"),
    ];

    private static Tone ToneOf(Outcome outcome) => outcome switch
    {
        Outcome.RootCauseFound => Tone.Good,
        Outcome.Likely => Tone.Attention,
        Outcome.Inconclusive => Tone.Neutral,
        _ => Tone.Refused,
    };

    private static string TitleOf(Diagnosis diagnosis)
    {
        var outcome = diagnosis.Outcome switch
        {
            Outcome.RootCauseFound => "Root cause found",
            Outcome.Likely => "Likely cause",
            Outcome.Inconclusive => "Inconclusive",
            _ => "Not diagnosed",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{outcome} · {diagnosis.Confidence.ToString().ToLowerInvariant()} confidence ({diagnosis.ConfidenceScore:0.00})");
    }

    // The strongest evidence is shown around its middle: that is where the failing line stands.
    private static CodePart? CodeOf(Diagnosis diagnosis)
    {
        if (diagnosis.Evidence is not [var cited, ..])
            return null;
        // A citation may be one line, which says little without those around it.
        var first = diagnosis.Evidence.Where(item => item.Path == cited.Path && item.StartLine <= cited.StartLine && item.EndLine >= cited.EndLine).MaxBy(item => item.EndLine - item.StartLine)!;
        var lines = first.Quote.Split('\n');
        var failing = cited.StartLine == cited.EndLine ? cited.StartLine : FailingLine(diagnosis, first);
        var from = Math.Clamp((failing ?? first.StartLine + lines.Length / 2) - first.StartLine - LinesOfCode / 2, 0, Math.Max(0, lines.Length - LinesOfCode));
        return new CodePart(first.Path, first.StartLine + from, string.Join('\n', lines.Skip(from).Take(LinesOfCode)), failing);
    }

    private static int? FailingLine(Diagnosis diagnosis, EvidenceItem item) => diagnosis.Suspects
        .SelectMany(suspect => suspect.Lines)
        .Select(line => line.LastIndexOf(':') is > 0 and var colon && line[..colon] == item.Path && int.TryParse(line[(colon + 1)..], CultureInfo.InvariantCulture, out var number) ? number : (int?)null)
        .FirstOrDefault(number => number >= item.StartLine && number <= item.EndLine);

    private static string PlaceIn(Diagnosis diagnosis, string path) =>
        diagnosis.Evidence.FirstOrDefault(item => item.Path == path) is not { } item ? path
        : item.StartLine == item.EndLine ? $"{path}:{item.StartLine}" : $"{path}:{item.StartLine}-{item.EndLine}";

    private static string? WhyOf(Diagnosis diagnosis, string path) => diagnosis.Evidence.FirstOrDefault(item => item.Path == path)?.Why;

    // The line at the commit that was read: a branch moves on.
    private static Uri? LinkTo(Diagnosis diagnosis, string path)
    {
        var lines = diagnosis.Evidence.FirstOrDefault(item => item.Path == path) is not { } item ? ""
            : item.StartLine == item.EndLine ? string.Create(CultureInfo.InvariantCulture, $"#L{item.StartLine}") : string.Create(CultureInfo.InvariantCulture, $"#L{item.StartLine}-L{item.EndLine}");
        return Link(diagnosis, $"blob/{diagnosis.Sha}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}{lines}");
    }

    private static Uri? Link(Diagnosis diagnosis, string rest) => Uri.TryCreate($"{diagnosis.RepoUrl}/{rest}", UriKind.Absolute, out var link) && diagnosis.RepoUrl is not null ? link : null;

    private static CardItem SuspectItem(Diagnosis diagnosis, Suspect suspect)
    {
        var name = suspect.PrNumber is { } number ? $"#{number}" : suspect.Commit[..Math.Min(10, suspect.Commit.Length)];
        var subject = suspect.Subject?.Replace($" (#{suspect.PrNumber})", "", StringComparison.Ordinal);
        return new CardItem($"{name} {subject}".TrimEnd(), $"{suspect.Author}, {suspect.Why}", Link(diagnosis, suspect.PrNumber is { } pull ? string.Create(CultureInfo.InvariantCulture, $"pull/{pull}") : $"commit/{suspect.Commit}"));
    }

    private static CardItem SimilarItem(SimilarDiagnosis similar) => new(
        similar.DiagnosisId,
        similar.PrNumber is { } number ? $"fixed by #{number} ({similar.PrState})" : "no fix was opened from it");

    private static string FooterOf(Diagnosis diagnosis)
    {
        var engine = diagnosis.Engine switch
        {
            Engine.Model => $"{diagnosis.Model} · {diagnosis.InputTokens + diagnosis.OutputTokens} tokens",
            Engine.History => "from history",
            _ => "rules engine",
        };
        var cost = diagnosis.CostUsd switch
        {
            null => "unpriced",
            0 => "free",
            var dollars => string.Create(CultureInfo.InvariantCulture, $"${dollars:0.0000}"),
        };
        var masked = diagnosis.MaskedSecrets.Values.Sum() is > 0 and var count ? $" · {count} {(count == 1 ? "secret" : "secrets")} masked" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{diagnosis.Repo}@{diagnosis.Sha[..Math.Min(10, diagnosis.Sha.Length)]} · {engine} · {cost} · {diagnosis.DurationMs / 1000.0:0.0} s{masked} · {diagnosis.Id}");
    }
}
