using System.Text;

namespace ChatOps.Iam.Hcl;

internal sealed partial class HclParser
{
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
}
