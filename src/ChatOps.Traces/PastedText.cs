using System.Text;

namespace ChatOps.Traces;

/// <summary>A pasted text taken out of its wrappings: its lines sorted into lanes, and the whole as clean text.</summary>
internal sealed class PastedText
{
    private readonly Dictionary<string, Lane> _lanes = [];
    private readonly Dictionary<string, Lane>.AlternateLookup<ReadOnlySpan<char>> _byKey;
    private readonly List<Lane> _inOrder = [];
    private readonly string _text;
    private readonly JsonEnvelope _json;
    private Lane _current;
    private StringBuilder? _clean;
    private int _kept;

    private PastedText(string text)
    {
        _text = text;
        _json = new JsonEnvelope(text);
        _byKey = _lanes.GetAlternateLookup<ReadOnlySpan<char>>();
        _current = Open("", null);
    }

    public IReadOnlyList<Lane> Lanes => _inOrder;

    public string CleanText => _clean is null ? _text : _clean.Append(_text, _kept, _text.Length - _kept).ToString();

    public static PastedText Unwrap(string text)
    {
        var pasted = new PastedText(ChatText.Unescape(text));
        pasted.ReadLines();
        return pasted;
    }

    private void ReadLines()
    {
        var quoted = ChatText.IsQuoted(_text);
        var number = 1;
        for (var start = 0; start <= _text.Length;)
        {
            var end = _text.AsSpan(start).IndexOf('\n');
            end = end < 0 ? _text.Length : start + end;
            var length = end - start;
            if (length > 0 && _text[end - 1] == '\r')
                length--;
            var (first, next) = (start, end + 1);
            var line = _text.AsSpan(start, length);
            if (quoted && ChatText.QuoteLength(line) is > 0 and var quote)
            {
                Replace(start, quote, "");
                first += quote;
            }
            if (!ChatText.IsFence(line))
            {
                // A block may open and close beside its text.
                if (line.StartsWith("```"))
                {
                    Replace(start, 3, "");
                    first += 3;
                }
                var last = start + length;
                if (last - first > 3 && line.EndsWith("```") && line.IndexOf('{') < 0)
                    last -= 3;
                var lines = TakeLine(first, last - first, number);
                if (last < start + length)
                    Replace(last, 3, "");
                next = lines > 1 ? LineAfter(start, lines) : next;
                number += lines - 1;
            }
            else
            {
                Replace(start, length, "");
            }
            number++;
            start = next;
        }
    }

    /// <summary>Sorts one line into its lane.</summary>
    /// <returns>How many lines of the text that took: a JSON object may go over several.</returns>
    private int TakeLine(int start, int length, int number)
    {
        var prefix = LogPrefix.Read(_text.AsSpan(start, length));
        var body = start + prefix.Length;
        var bodyLength = length - prefix.Length;
        if (prefix.Length > 0)
        {
            Replace(start, prefix.Length, "");
            _current = prefix.Lane.IsEmpty ? _lanes[""] : _byKey.TryGetValue(prefix.Lane, out var lane) ? lane : Open(prefix.Lane.ToString(), prefix.IsThread ? prefix.Lane.ToString() : null);
        }
        if (_json.Read(body, bodyLength, number) is { } envelope)
        {
            foreach (var (line, at) in envelope.Lines)
                _current.Add(new LogicalLine(line, 0, line.Length, at, false, LineHints.Of(line)));
            // A record in JSON is whole: what comes next is another one.
            if (!envelope.IsStreamLine)
                _current.Add(new LogicalLine("", 0, 0, number, true, Hints.None));
            Replace(body, envelope.End - body, string.Join('\n', envelope.Lines.Select(l => l.Text)));
            return envelope.LineCount;
        }
        var hints = LineHints.Of(_text.AsSpan(body, bodyLength));
        if (prefix.Length > 0 && LogPrefix.SaysError(_text.AsSpan(start, prefix.Length)))
            hints |= Hints.Error | Hints.ErrorLevel;
        _current.Add(new LogicalLine(_text, body, bodyLength, number, prefix.Length > 0, hints));
        return 1;
    }

    private Lane Open(string key, string? thread)
    {
        // A paste with a thousand prefixes is no longer a handful of interleaved streams; the rest share a lane.
        if (_inOrder.Count >= 500)
            return _lanes[""];
        var lane = new Lane { Thread = thread };
        _lanes[key] = lane;
        _inOrder.Add(lane);
        return lane;
    }

    private int LineAfter(int start, int lines)
    {
        for (; lines > 0; lines--)
        {
            var end = _text.AsSpan(start).IndexOf('\n');
            if (end < 0)
                return _text.Length + 1;
            start += end + 1;
        }
        return start;
    }

    /// <summary>Notes for the clean text that a piece is left out or replaced. Pieces come in order.</summary>
    private void Replace(int start, int length, string with)
    {
        _clean ??= new StringBuilder(_text.Length);
        _clean.Append(_text, _kept, start - _kept).Append(with);
        _kept = start + length;
    }
}
