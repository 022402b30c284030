using ChatOps.Capabilities.Diagnose;
using ChatOps.Capabilities.Diagnose.Evidence;
using Microsoft.ML.Tokenizers;

namespace ChatOps.Benchmarks;

/// <summary>Counts a prompt's tokens with a real tokenizer (o200k), to hold the product's estimate to it.</summary>
internal static class PromptSize
{
    private static readonly TiktokenTokenizer Tokenizer = TiktokenTokenizer.CreateForEncoding("o200k_base");

    /// <summary>Instructions and answer format of the analyst, which are the same for every error.</summary>
    private const int Instructions = 1_400;

    public static int Of(EvidenceSet evidence) =>
        Instructions + Math.Min(2_000, Tokenizer.CountTokens(evidence.Text))
        + evidence.Items.Sum(item => Tokenizer.CountTokens($"[{item.Id}] {item.Path}:{item.StartLine}-{item.EndLine} ({item.Why})\n{Numbered(item)}\n"));

    private static string Numbered(EvidenceItem item) => string.Join('\n', item.Quote.Split('\n').Select((line, i) => $"{item.StartLine + i} {line}"));
}
