using System.Globalization;
using ChatOps.Adapters.Llm;
using ChatOps.Capabilities.Context;
using ChatOps.Capabilities.Diagnose.Evidence;

namespace ChatOps.Capabilities.Diagnose.Model;

/// <summary>The question as a model gets it: the pasted text and the numbered evidence, each as data that cannot be mistaken for our own words.</summary>
/// <param name="Text">The question.</param>
/// <param name="Tokens">Its tokens with the rules and the schema, estimated.</param>
/// <param name="Files">The files whose lines it shows, in order.</param>
internal sealed record DiagnosisPrompt(string Text, int Tokens, IReadOnlyList<string> Files)
{
    /// <summary>What a question may take, the rules included. The median is to stay below 8,000.</summary>
    public const int Budget = 8_000;

    private const int PastedBudget = 2_000;
    private const int ReporterBudget = 300;
    private const int MostFiles = 10;
    private const int MostSuspects = 5;

    /// <summary>The rules with their version.</summary>
    public static PromptFile Rules { get; } = PromptFile.Load("Diagnose.Model.prompts.diagnose.md");

    /// <summary>Writes the question; evidence that does not fit is left out from the end.</summary>
    public static DiagnosisPrompt Of(EvidenceSet evidence)
    {
        var text = new PromptText($"Repository at commit {evidence.Snapshot.Sha}. Find the root cause of this error.");
        text.Data("pasted error", PromptText.Cut(evidence.Text, PastedBudget));
        if (evidence.ReporterContext is { Length: > 0 } reporter)
            text.Data("what the reporter adds", PromptText.Cut(reporter, ReporterBudget));

        text.Data("files by how likely the fault lies in them", string.Join('\n', evidence.Files.Take(MostFiles).Select(Ranked)));
        if (evidence.Suspects.Count > 0)
            text.Data("commits that may have caused it", string.Join('\n', evidence.Suspects.Take(MostSuspects).Select(Suspected)));

        if (evidence.Signatures.Count > 0)
            text.Data("known errors that the text matches", string.Join('\n', evidence.Signatures.Take(3).Select(match => $"{match.Signature.Id}: {match.Signature.Cause}")));

        var files = new List<string>();
        foreach (var item in evidence.Items)
        {
            if (text.TryData($"{item.Id} {item.Path} lines {item.StartLine}-{item.EndLine} ({item.Why})", PromptText.Numbered(item.Quote, item.StartLine), Budget - Overhead.Value) && !files.Contains(item.Path))
                files.Add(item.Path);
        }

        return new DiagnosisPrompt(text.ToString(), text.Tokens + Overhead.Value, files);
    }

    /// <summary>Tokens of the rules, the schema and the functions.</summary>
    public static int FixedTokens => Overhead.Value;

    private static readonly Lazy<int> Overhead = new(() => TokenCounter.Count(Rules.Text) + TokenCounter.Count([], new() { ResponseFormat = DiagnosisDraft.Format, Tools = [.. ModelFunctions.Described] }) + 20);

    private static string Ranked(RankedFile file, int index)
        => $"{index + 1}. {PromptText.OneLine(file.Path)}{(file.Lines.Count > 0 ? " lines " + string.Join(", ", file.Lines.Take(5)) : "")} ({PromptText.OneLine(file.Why)})";

    private static string Suspected(Suspect suspect)
        => string.Create(CultureInfo.InvariantCulture, $"{suspect.Commit[..Math.Min(10, suspect.Commit.Length)]} {suspect.CommittedAt:yyyy-MM-dd HH:mm} {PromptText.OneLine(suspect.Subject)} ({PromptText.OneLine(suspect.Why)}; {string.Join(", ", suspect.Lines.Take(3))})");
}
