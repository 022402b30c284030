using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Capabilities.Diagnose.Rules.Findings;
using ChatOps.Capabilities.Diagnose.Rules.Recipes;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Diagnose.Rules;

/// <summary>Explains an error with no model: the strongest signature, what the code itself shows, and who changed it last. Says what it does not know.</summary>
internal sealed class RulesAnalyst : IAnalyst
{
    // A failing line with a named value tells more than the line alone; neither reaches a signature.
    private const double LineWeight = 0.30;
    private const double ExpressionWeight = 0.45;

    // Code that shows the very thing a signature suspects.
    private const double FindingBonus = 0.10;
    private const double MaxWeight = 0.95;

    // Enough to read the cited line, little enough to stay one glance.
    private const int MaxQuotedLines = 12;

    public Task<Answer<Analysis>> AnalyseAsync(EvidenceSet evidence, RunContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var snapshot = evidence.Snapshot;
        return Task.FromResult<Answer<Analysis>>(Analyse(evidence, new RepositoryFiles(snapshot.Paths, snapshot.ReadText)));
    }

    /// <summary>The analysis, from evidence and files alone.</summary>
    public static Analysis Analyse(EvidenceSet evidence, RepositoryFiles repository)
    {
        var match = evidence.Signatures.Count > 0 ? evidence.Signatures[0] : null;
        var error = MainError.Of(evidence.Parsed);
        var line = FailingLine.Of(evidence, repository, match?.SearchTerms ?? []);
        if (match is null && line is not { FromTrace: true })
            return Unknown(evidence, error, line);
        var findings = match is null ? [] : CodeFindings.For(match.Signature, evidence, repository);
        var expression = line is { FromTrace: true } && error is not null ? SuspectExpression.Find(error.Title, line.Code) : null;
        var facts = new Facts(evidence, error, match, line, findings, expression, ChangeText.Of(evidence, findings.Count > 0 ? findings[0].Path : line?.Path));
        var fix = match is null ? null : Fix(facts, repository);
        return new Analysis
        {
            RootCause = RootCauseText.Of(facts),
            Explanation = ExplanationText.Of(facts),
            Category = match?.Signature.Category ?? ErrorKind.Of(error?.Title ?? evidence.Text).Category,
            Citations = Citations(facts, repository),
            SuggestedFix = FixText.Of(facts, fix),
            FixCode = fix?.Files ?? new Dictionary<string, string>(),
            Engine = Engine.Rules,
            Weight = match is null ? expression is null ? LineWeight : ExpressionWeight : Math.Min(MaxWeight, match.Weight + (findings.Count > 0 ? FindingBonus : 0)),
        };
    }

    private static RecipeResult? Fix(Facts facts, RepositoryFiles repository)
    {
        var signature = facts.Match!.Signature;
        var input = new RecipeInput
        {
            Repository = repository,
            LeadingFile = facts.Line?.Path,
            OtherFiles = [.. facts.Findings.Select(finding => finding.Path), .. facts.Evidence.Files.Take(10).Select(file => file.Path)],
            Captures = facts.Match.Captures,
        };
        // A loop that hammers the service is closer to the cause than the service's capacity.
        if (signature.Category == Category.Throttling && facts.Findings.Any(finding => finding.Clause.Contains("without backoff", StringComparison.Ordinal)))
        {
            var retry = FixRecipes.Find(RecipeNames.RetryBackoff)?.Apply(input);
            if (retry is { Files.Count: > 0 })
                return retry;
        }
        return FixRecipes.Find(signature.Recipe)?.Apply(input);
    }

    private static List<Citation> Citations(Facts facts, RepositoryFiles repository)
    {
        var citations = new List<Citation>();
        foreach (var finding in facts.Findings.Take(2))
            Quote(finding.Path, finding.StartLine, Math.Min(finding.EndLine, finding.StartLine + MaxQuotedLines - 1));
        if (facts.Line is { Line: { } line } failing)
            Quote(failing.Path, line, line);
        // Without a line of its own the answer still rests on what the evidence took from the leading file.
        if (citations.Count == 0 && facts.Evidence.Items.FirstOrDefault(item => facts.Line is null || item.Path == facts.Line.Path) is { } item)
            citations.Add(new Citation(item.Path, item.StartLine, item.EndLine, item.Quote));
        return citations;

        void Quote(string path, int start, int end)
        {
            var lines = repository.Lines(path);
            if (start >= 1 && end <= lines.Length && citations.TrueForAll(known => known.Path != path || known.StartLine > start || known.EndLine < end))
                citations.Add(new Citation(path, start, end, string.Join('\n', lines[(start - 1)..end])));
        }
    }

    private static Analysis Unknown(EvidenceSet evidence, MainError? error, FailingLine? line) => new()
    {
        RootCause = null,
        Explanation = line is null
            ? "The text names no line of this repository, and no known error was recognised in it."
            : $"No known error was recognised in the text, and it names no line of this repository. The file that fits its words best is `{line.Path}`, which is not enough to name a cause.",
        Category = ErrorKind.Of(error?.Title ?? evidence.Text).Category,
        Citations = [],
        SuggestedFix = "Paste the whole stack trace (from the first line of the error to the last frame), or name the file in which the error arises; a log line with the exception's type and message helps too.",
        Engine = Engine.Rules,
        Weight = 0,
    };
}
