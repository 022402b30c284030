namespace ChatOps.Traces;

/// <summary>Java, Kotlin, Scala and Groovy: <c>at com.acme.Shop$Cart.add(Shop.java:12)</c>, with <c>Caused by:</c>, <c>Suppressed:</c> and <c>Wrapped by:</c>.</summary>
/// <remarks>
/// <see cref="Frame.Path"/> is the bare file name and <see cref="Frame.Type"/> the class. Named inner classes keep their <c>$</c>;
/// what the compiler adds (<c>$1</c>, <c>$$Lambda$12</c>, <c>$$anonfun$1</c>, <c>$</c> of a Scala object) is cut off.
/// </remarks>
internal sealed class JavaTraces : TraceFormat
{
    private static readonly string[] Extensions = [".java", ".kt", ".kts", ".scala", ".groovy", ".clj", ".cljc", ".jsp", ".gosu", ".xtend"];
    private static readonly string[] RuntimePrefixes = ["java.", "javax.", "jdk.", "sun.", "com.sun.", "kotlin.", "scala.", "groovy.lang.", "org.codehaus.groovy.", "android.", "dalvik.", "com.android.internal.", "clojure.lang."];

    public override Hints Hints => Hints.At | Hints.Java;

    public override int Read(Lane lane, int index, TraceSink sink)
    {
        if (TakeFrame(lane, index, out _) == 0)
            return index;
        var root = new TraceBuilder(TraceLanguage.Java);
        var head = HeadSearch.Above(lane, index, root);
        List<(int Indent, TraceBuilder Owner, TraceBuilder Last)> open = [(Scan.Indent(lane.Line(head)), root, root)];
        // A trace that begins with "Caused by" is a chain whose outer part was cut off.
        root.Truncated = head < index && lane.Trimmed(head).StartsWith("Caused by:");
        var next = index;
        while (next < lane.Count)
        {
            var current = open[^1].Last;
            var took = TakeFrame(lane, next, out var frame);
            if (took > 0)
            {
                current.Add(frame);
                next += took;
            }
            else if (IsNote(lane.Trimmed(next)))
            {
                current.Covers(lane.Number(next++));
            }
            else if (RelationOf(lane.Trimmed(next)) is { } relation)
            {
                next = Section(lane, next, relation, ref root, open);
            }
            else
            {
                var cutFrame = IsCutFrame(lane, next);
                current.Truncated |= cutFrame;
                var after = PastGap(lane, next, (l, i) => TakeFrame(l, i, out _) > 0 || RelationOf(l.Trimmed(i)) is not null || IsNote(l.Trimmed(i)), out var elided);
                current.Truncated |= elided && !cutFrame;
                if (after <= next)
                    break;
                next = after;
            }
        }
        sink.Add(root, lane);
        return next;
    }

    /// <summary>Reads the head of a related error and makes it the one that takes the next frames.</summary>
    private int Section(Lane lane, int index, (string Word, TraceRelation Relation) relation, ref TraceBuilder root, List<(int Indent, TraceBuilder Owner, TraceBuilder Last)> open)
    {
        var line = lane.Line(index);
        var text = line.Trim();
        text = text[(text.IndexOf(relation.Word) + relation.Word.Length)..];
        var section = new TraceBuilder(TraceLanguage.Java);
        section.Head(ErrorHead.Read(text, lenient: true) ?? new ErrorHead(null, text.Trim().ToString()), lane.Number(index));
        if (relation.Word[0] == 'W')
        {
            // Root cause first: what was read so far is the cause of what comes now.
            section.Relate(TraceRelation.Cause, root);
            section.Adopt(root);
            root = section;
            open.Clear();
            open.Add((Scan.Indent(line), section, section));
        }
        else
        {
            var indent = Scan.Indent(line);
            while (open.Count > 1 && (relation.Relation == TraceRelation.Cause ? open[^1].Indent > indent : open[^1].Indent >= indent))
                open.RemoveAt(open.Count - 1);
            if (relation.Relation == TraceRelation.Cause)
            {
                open[^1].Owner.Relate(TraceRelation.Cause, section);
                open[^1] = (open[^1].Indent, open[^1].Owner, section);
            }
            else
            {
                open[^1].Last.Relate(relation.Relation, section);
                open.Add((indent, section, section));
            }
        }
        return Message(lane, index + 1, section);
    }

    /// <summary>Further lines of a section's message, up to its first frame.</summary>
    private int Message(Lane lane, int index, TraceBuilder section)
    {
        var next = index;
        while (next < lane.Count && next - index < 12 && !lane.IsBlank(next) && !Scan.IsElision(lane.Line(next)) && TakeFrame(lane, next, out _) == 0 && !IsNote(lane.Trimmed(next)) && RelationOf(lane.Trimmed(next)) is null)
            next++;
        // Without a frame below, what follows is the rest of the text and not this message.
        if (next >= lane.Count || lane.IsBlank(next) || next - index >= 12)
            return index;
        for (var line = index; line < next; line++)
            section.Continue(lane.Trimmed(line), lane.Number(line));
        return next;
    }

