using System.Globalization;
using System.Text.Json;
using ChatOps.Adapters.Git;
using ChatOps.Adapters.Llm;
using ChatOps.Capabilities.Patches;

namespace ChatOps.Capabilities.Diagnose.Model;

/// <summary>Turns a model's draft into a claim: edits are applied here, and everything is cut to a length that people read.</summary>
internal static class DraftReader
{
    private const int LongestSentence = 500;
    private const int LongestText = 6_000;
    private const int MostCitations = 10;
    private const int MostEdits = 30;

    /// <summary>The claim, still unchecked.</summary>
    public static Analysis Read(Snapshot snapshot, ModelReply<DiagnosisDraft> reply)
    {
        var draft = reply.Value;
        var (code, failed) = Apply(snapshot, draft.Edits);
        var unknowns = draft.Unknowns.Where(unknown => !string.IsNullOrWhiteSpace(unknown)).Take(5).Select(unknown => "- " + Line(unknown, LongestSentence)).ToList();
        return new Analysis
        {
            RootCause = string.IsNullOrWhiteSpace(draft.RootCause) ? null : Line(draft.RootCause, LongestSentence),
            Explanation = Text(draft.Explanation) + (unknowns.Count == 0 ? "" : $"\n\nNot known:\n{string.Join('\n', unknowns)}"),
            Category = Parse(draft.Category),
            Citations = [.. draft.Citations.Take(MostCitations).Select(citation => new Citation(citation.Path, citation.StartLine, citation.EndLine, citation.Quote))],
            SuggestedFix = Text(draft.SuggestedFix),
            FixCode = code,
            FailedChecks = failed,
            Engine = Engine.Model,
            Provider = reply.Provider,
            Model = reply.Model,
            Weight = 0.5,
            Warnings = reply.Warnings,
        };
    }

    private static (IReadOnlyDictionary<string, string> Code, IReadOnlyList<FixCheck> Failed) Apply(Snapshot snapshot, IReadOnlyList<DraftEdit> drafts)
    {
        var edits = drafts.Select(draft => draft.ToEdit()).OfType<Edit>().ToList();
        if (edits.Count > MostEdits)
            return (new Dictionary<string, string>(), [new FixCheck("applies", false, $"{edits.Count} edits are more than {MostEdits}.")]);

        var (files, problems) = EditApplier.Apply(snapshot, edits);
        return (files, problems.Count == 0 ? [] : [new FixCheck("applies", false, string.Join(" ", problems.Take(5)))]);
    }

    private static Category Parse(string category)
    {
        try
        {
            return JsonSerializer.Deserialize<Category>($"\"{JsonEncodedText.Encode(category.Trim().ToLowerInvariant())}\"");
        }
        catch (JsonException)
        {
            return Category.Other;
        }
    }

    private static string Line(string text, int longest) => Text(text).ReplaceLineEndings(" ") is var line && line.Length > longest ? line[..longest] + "…" : line;

    private static string Text(string text)
    {
        // Without what a reader cannot see: control and direction-changing characters.
        var plain = string.Concat(text.Where(character => character is '\n' or '\t' || char.GetUnicodeCategory(character) is not (UnicodeCategory.Control or UnicodeCategory.Format)));
        return (plain.Length > LongestText ? plain[..LongestText] + "…" : plain).Trim();
    }
}
