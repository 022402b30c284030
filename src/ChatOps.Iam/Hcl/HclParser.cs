using System.Globalization;

namespace ChatOps.Iam.Hcl;

/// <summary>Reads HCL2's native syntax in one pass, without a separate lexer: blocks and arguments here, expressions and templates in the other parts.</summary>
internal sealed partial class HclParser(string text)
{
    // HashiCorp's parser has no limit; a stack has.
    private const int MaxDepth = 200;

    private int position = text.StartsWith('\uFEFF') ? 1 : 0;
    private int depth;

    // Within parentheses, brackets and interpolations a line's end is blank; within braces it separates.
    private bool acrossLines;

    public HclBody ParseFile() => ParseBody(root: true);

    private HclBody ParseBody(bool root)
    {
        var start = position;
        List<HclAttribute> attributes = [];
        List<HclBlock> blocks = [];
        HashSet<string>? names = null;
        while (true)
        {
            SkipLines();
            if (position >= text.Length)
                return root ? new HclBody(new HclSpan(start, position), attributes, blocks) : throw Wrong(start, "This block is not closed: there is no closing brace before the end of the file.");
            if (Current == '}' && !root)
                return new HclBody(new HclSpan(start, position), attributes, blocks);
            if (!TryName(out var name, out var at))
                throw Wrong(Current == '"' ? "Argument names must not be quoted." : "An argument or block definition is required here.");
            SkipBlank();
            if (Current == '=' && Peek(1) != '=')
            {
                if (!(names ??= []).Add(name.ToString()))
                    throw Wrong(at, $"The argument \"{name}\" was already set. Each argument may be set only once.");
                attributes.Add(ParseAttribute(at, name.ToString()));
                EndLine("An argument definition must end with a newline.");
            }
            else
            {
                blocks.Add(ParseBlock(at, name.ToString()));
                EndLine("A block definition must end with a newline.");
            }
        }
    }

    private HclAttribute ParseAttribute(int at, string name)
    {
        position++;
        var value = ParseExpression();
        return new HclAttribute(new HclSpan(at, value.Span.End), name, value);
    }

    private HclBlock ParseBlock(int at, string type)
    {
        List<string> labels = [];
        while (Current != '{')
        {
            if (Current == '"')
                labels.Add(ParseLabel());
            else if (TryName(out var word, out _))
                labels.Add(word.ToString());
            else if (Current == '=')
                throw Wrong("The equals sign \"=\" indicates an argument definition, and must not be used when defining a block.");
            else
                throw Wrong(labels.Count == 0 ? "An argument or block definition is required here. To set an argument, use the equals sign \"=\" to introduce the argument value." : "A block definition must have block content delimited by \"{\" and \"}\", starting on the same line as the block header.");
            SkipBlank();
        }

        Enter();
        position++;
        SkipBlank();
        var body = Current is '}' or '\n' or '\0' || AtLineEnd ? ParseBody(root: false) : ParseSingleLine();
        position++;
        depth--;
        return new HclBlock(new HclSpan(at, position), type, labels, body);
    }

    /// <summary><c>{ name = value }</c> on one line.</summary>
    private HclBody ParseSingleLine()
    {
        var start = position;
        if (!TryName(out var name, out var at))
            throw Wrong("An argument or block definition is required here.");
        SkipBlank();
        if (Current != '=' || Peek(1) == '=')
            throw Wrong(at, "A single-line block definition can contain only a single argument. To define a nested block, place it on a line of its own within its parent block.");
        var attribute = ParseAttribute(at, name.ToString());
        SkipBlank();
        if (Current != '}')
            throw Wrong("A single-line block definition must end with a closing brace immediately after its single argument definition.");
        return new HclBody(new HclSpan(start, position), [attribute], []);
    }

    private string ParseLabel()
    {
        var at = position;
        if (ParseQuoted() is not HclTemplate { Text: { } label })
            throw Wrong(at, "A block's label must be a plain string: nothing can be put into it.");
        return label;
    }

    private void EndLine(string otherwise)
    {
        SkipBlank();
        if (position >= text.Length)
            return;
        if (!AtLineEnd)
            throw Wrong(Current == ',' ? "Argument definitions must be separated by newlines, not commas." : otherwise);
    }

    private char Current => position < text.Length ? text[position] : '\0';

    private char Peek(int ahead) => position + ahead < text.Length ? text[position + ahead] : '\0';

    private bool AtLineEnd => Current == '\n' || (Current == '\r' && Peek(1) == '\n');

    private void SkipLines()
    {
        var before = acrossLines;
        acrossLines = true;
        SkipBlank();
        acrossLines = before;
    }

    /// <summary>Skips spaces and comments, and line ends where they mean nothing.</summary>
    private void SkipBlank()
    {
        while (position < text.Length)
        {
            switch (text[position])
            {
                case ' ' or '\t':
                case '\r' when Peek(1) == '\n':
                    if (text[position] == '\r' && !acrossLines)
                        return;
                    position++;
                    break;
                case '\n' when acrossLines:
                    position++;
                    break;
                case '#':
                case '/' when Peek(1) == '/':
                    var end = text.AsSpan(position).IndexOf('\n');
                    position = end < 0 ? text.Length : position + end;
                    break;
                case '/' when Peek(1) == '*':
                    var close = text.AsSpan(position + 2).IndexOf("*/");
                    position = close < 0 ? throw Wrong("This comment is not closed.") : position + close + 4;
                    break;
                default:
                    return;
            }
        }
    }

    /// <summary>An identifier at the position; HCL's may hold dashes.</summary>
    private bool TryName(out ReadOnlySpan<char> name, out int at)
    {
        at = position;
        if (position < text.Length && IsNameStart(text, position, out var first))
        {
            position += first;
            while (position < text.Length && IsNamePart(text, position, out var next))
                position += next;
        }

        name = text.AsSpan(at, position - at);
        return position > at;
    }

    private static bool IsNameStart(string text, int at, out int length)
    {
        var c = text[at];
        length = 1;
        if (char.IsAscii(c))
            return char.IsAsciiLetter(c) || c == '_';
        length = char.IsSurrogatePair(text, at) ? 2 : 1;
        return char.IsLetter(text, at) || char.GetUnicodeCategory(text, at) == UnicodeCategory.LetterNumber;
    }

    private static bool IsNamePart(string text, int at, out int length)
    {
        if (IsNameStart(text, at, out length))
            return true;
        return text[at] == '-' || char.IsAsciiDigit(text[at])
            || (text[at] > 127 && char.GetUnicodeCategory(text, at) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation);
    }

    private void Enter()
    {
        if (++depth > MaxDepth)
            throw Wrong($"This is nested more than {MaxDepth} levels deep.");
    }

    private HclSyntaxException Wrong(string message) => new(position, message);

    private static HclSyntaxException Wrong(int at, string message) => new(at, message);
}
