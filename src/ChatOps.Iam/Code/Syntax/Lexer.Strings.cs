namespace ChatOps.Iam.Code.Syntax;

internal ref partial struct Lexer
{
    private static bool IsPrefix(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            if (char.ToLowerInvariant(c) is not ('r' or 'b' or 'f' or 'u' or 't'))
                return false;
        }
        return true;
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
}
