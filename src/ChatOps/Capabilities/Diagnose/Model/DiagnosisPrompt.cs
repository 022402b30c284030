using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChatOps.Adapters.Llm;
using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Chat;

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
        // Random for each request, so that no text from outside can close its own delimiter.
        var nonce = RandomNumberGenerator.GetHexString(8, lowercase: true);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Nonce: {nonce}\nRepository at commit {evidence.Snapshot.Sha}. Find the root cause of this error.\n\n");
        Data(text, nonce, "pasted error", Cut(evidence.Text, PastedBudget));
        if (evidence.ReporterContext is { Length: > 0 } reporter)
            Data(text, nonce, "what the reporter adds", Cut(reporter, ReporterBudget));

        Data(text, nonce, "files by how likely the fault lies in them", string.Join('\n', evidence.Files.Take(MostFiles).Select(Ranked)));
        if (evidence.Suspects.Count > 0)
            Data(text, nonce, "commits that may have caused it", string.Join('\n', evidence.Suspects.Take(MostSuspects).Select(Suspected)));

        if (evidence.Signatures.Count > 0)
            Data(text, nonce, "known errors that the text matches", string.Join('\n', evidence.Signatures.Take(3).Select(match => $"{match.Signature.Id}: {match.Signature.Cause}")));

        var tokens = TokenCounter.Count(text.ToString()) + Overhead.Value;
        var files = new List<string>();
        foreach (var item in evidence.Items)
        {
            var block = new StringBuilder();
            Data(block, nonce, $"{item.Id} {item.Path} lines {item.StartLine}-{item.EndLine} ({item.Why})", Numbered(item));
            var size = TokenCounter.Count(block.ToString());
            if (tokens + size > Budget)
                continue;

            text.Append(block);
            tokens += size;
            if (!files.Contains(item.Path))
                files.Add(item.Path);
        }

        // Repository text has not been through a door, so it is masked here.
        return new DiagnosisPrompt(SecretMasker.Mask(text.ToString()).Text, tokens, files);
    }

    /// <summary>Tokens of the rules, the schema and the functions.</summary>
    public static int FixedTokens => Overhead.Value;

    private static readonly Lazy<int> Overhead = new(() => TokenCounter.Count(Rules.Text) + TokenCounter.Count([], new() { ResponseFormat = DiagnosisDraft.Format, Tools = [.. ModelFunctions.Described] }) + 20);

    private static void Data(StringBuilder text, string nonce, string title, string content)
        => text.Append(CultureInfo.InvariantCulture, $"<<data {nonce} {OneLine(title)}>>\n{content}\n<<end {nonce}>>\n\n");

    /// <summary>The beginning tells the error, the end the innermost frames or the last cause.</summary>
    private static string Cut(string text, int tokens)
        => TokenCounter.Count(text) <= tokens ? text : $"{TokenCounter.Head(text, tokens * 2 / 5)}\n[... cut ...]\n{TokenCounter.Tail(text, tokens * 3 / 5)}";

    private static string Ranked(RankedFile file, int index)
        => $"{index + 1}. {OneLine(file.Path)}{(file.Lines.Count > 0 ? " lines " + string.Join(", ", file.Lines.Take(5)) : "")} ({OneLine(file.Why)})";

    private static string Suspected(Suspect suspect)
        => string.Create(CultureInfo.InvariantCulture, $"{suspect.Commit[..Math.Min(10, suspect.Commit.Length)]} {suspect.CommittedAt:yyyy-MM-dd HH:mm} {OneLine(suspect.Subject)} ({OneLine(suspect.Why)}; {string.Join(", ", suspect.Lines.Take(3))})");

    private static string Numbered(EvidenceItem item)
        => string.Join('\n', item.Quote.Split('\n').Select((line, i) => $"{item.StartLine + i}| {line.TrimEnd('\r')}"));

    private static string OneLine(string text) => string.Concat(text.Take(200).Select(character => char.IsControl(character) ? ' ' : character));
}
