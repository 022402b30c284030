namespace ChatOps.Iam.Code.Syntax;

/// <summary>Splits Python, JavaScript, TypeScript, Java or Go into tokens with matched brackets. It never throws, looks at each character a fixed number of times, and takes any text: an unknown character is an operator, an unclosed string ends with its line, an unclosed bracket with the text.</summary>
/// <remarks>A form feed closes all brackets: between the parts of a diff there may be anything.</remarks>
internal ref struct Lexer
{
    private static readonly string[] Longest = ["...", "**=", "//=", "??=", "&&=", "||=", "===", "!==", ">>>", "=>", "->", "::", "?.", "??", "||", "&&", "==", "!=", "<=", ">=", ":=", "+=", "-=", "*=", "/=", "%=", "|=", "&=", "^=", "++", "--", "**", "<-", "<<", "//"];
    private static readonly string[] Single = [.. Enumerable.Range(0, 128).Select(c => ((char)c).ToString())];

    private readonly ReadOnlySpan<char> text;
    private readonly CodeLanguage language;
    private readonly NamePool names;
    private readonly List<Token> tokens;
    private readonly List<int> open = [];
    private readonly int[] counts = new int[3];
    private int at;
    private int line;
    private int lineStart;
    private int tokenLineStart;
    private bool first = true;
    private int column;

    private Lexer(ReadOnlySpan<char> text, int start, int line, CodeLanguage language, NamePool names, int expected)
    {
        this.text = text;
        (this.language, this.names, this.line, at, lineStart) = (language, names, line, start, start);
        tokens = new List<Token>(expected);
    }

    /// <summary>The tokens of <paramref name="text"/>'s part; the last one is <see cref="TokenKind.End"/>.</summary>
    public static List<Token> Read(string text, int start, int end, int line, CodeLanguage language, NamePool names)
    {
        var lexer = new Lexer(text.AsSpan(0, end), start, line, language, names, ((end - start) / 5) + 4);
        lexer.Run();
        return lexer.tokens;
    }

    private void Run()
    {
        while (at < text.Length)
        {
            var c = text[at];
            if (c == '\n')
            {
                at++;
                line++;
                lineStart = at;
                first = true;
            }
            else if (c == '\f')
            {
                CloseAll();
                at++;
                first = true;
            }
            else if (c is ' ' or '\t' or '\r' || (c > 127 && char.IsWhiteSpace(c)))
                at++;
            else if (c == '\\' && language == CodeLanguage.Python && AtLineEnd(at + 1))
                ContinueLine();
            else if (!TryComment(c))
                Take(c);
        }
        CloseAll();
        tokens.Add(new Token { Kind = TokenKind.End, Start = at, End = at, Line = line, Match = -1, First = true });
    }

    private void Take(char c)
    {
        // A string may go over several lines: its column is where it starts.
        tokenLineStart = lineStart;
        if (char.IsLetter(c) || c is '_' or '$' || (c == '#' && language == CodeLanguage.JavaScript) || (c == '@' && language == CodeLanguage.Java))
            Word();
        else if (char.IsAsciiDigit(c))
            Number();
        else if (c is '"' or '\'' or '`')
            Quote(at);
        else if (c == '/' && language == CodeLanguage.JavaScript && RegexMayStart())
            Regex();
        else
            Punct(c);
    }

    private void Word()
    {
        var start = at++;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '$'))
            at++;
        if (language == CodeLanguage.Python && at - start <= 2 && at < text.Length && text[at] is '"' or '\'' && IsPrefix(text[start..at]))
            Quote(start);
        else
            Add(TokenKind.Name, start, names.Of(text[start..at]));
    }

    private static bool IsPrefix(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            if (char.ToLowerInvariant(c) is not ('r' or 'b' or 'f' or 'u' or 't'))
                return false;
        }
        return true;
    }

    private void Number()
    {
        var start = at++;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_' || (text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))))
            at++;
        Add(TokenKind.Other, start, null);
    }

    // Reads a string whose prefix starts at `start` and whose quote is at the position.
    private void Quote(int start)
    {
        var startLine = line;
        var quote = text[at];
        var prefix = text[start..at];
        var raw = prefix.ContainsAny('r', 'R') || (language == CodeLanguage.Go && quote == '`');
        var template = prefix.ContainsAny('f', 'F') || prefix.ContainsAny('t', 'T') || (quote == '`' && language == CodeLanguage.JavaScript);
        var triple = quote != '`' && at + 2 < text.Length && text[at + 1] == quote && text[at + 2] == quote && language is CodeLanguage.Python or CodeLanguage.Java;
        var many = triple || quote == '`';
        at += triple ? 3 : 1;
        var holes = false;
        while (at < text.Length)
        {
            var c = text[at];
            if (c == '\f')
                break;
            if (c == '\\' && !(raw && language == CodeLanguage.Go))
            {
                at++;
                if (at < text.Length && text[at] == '\n')
                    NextLine();
                else
                    at = Math.Min(at + 1, text.Length);
            }
            else if (c == '\n')
            {
                if (!many)
                    break;
                NextLine();
            }
            else if (c == quote && (!triple || (at + 2 < text.Length && text[at + 1] == quote && text[at + 2] == quote)))
            {
                at += triple ? 3 : 1;
                break;
            }
            else if (template && quote == '`' && c == '$' && at + 1 < text.Length && text[at + 1] == '{')
            {
                holes = true;
                at += 2;
                SkipHole();
            }
            else
            {
                holes |= template && c == '{';
                at++;
            }
        }
        var kind = language != CodeLanguage.Python && language != CodeLanguage.JavaScript && quote == '\'' ? TokenKind.Other : template && holes ? TokenKind.Template : TokenKind.String;
        Add(kind, start, null);
        var tokens = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(this.tokens);
        tokens[^1].Line = startLine;
    }

    // The expression in a template literal: to its closing brace, past the strings and templates in it.
    private void SkipHole()
    {
        // Quotes and nested templates are followed by a stack of what is open, not by recursion.
        List<char> inside = ['{'];
        while (at < text.Length && inside.Count > 0 && text[at] != '\f')
        {
            var c = text[at];
            var top = inside[^1];
            if (c == '\n')
            {
                if (top is '"' or '\'')
                    inside.RemoveAt(inside.Count - 1);
                NextLine();
                continue;
            }
            at++;
            if (c == '\\')
            {
                if (at < text.Length && text[at] != '\n')
                    at++;
            }
            else if (top is '"' or '\'')
            {
                if (c == top)
                    inside.RemoveAt(inside.Count - 1);
            }
            else if (top == '`')
            {
                if (c == '`')
                    inside.RemoveAt(inside.Count - 1);
                else if (c == '$' && at < text.Length && text[at] == '{')
                {
                    at++;
                    inside.Add('{');
                }
            }
            else if (c == '}')
                inside.RemoveAt(inside.Count - 1);
            else if (c is '{' or '"' or '\'' or '`')
                inside.Add(c);
        }
    }

    private void NextLine()
    {
        at++;
        line++;
        lineStart = at;
    }

    private bool AtLineEnd(int from)
    {
        while (from < text.Length && text[from] == '\r')
            from++;
        return from < text.Length && text[from] == '\n';
    }

    private void ContinueLine()
    {
        while (text[at] != '\n')
            at++;
        NextLine();
    }

    private bool TryComment(char c)
    {
        var next = at + 1 < text.Length ? text[at + 1] : '\0';
        if (language == CodeLanguage.Python ? c == '#' : (c == '/' && next == '/') || (c == '#' && next == '!' && at == 0))
        {
            var end = text[at..].IndexOfAny('\n', '\f');
            at = end < 0 ? text.Length : at + end;
            return true;
        }
        if (language == CodeLanguage.Python || c != '/' || next != '*')
            return false;
        at += 2;
        while (at < text.Length && text[at] != '\f')
        {
            if (text[at] == '\n')
                NextLine();
            else if (text[at] == '*' && at + 1 < text.Length && text[at + 1] == '/')
            {
                at += 2;
                break;
            }
            else
                at++;
        }
        return true;
    }

    private readonly bool RegexMayStart()
    {
        if (tokens.Count == 0)
            return true;
        var last = tokens[^1];
        return last.Kind switch
        {
            TokenKind.Name => last.Text is "return" or "typeof" or "case" or "in" or "of" or "delete" or "void" or "throw" or "new" or "else" or "do" or "await" or "yield",
            TokenKind.Punct => last.Text is not (")" or "]" or "}" or "++" or "--"),
            _ => false,
        };
    }

    private void Regex()
    {
        var start = at++;
        var inClass = false;
        while (at < text.Length && text[at] is not '\n' and not '\f')
        {
            var c = text[at++];
            if (c == '\\' && at < text.Length && text[at] != '\n')
                at++;
            else if (c == '[')
                inClass = true;
            else if (c == ']')
                inClass = false;
            else if (c == '/' && !inClass)
                break;
        }
        while (at < text.Length && char.IsAsciiLetter(text[at]))
            at++;
        Add(TokenKind.Other, start, null);
    }

    private void Punct(char c)
    {
        var start = at;
        string? mark = null;
        var rest = text[at..];
        if (rest.Length > 1 && c is '.' or '*' or '/' or '?' or '&' or '|' or '=' or '!' or '>' or '-' or ':' or '<' or '+' or '%' or '^')
        {
            foreach (var candidate in Longest)
            {
                if (candidate[0] == c && rest.StartsWith(candidate, StringComparison.Ordinal))
                {
                    mark = candidate;
                    break;
                }
            }
            // Generics close with > each; Python alone divides with //.
            if (mark is ">>>" || (mark is "//" or "//=" && language != CodeLanguage.Python))
                mark = null;
        }
        mark ??= c < 128 ? Single[c] : "\u00b7";
        at += mark.Length;
        Add(TokenKind.Punct, start, mark);
        if (mark.Length != 1)
            return;
        var kind = "([{".IndexOf(c, StringComparison.Ordinal);
        if (kind >= 0)
        {
            open.Add(tokens.Count - 1);
            counts[kind]++;
        }
        else if ((kind = ")]}".IndexOf(c, StringComparison.Ordinal)) >= 0)
            Close(kind);
    }

    // A closing bracket closes the nearest opening one of its kind, and with it whatever was left open inside. One without partner is ignored.
    private void Close(int kind)
    {
        if (counts[kind] == 0)
            return;
        var all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(tokens);
        while (open.Count > 0)
        {
            var index = open[^1];
            open.RemoveAt(open.Count - 1);
            var opened = "([{".IndexOf(all[index].Text![0], StringComparison.Ordinal);
            counts[opened]--;
            all[index].Match = tokens.Count - 1;
            if (opened == kind)
            {
                all[^1].Match = index;
                return;
            }
        }
    }

    private void CloseAll()
    {
        var all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(tokens);
        foreach (var index in open)
            all[index].Match = tokens.Count;
        open.Clear();
        counts.AsSpan().Clear();
    }

    private void Add(TokenKind kind, int start, string? mark)
    {
        // Python's lines count outside brackets only. A keyword that cannot stand inside one says that a bracket was left open.
        var starts = first;
        if (starts && language == CodeLanguage.Python && open.Count > 0)
        {
            starts = kind == TokenKind.Name && mark is "def" or "class" or "import" or "return" or "try" or "while" or "raise" or "except" or "finally";
            if (starts)
                CloseAll();
        }
        if (starts)
            column = start - tokenLineStart;
        tokens.Add(new Token { Kind = kind, Start = start, End = at, Line = line, Text = mark, First = starts, Match = -1, Column = column });
        first = false;
    }
}
