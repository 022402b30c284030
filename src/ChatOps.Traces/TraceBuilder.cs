namespace ChatOps.Traces;

/// <summary>A trace while its lines are still being read.</summary>
internal sealed class TraceBuilder(TraceLanguage language)
{
    private readonly List<Frame> _frames = [];
    private readonly List<(TraceRelation Relation, TraceBuilder Trace)> _related = [];

    public string? Type { get; set; }

    public string Message { get; set; } = "";

    public string? Thread { get; set; }

    public int FirstLine { get; set; } = int.MaxValue;

    public int LastLine { get; set; }

    public bool Truncated { get; set; }

    public bool HasFrames => _frames.Count > 0;

    public List<Frame> Frames => _frames;

    public bool IsEmpty => _frames.Count == 0 && Type is null && Message.Length == 0;

    public void Add(Frame frame)
    {
        _frames.Add(frame);
        Covers(frame.TextLine);
    }

    /// <summary>Ties another error to this one. A chain of causes stays flat on its outermost error, so that readers need not descend.</summary>
    public void Relate(TraceRelation relation, TraceBuilder trace) => _related.Add((relation, trace));

    /// <summary>Moves the causes of an inner error behind it on the chain of its new outermost one.</summary>
    public void Adopt(TraceBuilder inner)
    {
        _related.AddRange(inner._related);
        inner._related.Clear();
    }

    public void Covers(int line)
    {
        FirstLine = Math.Min(FirstLine, line);
        LastLine = Math.Max(LastLine, line);
    }

    public void Head(ErrorHead head, int line)
    {
        Type = head.Type;
        Message = head.Message;
        Thread ??= head.Thread;
        Covers(line);
    }

    /// <summary>Appends a further line of the message.</summary>
    public void Continue(ReadOnlySpan<char> line, int number)
    {
        // A runaway message (a dumped page, a wall of JSON) would otherwise be copied once per line.
        if (Message.Length < 4_000)
            Message = Message.Length == 0 ? line.ToString() : $"{Message}\n{line}";
        Covers(number);
    }

    /// <summary>Makes the trace's lines take in those of the errors behind it.</summary>
    public void CoverRelated()
    {
        foreach (var (_, trace) in _related)
        {
            trace.CoverRelated();
            if (trace.LastLine > 0)
            {
                Covers(trace.FirstLine);
                Covers(trace.LastLine);
            }
        }
    }

    /// <summary>The finished trace; frames past the sink's budget are dropped.</summary>
    public Trace Build(TraceSink sink)
    {
        var kept = sink.Admit(_frames);
        List<RelatedTrace> related = [];
        foreach (var (relation, trace) in _related)
            related.Add(new RelatedTrace(relation, trace.Build(sink)));
        return new Trace
        {
            Language = language,
            Type = Type,
            Message = Message,
            Frames = kept,
            Related = related,
            Thread = Thread,
            FirstLine = FirstLine,
            LastLine = LastLine,
            Truncated = Truncated,
        };
    }
}

/// <summary>Takes finished traces and keeps to the limits.</summary>
internal sealed class TraceSink
{
    private readonly List<Trace> _traces = [];
    private int _frames;

    public IReadOnlyList<Trace> Traces => _traces;

    public int TracesLeftOut { get; private set; }

    public int FramesLeftOut { get; private set; }

    public void Add(TraceBuilder trace, Lane lane)
    {
        trace.Thread ??= lane.Thread;
        trace.CoverRelated();
        // A "#0 {main}" alone, or a header that nothing follows, is no trace.
        if (trace.LastLine == 0)
            return;
        lane.Claim(trace.FirstLine, trace.LastLine);
        if (_traces.Count < TraceParser.MaxTraces)
            _traces.Add(trace.Build(this));
        else
            TracesLeftOut++;
    }

    public List<Frame> Admit(List<Frame> frames)
    {
        var room = TraceParser.MaxFrames - _frames;
        if (frames.Count > room)
        {
            FramesLeftOut += frames.Count - room;
            frames = frames.GetRange(0, room);
        }
        _frames += frames.Count;
        return frames;
    }
}
