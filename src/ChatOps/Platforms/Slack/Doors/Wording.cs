using System.Buffers;
using System.Text.RegularExpressions;
using ChatOps.Chat;
using ChatOps.Running;

namespace ChatOps.Platforms.Slack.Doors;

/// <summary>Understands a mention without a model: a command's name first, or words that people use for one.</summary>
internal static partial class Wording
{
    /// <summary>The command that free words go to when none is named; registered only where something understands them.</summary>
    public const string FreeWords = "ask";

    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n:,");

    private const string Diagnose = "diagnose";

    // First words that stand for a command, as people say it.
    private static readonly (string[] Words, string Command)[] Synonyms =
    [
        (["debug", "explain", "analyse", "analyze", "investigate", "why", "triage"], Diagnose),
        (["revert", "undo", "rollback", "roll"], "rollback"),
        (["cost", "costs", "spend", "spending", "budget"], "costs"),
        (["pr", "prs", "pulls"], "prs"),
        (["iam", "permissions", "iam-check"], "iam-check"),
        (["history", "recent", "last"], "history"),
        (["build", "implement", "orchestrate"], "orchestrate"),
    ];

    /// <summary>What was understood.</summary>
    /// <param name="Command">The command; null when there is none.</param>
    /// <param name="Text">Its arguments.</param>
    /// <param name="Unknown">The word that was not understood; null when nothing was said.</param>
    internal sealed record Asked(CommandRegistration? Command, CommandText Text, string? Unknown);

    /// <summary>Reads what was said to the bot.</summary>
    public static Asked Read(CommandCatalog catalog, IReadOnlyList<RepositoryRef> repositories, string spoken)
    {
        var text = Courtesy().Replace(spoken.Trim().TrimStart('/'), "").Trim();
        var end = text.AsSpan().IndexOfAny(Ends);
        var (first, rest) = end < 0 ? (text, "") : (text[..end], text[end..].TrimStart(' ', '\t', '\r', '\n', ':', ','));
        if (first.Length == 0 || first.Equals("help", StringComparison.OrdinalIgnoreCase))
            return Nothing(null);
        if (catalog.Find(first) is { IsTyped: true } named)
            return Of(named, rest.Equals("this", StringComparison.OrdinalIgnoreCase) ? "" : rest, repositories);
        // A pasted error is a question by itself.
        if (LooksLikeError().IsMatch(text) && catalog.Find(Diagnose) is { } diagnose)
            return Of(diagnose, text, repositories);
        foreach (var (words, name) in Synonyms)
        {
            if (words.Contains(first, StringComparer.OrdinalIgnoreCase) && catalog.Find(name) is { } meant)
                return Of(meant, first.Equals("roll", StringComparison.OrdinalIgnoreCase) ? Back().Replace(rest, "") : rest, repositories);
        }

        return catalog.Find(FreeWords) is { } free ? Of(free, text, repositories) : Nothing(first);
    }

    private static Asked Of(CommandRegistration command, string text, IReadOnlyList<RepositoryRef> repositories) => new(command, CommandText.Read(command, text, repositories), null);

    private static Asked Nothing(string? unknown) => new(null, new CommandText([], null), unknown is { Length: > 40 } ? unknown[..40] : unknown);

    [GeneratedRegex(@"^((please|can|could|would|you|hey|hi|hello)\b[ ,]*)+", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Courtesy();

    [GeneratedRegex(@"(Error|Exception|Traceback|panic:|FATAL|ERROR|\bat .+\(.+:\d+\))", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex LooksLikeError();

    [GeneratedRegex(@"^back\s*", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Back();
}
