namespace ChatOps.Traces;

/// <summary>One line as a runtime printed it, and where it stands in the pasted text. A line of a JSON envelope yields several.</summary>
/// <param name="Source">The text the line is cut from.</param>
/// <param name="Start">First character in <paramref name="Source"/>.</param>
/// <param name="Length">Characters, without the line end.</param>
/// <param name="Number">Line of the pasted text, from 1.</param>
/// <param name="StartsRecord">Whether a log prefix was taken off, so that a new log record begins here.</param>
/// <param name="Hints">What a cheap look at the line says it may be.</param>
internal readonly record struct LogicalLine(string Source, int Start, int Length, int Number, bool StartsRecord, Hints Hints)
{
    public ReadOnlySpan<char> Span => Source.AsSpan(Start, Length);
}

/// <summary>The lines of one stream (a container, a thread, a process) in order; a text without prefixes has one lane.</summary>
internal sealed class Lane
{
    private readonly List<LogicalLine> _lines = [];

    public int Count => _lines.Count;

    /// <summary>First line that no earlier trace has claimed; a search upwards for a header ends here.</summary>
    public int Floor { get; set; }

    /// <summary>The lane whose lines these are without a prefix that they share; null for a lane of the text itself.</summary>
    public Lane? Outer { get; init; }

    /// <summary>The thread that the prefixes name, when the lane is a thread's.</summary>
    public string? Thread { get; init; }

    private readonly List<(int First, int Last)> _claims = [];
    private int _claim;

    /// <summary>Notes that a trace takes these lines of the text. Traces come in order.</summary>
    public void Claim(int firstNumber, int lastNumber)
    {
        _claims.Add((firstNumber, lastNumber));
        Outer?.Claim(firstNumber, lastNumber);
    }

    /// <summary>Whether a line belongs to a trace. To be asked in ascending order.</summary>
    public bool IsClaimed(int index)
    {
        var number = _lines[index].Number;
        while (_claim < _claims.Count && _claims[_claim].Last < number)
            _claim++;
        return _claim < _claims.Count && _claims[_claim].First <= number;
    }

    public void Add(LogicalLine line) => _lines.Add(line);

    public ReadOnlySpan<char> Line(int index) => _lines[index].Span;

    public ReadOnlySpan<char> Trimmed(int index) => _lines[index].Span.Trim();

    public int Number(int index) => _lines[index].Number;

    public bool StartsRecord(int index) => _lines[index].StartsRecord;

    public Hints Hints(int index) => _lines[index].Hints;

    public bool IsBlank(int index) => _lines[index].Span.IsWhiteSpace();
}
