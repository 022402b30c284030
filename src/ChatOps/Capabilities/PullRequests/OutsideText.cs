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
        // Again where one overlaps the next (@GH-1); each round breaks what it finds, so that there is an end.
        while (Telling().IsMatch(line))
            line = Telling().Replace(line, match => $"{match.ValueSpan[..^1]} {match.ValueSpan[^1]}");
        if (line.Length <= longest)
            return line;
        var cut = line.LastIndexOf(' ', longest - 1);
        cut = cut > longest / 2 ? cut : char.IsHighSurrogate(line[longest - 2]) ? longest - 2 : longest - 1;
        return line[..cut].TrimEnd(' ', ',', ';', ':', '.') + "…";
    }

    /// <summary>Several lines for commit messages; empty for nothing.</summary>
    public static string Lines(string text, int longest)
    {
        var lines = string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => Line(line, longest))).Trim();
        return lines.Length <= longest ? lines : lines[..(char.IsHighSurrogate(lines[longest - 2]) ? longest - 2 : longest - 1)] + "…";
    }

    /// <summary>Prose in Markdown. <c>**bold**</c>, <c>`code`</c>, blocks of code and lists stay.</summary>
    public static string Prose(string text)
    {
        var prose = new StringBuilder();
        var lines = Visible(text).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                var end = Array.FindIndex(lines, i + 1, line => line.TrimStart().StartsWith("```", StringComparison.Ordinal));
                end = end < 0 ? lines.Length : end;
                prose.Append(Block(string.Join('\n', lines[(i + 1)..end]))).Append('\n');
                i = end;
            }
            else if (IsIndented(lines[i]) && (i == 0 || lines[i - 1].Trim().Length == 0))
            {
                var end = Array.FindIndex(lines, i, line => !IsIndented(line));
                end = end < 0 ? lines.Length : end;
                prose.Append(Block(string.Join('\n', lines[i..end].Select(line => line[4..])))).Append('\n');
                i = end - 1;
            }
            else
            {
                prose.Append(ProseLine(Backticks().Replace(lines[i], "`").TrimEnd())).Append('\n');
            }
        }

        return prose.ToString().Trim('\n');
    }

    private static bool IsIndented(string line) => line.StartsWith("    ", StringComparison.Ordinal) && line.Trim().Length > 0;

    /// <summary>A few characters as code within a line.</summary>
    public static string Code(string text) => $"`{Broken(string.Join(' ', Visible(text).Replace('`', '\'').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))}`";

    /// <summary>Lines as a block of code.</summary>
    /// <param name="text">The lines.</param>
    /// <param name="language">A word of ours that says how to colour it; empty for none.</param>
    public static string Block(string text, string language = "")
    {
        var lines = Visible(text).TrimEnd();
        var fence = new string('`', Math.Max(3, Backticks().Matches(lines).Select(match => match.Length + 1).DefaultIfEmpty(0).Max()));
        return $"{fence}{language}\n{Broken(lines)}\n{fence}";
    }

    // GitHub reads nothing into code, until a squash merge makes the description a commit's message, where there is no code. A character of no width is not seen.
    private static string Broken(string code) => Telling().Replace(code, match => match.Value.Insert(match.Value.Length - 1, "\u200b"));

    private static string ProseLine(string line)
    {
        var text = line.TrimStart();
        if (text.Length == 0)
            return "";
        var written = new StringBuilder(line.Length - text.Length is > 0 and < 4 ? "  " : "");
        var special = Special().Matches(text);
        // A line of dashes would make a heading of the one before. Before code, a backslash would open the code instead.
        if ((text.Length > 1 && text.All(c => c is '-' or ' ') || text[0] is '=' or '+') && special is not [{ Index: 0 }, ..])
            written.Append('\\');
        var at = 0;
        foreach (Match match in special)
        {
            Escape(written, text.AsSpan(at, match.Index - at));
            written.Append(match.Value is ['`', .., '`'] ? Broken(match.Value) : Code(match.Value));
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
