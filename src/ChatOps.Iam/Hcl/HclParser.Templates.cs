using System.Globalization;
using System.Text;

namespace ChatOps.Iam.Hcl;

// Templates are read as a flat list of stretches and sequences first, as HashiCorp's parser does: trimming (~) and
// a heredoc's indentation work on that list, line by line.
internal sealed partial class HclParser
{
    private HclExpression ParseQuoted()
    {
        var at = position++;
        var pieces = new List<TemplatePiece>();
        while (true)
        {
            var start = position;
            var literal = ReadQuotedStretch();
            if (position > start)
                pieces.Add(TemplatePiece.Literal(new HclSpan(start, position), literal));
            if (Current == '"')
                break;
            pieces.Add(ParseSequence());
        }

        position++;
        return Assemble(at, pieces, isHeredoc: false);
    }

    /// <summary>Reads up to the next interpolation, control sequence or the closing quote, and undoes escapes.</summary>
    private string ReadQuotedStretch()
    {
        StringBuilder? built = null;
        var start = position;
        while (true)
        {
            var next = text.AsSpan(position).IndexOfAny("\"\\$%\n");
            if (next < 0)
                throw Wrong(start, "Unterminated template string: no closing marker was found for the string.");
            position += next;
            var c = text[position];
            if (c is '"' || IsSequence(c))
                return built is null ? text[start..position] : built.Append(text, start, position - start).ToString();
            if (c == '\n')
                throw Wrong("Quoted strings may not be split over multiple lines. Use the \\n escape or the heredoc template syntax.");
            if (c != '\\' && !(Peek(1) == c && Peek(2) == '{'))
            {
                position++;
                continue;
            }

            (built ??= new StringBuilder()).Append(text, start, position - start);
            if (c == '\\')
            {
                Unescape(built);
            }
            else
            {
                built.Append(c).Append('{');
                position += 3;
            }

            start = position;
        }
    }

    private bool IsSequence(char c) => c is '$' or '%' && Peek(1) == '{';