    private static (string Word, TraceRelation Relation)? RelationOf(ReadOnlySpan<char> line)
    {
        if (line.StartsWith("Caused by: "))
            return ("Caused by: ", TraceRelation.Cause);
        if (line.StartsWith("Suppressed: "))
            return ("Suppressed: ", TraceRelation.Suppressed);
        if (line.StartsWith("Wrapped by: "))
            return ("Wrapped by: ", TraceRelation.Cause);
        var at = line.Length < 2_000 ? line.IndexOf("Caused by: ") : -1;
        return at is > 0 and < 60 && ErrorHead.Read(line[(at + 11)..]) is not null ? ("Caused by: ", TraceRelation.Cause) : null;
    }

    private static bool IsNote(ReadOnlySpan<char> line) =>
        (line.StartsWith("... ") && (line.EndsWith(" more") || line.EndsWith("common frames omitted") || line.EndsWith("filtered")))
        || line.StartsWith("- locked <") || line.StartsWith("- waiting ") || line.StartsWith("- parking ") || line.StartsWith("[CIRCULAR REFERENCE") || line.StartsWith("Caused by: [CIRCULAR REFERENCE");

    protected override bool Opens(ReadOnlySpan<char> line)
    {
        line = line.TrimStart();
        return line is "at" || (line.StartsWith("at ") && line.Contains('.'));
    }

    protected override Frame? ReadFrame(ReadOnlySpan<char> line, int textLine)
    {
        // The place is the parenthesis that holds a source file: the message of a log line before it may hold others.
        var place = default(ReadOnlySpan<char>);
        var open = -1;
        for (var from = 0; from < line.Length;)
        {
            var hit = line[from..].IndexOf('(');
            if (hit < 0)
                return null;
            open = from + hit;
            var close = line[open..].IndexOf(')');
            if (close < 0)
                return null;
            place = line[(open + 1)..(open + close)];
            if (IsPlace(place))
                break;
            from = open + 1;
            open = -1;
            if (from > 1_000)
                return null;
        }
        if (open <= 0)
            return null;
        var start = open;
        while (start > 0 && (Scan.IsWord(line[start - 1]) || line[start - 1] is '.' or '<' or '>' or '/' or '-' or '@' or ':' or '~' or '+'))
            start--;
        var call = line[start..open];
        var before = line[..start].TrimEnd();
        var file = FileOf(place, out var number);
        var spoken = before.EndsWith("at") && (before.Length == 2 || !Scan.IsWord(before[^3]));
        if (!spoken && (file is null || number is null || before.Length > 0))
            return null;
        // A hidden class has a slash of its own: "Cart$$Lambda$14/0x0000000800c03000".
        var hidden = call.IndexOf("$$Lambda");
        var slash = (hidden > 0 ? call[..hidden] : call).LastIndexOf('/');
        var module = slash > 0 ? call[..call.IndexOf('/')].ToString() : null;
        call = call[(slash + 1)..];
        var dot = call.LastIndexOf('.');
        if (dot <= 0 || dot == call.Length - 1)
            return null;
        var type = Name(call[..dot], call[(dot + 1)..], out var function);
        return new Frame
        {
            Path = file,
            Line = number is > 0 ? number : null,
            Function = function,
            Type = type,
            Module = string.IsNullOrEmpty(module) ? null : module,
            IsRuntime = IsRuntime(type),
            TextLine = textLine,
        };
    }

    private static bool IsRuntime(string type)
    {
        foreach (var prefix in RuntimePrefixes)
        {
            if (type.StartsWith(prefix, StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    private static bool IsPlace(ReadOnlySpan<char> place)
    {
        if (place is "Native Method" or "<generated>" or "Unknown Source" or "SourceFile" || place.StartsWith("Unknown Source:") || place.StartsWith("SourceFile:"))
            return true;
        var name = Scan.TryPlace(place, out var path, out _, out _) ? path : place;
        foreach (var extension in Extensions)
        {
            if (name.EndsWith(extension))
                return !name.Contains(' ');
        }
        return false;
    }

    private static string? FileOf(ReadOnlySpan<char> place, out int? line)
    {
        line = null;
        if (Scan.TryPlace(place, out var path, out var number, out _))
        {
            place = path;
            line = number;
        }
        return place is "Native Method" or "<generated>" or "Unknown Source" or "SourceFile" ? null : Scan.Path(place[(place.LastIndexOf('/') + 1)..]);
    }

    /// <summary>Takes the compiler's additions off a class name, and gives a Kotlin coroutine back the name of its function.</summary>
    private static string Name(ReadOnlySpan<char> type, ReadOnlySpan<char> method, out string function)
    {
        function = method.ToString();
        if (method.StartsWith("lambda$"))
        {
            var rest = method[7..];
            var dollar = rest.LastIndexOf('$');
            function = (dollar > 0 ? rest[..dollar] : rest).ToString();
        }
        var end = type.IndexOf("$$");
        if (end > 0)
            type = type[..end];
        for (var at = type.IndexOf('$'); at >= 0;)
        {
            var rest = type[(at + 1)..];
            if (rest.Length == 0 || char.IsAsciiDigit(rest[0]) || rest.StartsWith("Lambda"))
            {
                type = type[..at];
                break;
            }
            if (char.IsAsciiLetterLower(rest[0]) && (method is "invokeSuspend" or "invoke" or "apply"))
            {
                var stop = rest.IndexOf('$');
                function = (stop < 0 ? rest : rest[..stop]).ToString();
                type = type[..at];
                break;
            }
            var next = rest.IndexOf('$');
            at = next < 0 ? -1 : at + 1 + next;
        }
        return type.ToString();
    }
}
