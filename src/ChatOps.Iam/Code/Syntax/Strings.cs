using System.Text;

namespace ChatOps.Iam.Code.Syntax;

/// <summary>What string literals say.</summary>
internal static class Strings
{
    /// <summary>A longer string names no resource.</summary>
    private const int MaxLength = 2048;

    /// <summary>The value of a literal with its prefix and quotes.</summary>
    public static string Value(ReadOnlySpan<char> literal, CodeLanguage language)
    {
        var quote = literal.IndexOfAny('"', '\'', '`');
        if (quote < 0)
            return "";
        var mark = literal[quote];
        var raw = literal[..quote].ContainsAny('r', 'R') || (mark == '`' && language == CodeLanguage.Go);
        var body = literal[quote..];
        var quotes = language is CodeLanguage.Python or CodeLanguage.Java && body.Length >= 3 && body[1] == mark && body[2] == mark ? 3 : 1;
        body = body[Math.Min(quotes, body.Length)..];
        // The closing quotes are missing from a string that the text or the line cuts off.
        for (var i = 0; i < quotes && body.Length > 0 && body[^1] == mark; i++)
            body = body[..^1];
        if (body.Length > MaxLength)
            return "";
        return raw || !body.Contains('\\') ? body.ToString() : Unescaped(body);
    }

    /// <summary>Resolves the escapes of <paramref name="body"/>.</summary>
    public static string Unescaped(ReadOnlySpan<char> body)
    {
        var value = new StringBuilder(body.Length);
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] != '\\' || i + 1 == body.Length)
            {
                value.Append(body[i]);
                continue;
            }
            i++;
            value.Append(body[i] switch { 'n' => "\n", 't' => "\t", 'r' => "", '\n' => "", var other => other.ToString() });
        }
        return value.ToString();
    }

    /// <summary>The pieces of a template: texts, and where its expressions stand in the source.</summary>
    public static List<(string? Text, int Start, int End)> Pieces(string source, in Token token, CodeLanguage language)
    {
        List<(string?, int, int)> pieces = [];
        var start = token.Start;
        while (source[start] is not '"' and not '\'' and not '`')
            start++;
        var mark = source[start];
        var triple = mark != '`' && start + 2 < token.End && source[start + 1] == mark && source[start + 2] == mark;
        var at = start + (triple ? 3 : 1);
        var end = token.End;
        for (var i = 0; i < (triple ? 3 : 1) && end > at && source[end - 1] == mark; i++)
            end--;
        var dollar = language == CodeLanguage.JavaScript;
        var text = at;
        while (at < end)
        {
            var c = source[at];
            if (c == '\\')
            {
                at += 2;
                continue;
            }
            if (!dollar && c is '{' or '}' && at + 1 < end && source[at + 1] == c)
            {
                at += 2;
                continue;
            }
            if (dollar ? c != '$' || at + 1 >= end || source[at + 1] != '{' : c != '{')
            {
                at++;
                continue;
            }
            if (at > text)
                pieces.Add((Unescaped(source.AsSpan(text, at - text)), 0, 0));
            var hole = at + (dollar ? 2 : 1);
            at = HoleEnd(source, hole, end);
            pieces.Add((null, hole, at));
            at = Math.Min(at + 1, end);
            text = at;
        }
        if (end > text)
            pieces.Add((Unescaped(source.AsSpan(text, end - text)), 0, 0));
        return pieces;
    }

    // Where a hole's expression ends: at its brace, past the brackets and strings in it.
    private static int HoleEnd(string source, int at, int end)
    {
        var depth = 0;
        var quote = '\0';
        for (; at < end; at++)
        {
            var c = source[at];
            if (quote != '\0')
            {
                if (c == '\\')
                    at++;
                else if (c == quote)
                    quote = '\0';
            }
            else if (c is '"' or '\'' or '`')
                quote = c;
            else if (c is '{' or '(' or '[')
                depth++;
            else if (c is ')' or ']')
                depth--;
            else if (c == '}' && depth-- <= 0)
                return at;
        }
        return Math.Min(at, end);
    }
}
