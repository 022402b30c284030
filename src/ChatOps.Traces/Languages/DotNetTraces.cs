namespace ChatOps.Traces;

/// <summary>C#, F# and Visual Basic on .NET, .NET Framework and Mono, in the languages the runtime speaks.</summary>
internal sealed class DotNetTraces : TraceFormat
{
    public override Hints Hints => Hints.At | Hints.DotNet;

    public override int Read(Lane lane, int index, TraceSink sink)
    {
        if (TakeFrame(lane, index, out _) == 0)
            return index;
        var chain = new Chain(lane, HeadLine(lane, index), index);
        var next = index;
        while (next < lane.Count)
        {
            var took = TakeFrame(lane, next, out var frame);
            var text = lane.Trimmed(next);
            if (took > 0)
            {
                chain.Current.Add(frame);
                next += took;
                if (lane.Trimmed(next - 1).EndsWith("<---"))
                    chain.EndMember();
            }
            else if (DotNetWords.EndsInner(text))
            {
                chain.EndInner(lane.Number(next++), text.EndsWith("<---"));
            }
            else if (DotNetWords.IsRule(text))
            {
                chain.Current.Covers(lane.Number(next++));
            }
            else if (Chain.IsSection(text) && SectionFrames(lane, next) is var frames && frames > 0)
            {
                chain.Section(lane, next, frames);
                next = frames;
            }
            else
            {
                chain.Current.Truncated |= IsCutFrame(lane, next);
                var after = PastGap(lane, next, (l, i) => TakeFrame(l, i, out _) > 0 || DotNetWords.IsRule(l.Trimmed(i)) || (Chain.IsSection(l.Trimmed(i)) && SectionFrames(l, i) > 0), out var elided);
                chain.Current.Truncated |= elided;
                if (after <= next)
                    break;
                next = after;
            }
        }
        sink.Add(chain.Finish(), lane);
        return next;
    }

    /// <summary>The first frame below a section's head at <paramref name="index"/>, or -1.</summary>
    private int SectionFrames(Lane lane, int index)
    {
        for (var next = index + 1; next < lane.Count && next - index < 12; next++)
        {
            if (TakeFrame(lane, next, out _) > 0)
                return next;
        }
        return -1;
    }

    /// <summary>The first line of the head: the outermost exception above all the <c>---&gt;</c> lines.</summary>
    private static int HeadLine(Lane lane, int frame)
    {
        var head = HeadSearch.Find(lane, frame, out var parsed);
        while (parsed is not null && head > lane.Floor && lane.Trimmed(head).TrimStart('-').Length < lane.Trimmed(head).Length && lane.Trimmed(head).TrimStart('-').StartsWith(">"))
        {
            var above = HeadSearch.Find(lane, head, out var outer);
            if (outer is null || above == head)
                break;
            (head, parsed) = (above, outer);
        }
        return head;
    }

    protected override bool Opens(ReadOnlySpan<char> line)
    {
        var call = DotNetWords.AfterAt(line);
        return call.Length > 3 && call.Contains('.') && line.TrimStart()[0] != 'i';
    }

    protected override Frame? ReadFrame(ReadOnlySpan<char> line, int textLine) => DotNetFrame.Read(line, textLine);

    /// <summary>The exceptions of one trace: inner ones print before the frames of the outer ones.</summary>
    private sealed class Chain
    {
        private readonly TraceBuilder _root = new(TraceLanguage.DotNet);
        private readonly List<TraceBuilder> _open;
        private bool _promised;

        public Chain(Lane lane, int head, int frame)
        {
            _open = [_root];
            if (head < frame)
                Heads(lane, head, frame, _root);
        }

        public TraceBuilder Current => _open[^1];

        public static bool IsSection(ReadOnlySpan<char> line) => line.StartsWith("--") && ErrorHead.Read(AfterArrow(line), lenient: true) is not null;