    private void Unescape(StringBuilder built)
    {
        var escape = Peek(1);
        var digits = escape switch { 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0)
        {
            if (position + 2 + digits > text.Length || !uint.TryParse(text.AsSpan(position + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || !(code > 0xFFFF ? Rune.IsValid(code) : true))
                throw Wrong($"The \\{escape} escape sequence must be followed by {digits} hexadecimal digits.");
            built.Append(code > 0xFFFF ? new Rune(code).ToString() : ((char)code).ToString());
            position += 2 + digits;
            return;
        }

        built.Append(escape switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '"' => '"',
            '\\' => '\\',
            _ => throw Wrong($"The symbol \"{escape}\" is not a valid escape sequence selector."),
        });
        position += 2;
    }

    private HclExpression ParseHeredoc()
    {
        var at = position;
        position += 2;
        var indented = Current == '-';
        if (indented)
            position++;
        if (!TryName(out var name, out _))
            throw Wrong(at, "Expected a heredoc's marker after \"<<\".");
        var marker = name.ToString();
        if (Current == '\r')
            position++;
        if (Current != '\n')
            throw Wrong("A heredoc's marker must end its line.");
        position++;

        var pieces = new List<TemplatePiece>();
        while (!AtMarker(marker))
            ReadHeredocLine(at, pieces);
        position = SkipMarker(marker);
        if (indented)
            Outdent(pieces);
        return Assemble(at, pieces, isHeredoc: true);
    }

    private bool AtMarker(string marker)
    {
        var line = text.AsSpan(position);
        var end = line.IndexOf('\n');
        return end >= 0 && line[..end].Trim(" \t\r").SequenceEqual(marker);
    }

    private int SkipMarker(string marker) => text.IndexOf(marker, position, StringComparison.Ordinal) + marker.Length;

    /// <summary>One line, or as many as its interpolations span.</summary>
    private void ReadHeredocLine(int heredoc, List<TemplatePiece> pieces)
    {
        var built = new StringBuilder();
        var start = position;
        var from = position;
        void Flush(int end)
        {
            built.Append(text, from, end - from);
            if (end > start)
                pieces.Add(TemplatePiece.Literal(new HclSpan(start, end), built.ToString()));
            built.Clear();
        }

        while (true)
        {
            var next = position >= text.Length ? -1 : text.AsSpan(position).IndexOfAny('\n', '$', '%');
            if (next < 0)
                throw Wrong(heredoc, "Unterminated template string: no closing marker was found for the heredoc.");
            position += next;
            var c = text[position];
            if (c == '\n')
            {
                Flush(++position);
                return;
            }

            if (Peek(1) == c && Peek(2) == '{')
            {
                built.Append(text, from, position - from).Append(c).Append('{');
                position += 3;
                from = position;
            }
            else if (Peek(1) == '{')
            {
                Flush(position);
                pieces.Add(ParseSequence());
                start = from = position;
            }
            else
            {
                position++;
            }
        }
    }

    /// <summary><c>${ … }</c> or <c>%{ … }</c>.</summary>
    private TemplatePiece ParseSequence()
    {
        Enter();
        var at = position;
        var control = text[position] == '%';
        position += 2;
        var trimsBefore = Current == '~';
        if (trimsBefore)
            position++;
        var before = Across(true);
        SkipBlank();
        var piece = control ? ParseControl() : new TemplatePiece(TemplateKind.Interpolation) { Expression = ParseExpression() };
        SkipBlank();
        var trimsAfter = Current == '~';
        if (trimsAfter)
            position++;
        if (Current != '}')
            throw Wrong(position >= text.Length ? "There is no closing brace for this interpolation sequence before the end of the file." : "Expected a closing brace to end the interpolation expression, but found extra characters.");
        position++;
        acrossLines = before;
        depth--;
        return piece with { Span = new HclSpan(at, position), TrimsBefore = trimsBefore, TrimsAfter = trimsAfter };
    }

    private TemplatePiece ParseControl()
    {
        if (!TryName(out var name, out var at))
            throw Wrong("A template control sequence begins with if, else, endif, for or endfor.");
        switch (name)
        {
            case "if":
                return new TemplatePiece(TemplateKind.If) { Expression = ParseExpression() };
            case "else":
                return new TemplatePiece(TemplateKind.Else);
            case "endif":
                return new TemplatePiece(TemplateKind.EndIf);
            case "endfor":
                return new TemplatePiece(TemplateKind.EndFor);
            case "for":
                var (key, value, collection) = ParseForHead();
                return new TemplatePiece(TemplateKind.For) { Expression = collection, KeyName = key, ValueName = value };
            default:
                throw Wrong(at, $"\"{name}\" is not a valid template control keyword.");
        }
    }

    private HclExpression Assemble(int at, List<TemplatePiece> pieces, bool isHeredoc)
    {
        var span = new HclSpan(at, position);
        Trim(pieces);
        if (pieces is [{ Kind: TemplateKind.Interpolation, Expression: { } only }])
            return new HclTemplateWrap(span, only);
        var next = 0;
        var parts = Nest(pieces, ref next);
        if (next < pieces.Count)
            throw Wrong(pieces[next].Span.Start, "This control sequence closes or continues one that was not opened.");
        return new HclTemplate(span, parts, isHeredoc);
    }

    private static List<HclExpression> Nest(List<TemplatePiece> pieces, ref int next)
    {
        List<HclExpression> parts = [];
        while (next < pieces.Count)
        {
            var piece = pieces[next];
            switch (piece.Kind)
            {
                case TemplateKind.Literal:
                    parts.Add(new HclLiteral(piece.Span, piece.Text));
                    next++;
                    break;
                case TemplateKind.Interpolation:
                    parts.Add(piece.Expression!);
                    next++;
                    break;
                case TemplateKind.If:
                    parts.Add(NestIf(pieces, ref next));
                    break;
                case TemplateKind.For:
                    next++;
                    var body = new HclTemplate(piece.Span, Nest(pieces, ref next), false);
                    Close(pieces, ref next, TemplateKind.EndFor, piece);
                    var loop = new HclFor(piece.Span, piece.KeyName, piece.ValueName!, piece.Expression!, null, body, null, false);
                    parts.Add(new HclTemplateFor(piece.Span, loop));
                    break;
                default:
                    return parts;
            }
        }

        return parts;
    }

    private static HclConditional NestIf(List<TemplatePiece> pieces, ref int next)
    {
        var opening = pieces[next++];
        var then = new HclTemplate(opening.Span, Nest(pieces, ref next), false);
        var otherwise = new HclTemplate(opening.Span, [], false);
        if (next < pieces.Count && pieces[next].Kind == TemplateKind.Else)
        {
            next++;
            otherwise = new HclTemplate(opening.Span, Nest(pieces, ref next), false);
        }

        Close(pieces, ref next, TemplateKind.EndIf, opening);
        return new HclConditional(opening.Span, opening.Expression!, then, otherwise);
    }

    private static void Close(List<TemplatePiece> pieces, ref int next, TemplateKind kind, TemplatePiece opening)
    {
        if (next >= pieces.Count || pieces[next].Kind != kind)
            throw Wrong(opening.Span.Start, $"This control sequence is not closed by its {(kind == TemplateKind.EndIf ? "endif" : "endfor")}.");
        next++;
    }

    /// <summary><c>~</c> eats the blanks of the neighbouring stretch, no further than its line.</summary>
    private static void Trim(List<TemplatePiece> pieces)
    {
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].TrimsBefore && i > 0 && pieces[i - 1].Kind == TemplateKind.Literal)
                pieces[i - 1] = pieces[i - 1] with { Text = pieces[i - 1].Text!.TrimEnd() };
            if (pieces[i].TrimsAfter && i + 1 < pieces.Count && pieces[i + 1].Kind == TemplateKind.Literal)
                pieces[i + 1] = pieces[i + 1] with { Text = pieces[i + 1].Text!.TrimStart() };
        }
    }

    /// <summary><c>&lt;&lt;-</c>: takes from each line the blanks that all have.</summary>
    private static void Outdent(List<TemplatePiece> pieces)
    {
        // A line's end that a sequence trimmed away does not start a new line for HashiCorp's parser either.
        Trim(pieces);
        List<int> starts = [];
        var least = int.MaxValue;
        var lineStart = true;
        for (var i = 0; i < pieces.Count; i++)
        {
            if (lineStart)
            {
                lineStart = false;
                var blanks = 0;
                if (pieces[i].Text is { } line)
                {
                    var trimmed = line.TrimStart();
                    blanks = trimmed.Length == 0 && line.EndsWith('\n') ? int.MaxValue : line.Length - trimmed.Length;
                    if (blanks < int.MaxValue)
                        starts.Add(i);
                }

                least = Math.Min(least, blanks);
            }

            lineStart |= pieces[i].Text?.EndsWith('\n') == true;
        }

        foreach (var i in starts)
        {
            var piece = pieces[i];
            pieces[i] = piece with { Text = piece.Text![least..], Span = new HclSpan(piece.Span.Start + least, piece.Span.End) };
        }
    }

    private enum TemplateKind
    {
        Literal,
        Interpolation,
        If,
        Else,
        EndIf,
        For,
        EndFor,
    }

    private sealed record TemplatePiece(TemplateKind Kind)
    {
        public HclSpan Span { get; init; }
        public string? Text { get; init; }
        public HclExpression? Expression { get; init; }
        public string? KeyName { get; init; }
        public string? ValueName { get; init; }
        public bool TrimsBefore { get; init; }
        public bool TrimsAfter { get; init; }

        public static TemplatePiece Literal(HclSpan span, string text) => new(TemplateKind.Literal) { Span = span, Text = text };
    }
}
