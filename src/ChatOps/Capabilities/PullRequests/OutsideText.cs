using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ChatOps.Capabilities.PullRequests;

/// <summary>
/// Writes text from outside (a pasted error, a model's words, a repository's) so that GitHub takes it as text alone: no mention, no reference to an issue and so
/// none that closes one, no link, no HTML and no structure of its own.
/// </summary>
internal static partial class OutsideText
{
    /// <summary>One line for titles and commit messages, cut at a word.</summary>
    public static string Line(string text, int longest)
    {
        var line = string.Join(' ', Visible(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        // Something is put in and nothing taken out, so that no piece can close up to what was broken.
        line = Telling().Replace(line, match => $"{match.ValueSpan[..^1]} {match.ValueSpan[^1]}");
        if (line.Length <= longest)
            return line;
        var cut = line.LastIndexOf(' ', longest - 1);
        cut = cut > longest / 2 ? cut : char.IsHighSurrogate(line[longest - 2]) ? longest - 2 : longest - 1;
        return line[..cut].TrimEnd(' ', ',', ';', ':', '.') + "…";
    }

    /// <summary>Prose in Markdown. <c>**bold**</c>, <c>`code`</c> and lists stay.</summary>
    public static string Prose(string text)
    {
        var prose = new StringBuilder();
        foreach (var line in Visible(text).Split('\n'))
            prose.Append(ProseLine(Backticks().Replace(line, "`").TrimEnd())).Append('\n');
        return prose.ToString().Trim('\n');
    }

    /// <summary>A few characters as code within a line.</summary>
    public static string Code(string text) => $"`{string.Join(' ', Visible(text).Replace('`', '\'').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}`";

    /// <summary>Lines as a block of code.</summary>
    /// <param name="text">The lines.</param>
    /// <param name="language">A word of ours that says how to colour it; empty for none.</param>
    public static string Block(string text, string language = "")
    {
        var lines = Visible(text).TrimEnd();
        var fence = new string('`', Math.Max(3, Backticks().Matches(lines).Select(match => match.Length + 1).DefaultIfEmpty(0).Max()));
        return $"{fence}{language}\n{lines}\n{fence}";
    }

    private static string ProseLine(string line)
    {
        var text = line.TrimStart();
        if (text.Length == 0)
            return "";
        var written = new StringBuilder(line.Length - text.Length is > 0 and < 4 ? "  " : "");
        // A line of dashes would make a heading of the one before.
        if (text.Length > 1 && text.All(c => c is '-' or ' ') || text[0] is '=' or '+')
            written.Append('\\');
        var at = 0;
        foreach (Match match in Special().Matches(text))
        {
            Escape(written, text.AsSpan(at, match.Index - at));
            written.Append(match.Value is ['`', .., '`'] ? match.Value : Code(match.Value));
            at = match.Index + match.Length;
        }

        Escape(written, text.AsSpan(at));
        return written.ToString();
    }

    private static void Escape(StringBuilder written, ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '&': written.Append("&amp;"); break;
                case '<': written.Append("&lt;"); break;
                case '>': written.Append("&gt;"); break;
                case '*' when i + 1 < text.Length && text[i + 1] == '*': written.Append("**"); i++; break;
                case '*' when i == 0 && text is ['*', ' ', ..]: written.Append('-'); break;
                case '\\' or '*' or '_' or '[' or ']' or '|' or '~' or '`' or '$' or '#': written.Append('\\').Append(text[i]); break;
                default: written.Append(text[i]); break;
            }
        }
    }

    // Nothing that a reader does not see: it may hide a mention from this class and show it to GitHub.
    private static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t' || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator))
                visible.Append(rune);
        }

        return visible.ToString();
    }

    /// <summary>What GitHub reads more into than text; the last character is moved away from the rest.</summary>
    [GeneratedRegex(@"@\w|#[0-9]|://|(?i:gh-)[0-9]", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Telling();

    /// <summary>Code that stays, and what only code keeps from being a link, a mention or a reference.</summary>
    [GeneratedRegex(@"`[^`]+`|(?i:[a-z][a-z0-9+.-]*://|www\.)[^\s`]+|[\w.+/-]*@[\w./@-]+|[\w./-]*#[0-9]+|(?i:gh-)[0-9]+", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Special();

    [GeneratedRegex("`+", RegexOptions.NonBacktracking)]
    private static partial Regex Backticks();
}
