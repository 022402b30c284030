using System.Text;

namespace ChatOps.Capabilities.Diagnose.Rules;

/// <summary>The explanation in markdown: what failed, how the call got there, what it means, what the code shows, what changed, what is not known.</summary>
internal static class ExplanationText
{
    public static string Of(Facts facts)
    {
        var text = new StringBuilder();
        Failed(facts, text);
        if (facts.Error?.Way() is { Count: > 0 } way)
            text.Append("\n\n**How the call got there.** ").AppendJoin(" → ", way.Select(Plain)).Append('.');
        if (facts.Match is { } match)
            text.Append("\n\n**What it means.** ").Append(Plain(facts.Fill(match.Signature.Cause)));
        if (facts.Findings.Count > 0)
            text.Append("\n\n**What the code shows.** ").AppendJoin(' ', facts.Findings.Take(2).Select(finding => finding.Detail));
        else if (facts.Expression is { } expression)
            text.Append($"\n\n**What the code shows.** On that line `{expression.Expression}` {expression.Clause}{(expression.Expression.Contains('`', StringComparison.Ordinal) ? "; the runtime does not say which" : "")}.");
        Changed(facts, text);
        if (Missing(facts) is { } missing)
            text.Append("\n\n**Not known.** ").Append(missing);
        return text.ToString().Trim();
    }

    private static void Failed(Facts facts, StringBuilder text)
    {
        text.Append("**What failed.** ").Append(facts.Error is { Title.Length: > 0 } error ? $"`{Code(error.Title)}`" : "The pasted error");
        if (facts.Line is not { } line)
        {
            text.Append('.');
            return;
        }
        text.Append(line.FromTrace ? $" at `{line.Place}`" : $"; the code concerned is `{line.Place}`");
        if (line.Code.Length > 0 && line.Code.Length < 400)
            text.Append(":\n\n    ").Append(line.Line).Append(" | ").Append(line.Code.Trim());
        else
            text.Append('.');
    }

    private static void Changed(Facts facts, StringBuilder text)
    {
        if (facts.Evidence.Suspects.Count == 0)
            return;
        text.Append("\n\n**What changed.** ").AppendJoin(" ", facts.Evidence.Suspects.Take(2).Select(suspect =>
            $"{ChangeText.Name(suspect)}{(suspect.Subject.Length > 0 ? $" (`{Code(suspect.Subject)}`)" : "")} of {suspect.CommittedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {Plain(suspect.Why)}{(suspect.Lines.Count > 0 ? $" ({string.Join(", ", suspect.Lines.Take(3))})" : "")}."));
    }

    private static string? Missing(Facts facts) => facts switch
    {
        { Line: null } => "No file of this repository is named in the text, so the place in the code is open. A stack trace or a file would settle it.",
        { Line.FromTrace: false, Findings.Count: 0 } => "The text names no line; the place was found by its words. A stack trace would confirm it.",
        { Match: null, Expression: null } => "Which value led here: the trace shows the place, not the data.",
        _ => null,
    };

    // Outside text goes into code spans and plain words only.
    private static string Code(string text) => text.Replace('`', '\'').ReplaceLineEndings(" ");

    private static string Plain(string text) => text.ReplaceLineEndings(" ");
}
