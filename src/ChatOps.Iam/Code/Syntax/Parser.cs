using System.Runtime.InteropServices;

namespace ChatOps.Iam.Code.Syntax;

/// <summary>What the tolerant parsers of Python, JavaScript, Java and Go share: a position in the tokens, and expressions. Nothing is an error: what is not understood is stepped over, one token at a time, so that reading is linear and always ends.</summary>
internal abstract partial class Parser
{
    /// <summary>Deeper than this, brackets are not looked into.</summary>
    private const int MaxDepth = 120;

    private readonly List<Token> tokens;

    /// <summary>Reads a part of a text.</summary>
    protected Parser(string text, int start, int end, int line, CodeLanguage language, NamePool names, int depth)
    {
        (Source, Language, Names, Depth) = (text, language, names, depth);
        tokens = Lexer.Read(text, start, end, line, language, names);
        End = tokens.Count - 1;
    }

    /// <summary>The whole text.</summary>
    protected string Source { get; }

    /// <summary>The language.</summary>
    protected CodeLanguage Language { get; }

    /// <summary>The names of all files.</summary>
    protected NamePool Names { get; }

    /// <summary>How deep the position is in brackets and blocks.</summary>
    protected int Depth { get; set; }

    /// <summary>The current token's index.</summary>
    protected int At { get; set; }

    /// <summary>Where the current bracket's content ends.</summary>
    protected int End { get; set; }

    /// <summary>Whether an opening brace ends the expression, as in the head of Go's <c>if</c>.</summary>
    protected bool BraceEnds { get; set; }

    /// <summary>The current token; past the content's end a token that nothing matches.</summary>
    protected ref readonly Token Current => ref Peek(0);

    /// <summary>Whether nothing deeper is to be read.</summary>
    protected bool TooDeep => Depth > MaxDepth;

    /// <summary>A token further on.</summary>
    protected ref readonly Token Peek(int ahead)
    {
        var all = CollectionsMarshal.AsSpan(tokens);
        var index = At + ahead;
        return ref all[index < End ? index : all.Length - 1];
    }

    /// <summary>A token by its index.</summary>
    protected ref readonly Token TokenAt(int index)
    {
        var all = CollectionsMarshal.AsSpan(tokens);
        return ref all[Math.Min(index, all.Length - 1)];
    }

    /// <summary>Whether the current token is this operator or keyword.</summary>
    protected bool Is(string text) => (object?)Current.Text == text || (Current.Text is { } own && own == text);

    /// <summary>Whether a token further on is this operator or keyword.</summary>
    protected bool IsAt(int ahead, string text) => Peek(ahead).Text is { } own && own == text;

    /// <summary>Steps over this operator or keyword if it is the current token.</summary>
    protected bool Skip(string text)
    {
        if (!Is(text) || At >= End)
            return false;
        At++;
        return true;
    }

    /// <summary>Whether the current token opens a bracket.</summary>
    protected bool Opens(string bracket) => At < End && Current.Kind == TokenKind.Punct && Is(bracket);

    /// <summary>The same, said to who asks again.</summary>
    protected bool Opens(string bracket, out bool here) => here = Opens(bracket);

    /// <summary>Where a bracket's content ends.</summary>
    protected int ContentEnd(int bracket)
    {
        var match = TokenAt(bracket).Match;
        return match < 0 || match > End ? End : match;
    }

    /// <summary>Where reading goes on after a bracket: past its own closing one.</summary>
    protected int After(int bracket)
    {
        var end = ContentEnd(bracket);
        return end < End && TokenAt(end).Match == bracket ? end + 1 : end;
    }

    /// <summary>Reads a bracket's content, then stands behind it.</summary>
    protected T Inside<T>(Func<T> read)
    {
        var (bracket, end, braceEnds) = (At, End, BraceEnds);
        var after = After(bracket);
        (At, End, BraceEnds) = (bracket + 1, ContentEnd(bracket), false);
        Depth++;
        var result = read();
        Depth--;
        (At, End, BraceEnds) = (after, end, braceEnds);
        return result;
    }

    /// <summary>The text of a string token, its escapes resolved as far as names need it.</summary>
    protected string Value(in Token token) => Strings.Value(Source.AsSpan(token.Start, token.End - token.Start), Language);

    /// <summary>Reads a part of the text as an expression.</summary>
    protected abstract Expression ReadPart(int start, int end, int line);

    /// <summary>The body of a function or lambda at the current brace, or of a single expression.</summary>
    protected abstract IReadOnlyList<Statement> Body();
}
