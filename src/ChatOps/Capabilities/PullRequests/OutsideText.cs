using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ChatOps.Chat;

namespace ChatOps.Capabilities.PullRequests;

/// <summary>
/// Text from outside (a title, a reason) on its way into GitHub: it mentions nobody, closes no issue and links nowhere, neither as Markdown nor in a commit's message,
/// where GitHub reads no code spans and a squash merge puts a description as it is. What would work is broken by a character of no width.
/// </summary>
internal static partial class OutsideText
{
    private const char NoWidth = '\u200b';

    /// <summary>One line of plain text, at most <paramref name="most"/> characters.</summary>
    public static string Line(string text, int most)
    {
        var line = string.Join(' ', Plain(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return Break(Cut(line, most));
    }

    /// <summary>Plain text with its lines, at most <paramref name="most"/> characters.</summary>
    public static string Block(string text, int most) => Break(Cut(Plain(text).ReplaceLineEndings("\n").Trim(), most));

    /// <summary>One line as a Markdown code span.</summary>
    public static string Code(string text, int most = 200)
    {
        var line = Line(text, most);
        var fence = Fence(line, 1);
        return line.Length == 0 ? "" : line.StartsWith('`') || line.EndsWith('`') ? $"{fence} {line} {fence}" : $"{fence}{line}{fence}";
    }

    /// <summary>Lines as a Markdown code block.</summary>
    public static string CodeBlock(string text, int most)
    {
        var block = Block(text, most);
        var fence = Fence(block, 3);
        return $"{fence}text\n{block}\n{fence}";
    }

    private static string Plain(string text) => string.Concat(SecretMasker.Mask(text).Text.EnumerateRunes().Where(IsShown).Select(rune => rune.ToString()));

    // Line ends stay; other control characters, and those that turn or hide text, go.
    private static bool IsShown(Rune rune) =>
        rune.Value is '\n' or '\r' or '\t' || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static string Cut(string text, int most)
    {
        if (text.Length <= most)
            return text;
        var end = most - 1;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)].TrimEnd() + "…";
    }

    private static string Break(string text) => Working().Replace(text, match => match.Value.Insert(match.Value.Length - 1, NoWidth.ToString()));

    private static string Fence(string text, int least)
    {
        var longest = BackTicks().Matches(text).Select(match => match.Length).DefaultIfEmpty(0).Max();
        return new string('`', Math.Max(least, longest + 1));
    }

    // A mention or mail address, the number of an issue or pull request (#1, GH-1, owner/name#1), an address.
    [GeneratedRegex(@"@[A-Za-z0-9]|#[0-9]|(?i:GH)-[0-9]|:/|(?i:www)\.", RegexOptions.NonBacktracking)]
    private static partial Regex Working();

    [GeneratedRegex("`+", RegexOptions.NonBacktracking)]
    private static partial Regex BackTicks();
}