        /// <summary>Opens a related exception whose head begins at <paramref name="index"/>.</summary>
        public void Section(Lane lane, int index, int frame)
        {
            var line = lane.Trimmed(index);
            var owner = line.StartsWith("---> (") ? _open.Count > 0 ? _open[0] : _root : Current;
            var section = new TraceBuilder(TraceLanguage.DotNet);
            Relate(owner, IsMember(line) ? TraceRelation.Member : TraceRelation.Cause, section);
            if (!IsMember(line) && line.StartsWith("---> "))
                _promised = true;
            _open.Add(section);
            Heads(lane, index, frame, section);
        }

        public void EndInner(int line, bool endsMember)
        {
            Current.Covers(line);
            if (_open.Count > 1)
                _open.RemoveAt(_open.Count - 1);
            if (endsMember)
                EndMember();
        }

        public void EndMember()
        {
            if (_open.Count > 1)
                _open.RemoveRange(1, _open.Count - 1);
        }

        public TraceBuilder Finish()
        {
            _root.Truncated |= _promised && _open.Count > 1 && !_root.HasFrames;
            return _root;
        }

        /// <summary>Reads head lines, where <c>---&gt;</c> leads on to the inner exception, on a line of its own or in the same one.</summary>
        private void Heads(Lane lane, int head, int frame, TraceBuilder target)
        {
            for (var index = head; index < frame; index++)
            {
                var text = lane.Trimmed(index);
                if (text.Length == 0 || text is "Stack Trace:" or "Error Message:")
                    continue;
                var fresh = index == head;
                while (text.Length > 0)
                {
                    var arrow = text[Math.Min(1, text.Length)..].IndexOf("--->") + 1;
                    var part = arrow > 0 && text.Length > arrow + 4 ? text[..arrow] : text;
                    var leads = part.StartsWith("--");
                    if (leads && !fresh)
                    {
                        var inner = new TraceBuilder(TraceLanguage.DotNet);
                        // NUnit prints the inner exception's frames below the outer ones', so that its head opens nothing here.
                        if (part.StartsWith("---->") && part.Contains(" : ", StringComparison.Ordinal))
                        {
                            target.Covers(lane.Number(index));
                            break;
                        }
                        Relate(target, IsMember(part) ? TraceRelation.Member : TraceRelation.Cause, inner);
                        _promised = true;
                        _open.Add(inner);
                        target = inner;
                        fresh = true;
                    }
                    var said = leads ? AfterArrow(part) : part;
                    if (fresh)
                        target.Head(ErrorHead.Read(said, lenient: true) ?? new ErrorHead(null, said.Trim().ToString()), lane.Number(index));
                    else
                        target.Continue(said.Trim(), lane.Number(index));
                    fresh = false;
                    text = text[part.Length..];
                }
            }
        }

        /// <summary>Ties to the outermost exception of the chain, unless the outer one is a member of a group.</summary>
        private void Relate(TraceBuilder owner, TraceRelation relation, TraceBuilder inner)
        {
            var at = _open.IndexOf(owner);
            var top = at > 0 && relation == TraceRelation.Cause && IsAggregate(_root) ? _open[1] : _root;
            top.Relate(relation == TraceRelation.Cause && top == _root && owner == _root && IsAggregate(_root) ? TraceRelation.Member : relation, inner);
        }

        private static bool IsAggregate(TraceBuilder trace) => trace.Type?.EndsWith("AggregateException", StringComparison.Ordinal) == true;

        private static bool IsMember(ReadOnlySpan<char> line) => line.Contains("nner ", StringComparison.Ordinal) && line.TrimStart('-').StartsWith("> (");

        private static ReadOnlySpan<char> AfterArrow(ReadOnlySpan<char> line)
        {
            line = line.TrimStart('-').TrimStart('>').TrimStart();
            if (line.StartsWith("(") && line.IndexOf(')') is > 0 and var close)
                line = line[(close + 1)..].TrimStart();
            return line;
        }
    }
}
