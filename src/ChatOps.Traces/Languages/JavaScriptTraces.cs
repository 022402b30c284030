namespace ChatOps.Traces;

/// <summary>JavaScript and TypeScript: V8 (<c>at place (/srv/app.js:1:2)</c>) and Firefox, Safari and Hermes (<c>place@https://host/app.js:1:2</c>).</summary>
internal sealed class JavaScriptTraces : TraceFormat
{
    private static readonly string[] Receivers = ["Object", "Function", "Module", "Array", "Promise", "global", "Generator", "String", "Number", "Map", "Set"];

    public override Hints Hints => Hints.At | Hints.JavaScript;

    public override int Read(Lane lane, int index, TraceSink sink)
    {
        // A frame without a place ("at Array.forEach (<anonymous>)") is one only beside others.
        if (TakeFrame(lane, index, out _) == 0)
            return index;
        var root = new TraceBuilder(TraceLanguage.JavaScript);
        var head = HeadSearch.Above(lane, index, root);
        var current = root;
        var members = Group(lane, head, ref root);
        var next = index;
        while (next < lane.Count)
        {
            var took = TakeFrame(lane, next, out var frame);
            if (took > 0)
            {
                current.Add(frame);
                next += took;
                if (lane.Trimmed(next - 1).EndsWith("{"))
                    next = Properties(lane, next, current);
            }
            else if (members && ErrorHead.Read(lane.Trimmed(next)) is { } member && TakeFrame(lane, next + 1, out _) > 0)
            {
                current = new TraceBuilder(TraceLanguage.JavaScript);
                current.Head(member, lane.Number(next++));
                root.Relate(TraceRelation.Member, current);
            }
            else if (CauseHead(lane.Trimmed(next)) is { } cause)
            {
                current = new TraceBuilder(TraceLanguage.JavaScript);
                current.Head(cause, lane.Number(next++));
                root.Relate(TraceRelation.Cause, current);
                next = Message(lane, next, current);
            }
            else if (IsNote(lane.Trimmed(next)))
            {
                next++;
            }
            else
            {
                current.Truncated |= IsCutFrame(lane, next);
                var after = PastGap(lane, next, (l, i) => TakeFrame(l, i, out _) > 0 || CauseHead(l.Trimmed(i)) is not null, out var elided);
                current.Truncated |= elided;
                if (after <= next)
                    break;
                next = after;
            }
        }
        if (root.Type is null && !members && root.Frames.TrueForAll(f => f.Line is null))
            return index;
        sink.Add(root, lane);
        return next;
    }

    /// <summary>Node prints an error's own fields after its frames: <c>{ code: 'ENOENT', [cause]: Error: …</c>.</summary>
    private int Properties(Lane lane, int index, TraceBuilder trace)
    {
        var next = index;
        while (next < lane.Count && next - index < 30 && !lane.IsBlank(next))
        {
            var text = lane.Trimmed(next);
            if (CauseHead(text) is not null || TakeFrame(lane, next, out _) > 0)
                return next;
            trace.Covers(lane.Number(next++));
            if (text.StartsWith("}"))
                break;
        }
        return next;
    }

    private int Message(Lane lane, int index, TraceBuilder trace)
    {
        var next = index;
        while (next < lane.Count && next - index < 8 && !lane.IsBlank(next) && TakeFrame(lane, next, out _) == 0)
            next++;
        if (next >= lane.Count || TakeFrame(lane, next, out _) == 0)
            return index;
        for (var line = index; line < next; line++)
            trace.Continue(lane.Trimmed(line), lane.Number(line));
        return next;
    }

    /// <summary>An <c>AggregateError</c> prints its members below <c>[errors]: [</c>, the first of which has been read as the root.</summary>
    private static bool Group(Lane lane, int head, ref TraceBuilder root)
    {
        if (head < lane.Floor + 2 || !lane.Trimmed(head - 1).StartsWith("[errors]: ["))
            return false;
        var group = new TraceBuilder(TraceLanguage.JavaScript);
        var line = lane.Trimmed(head - 2).Trim("[]{ ");
        group.Head(ErrorHead.Read(line) ?? new ErrorHead(null, line.ToString()), lane.Number(head - 2));
        group.Relate(TraceRelation.Member, root);
        root = group;
        return true;
    }

    private static ErrorHead? CauseHead(ReadOnlySpan<char> line)
    {
        if (line.StartsWith("[cause]: "))
            return ErrorHead.Read(line[9..], lenient: true);
        if (line.StartsWith("Caused by: ", StringComparison.OrdinalIgnoreCase))
            return ErrorHead.Read(line[11..], lenient: true);
        return line.StartsWith("caused by ", StringComparison.OrdinalIgnoreCase) ? ErrorHead.Read(line[10..]) : null;
    }

    private static bool IsNote(ReadOnlySpan<char> line) =>
        line.StartsWith("=> awaited here:") || line.StartsWith("From previous event:") || line.StartsWith("--------------------") || line.StartsWith("[errors]: [") || line is "}," or "}" or "]" || (line.StartsWith("... ") && line.Contains("lines matching", StringComparison.Ordinal));

    protected override bool Opens(ReadOnlySpan<char> line)
    {
        line = line.TrimStart();
        return line.StartsWith("at ") && line.ContainsAny('/', '\\', '(');
    }

    protected override Frame? ReadFrame(ReadOnlySpan<char> line, int textLine)
    {
        var indented = line.StartsWith("    ");
        line = line.Trim().TrimStart("|>#│ ").TrimStart();
        line = line.TrimEnd(" ,;{".AsSpan());
        if (line.Length < 4)
            return null;
        if (line.StartsWith("at "))
            return V8(line[3..].TrimStart(), textLine);
        return Firefox(line, textLine) ?? (indented ? Console(line, textLine) : null);
    }

    private static Frame? V8(ReadOnlySpan<char> call, int textLine)
    {
        var place = call;
        ReadOnlySpan<char> function = default;
        if (call[^1] == ')')
        {
            var open = OpeningParenthesis(call);
            if (open < 0)
                return null;
            place = call[(open + 1)..^1].Trim();
            function = call[..open].Trim();
        }
        // "at Array.map (native)" and "(<anonymous>)" have no place; "eval at f (a.js:1:2), <anonymous>:4:5" has the place of the eval.
        if (place is "native" or "<anonymous>" or "unknown location" or "index 0" || place.StartsWith("index "))
            return function.IsEmpty ? null : Frame(function, null, null, null, textLine);
        if (place.StartsWith("eval at ") && place.IndexOf('(') is > 0 and var inner)
        {
            var end = place[inner..].IndexOf(')');
            place = end > 0 ? place[(inner + 1)..(inner + end)] : place;
        }
        if (place.StartsWith("address at "))
            place = place["address at ".Length..];
        if (function.IsEmpty && place.StartsWith("async "))
            place = place[6..];
        if (!Scan.TryPlace(place, out var path, out var number, out var column) || !IsPath(path, column is not null))
            return null;
        return Frame(function, path, number, column, textLine);
    }

    private static int OpeningParenthesis(ReadOnlySpan<char> call)
    {
        var depth = 0;
        for (var at = call.Length - 1; at >= 0; at--)
        {
            if (call[at] == ')')
                depth++;
            else if (call[at] == '(' && --depth == 0)
                return at;
        }
        return -1;
    }

    private static Frame? Firefox(ReadOnlySpan<char> line, int textLine)
    {
        var at = line.LastIndexOf('@');
        if (at < 0 || line[..at].Contains(' ') && !line[..at].StartsWith("global code") && !line[..at].StartsWith("eval code") && !line[..at].StartsWith("module code") && !line[..at].StartsWith("async"))
            at = line.IndexOf('@');
        if (at < 0 || (line[..at].Contains(' ') && !line[..at].EndsWith(" code")))
            return null;
        var place = line[(at + 1)..];
        if (place is "[native code]")
            return Frame(line[..at], null, null, null, textLine);
        if (!Scan.TryPlace(place, out var path, out var number, out var column))
            return null;
        var isUrl = path.IndexOf("://") is > 0 and < 24 || path.StartsWith("/") || path.StartsWith("[native") || path.EndsWith(".bundle") || path.EndsWith(".js");
        return isUrl && !path.Contains(' ') ? Frame(line[..at], path, number, column, textLine) : null;
    }

    /// <summary>Firefox's console: <c>place https://host/app.js:1</c>, indented.</summary>
    private static Frame? Console(ReadOnlySpan<char> line, int textLine)
    {
        var blank = line.LastIndexOf(' ');
        if (blank <= 0 || line[..blank].Contains(' '))
            return null;
        var place = line[(blank + 1)..];
        return place.IndexOf("://") is > 0 and < 24 && Scan.TryPlace(place, out var path, out var number, out var column) ? Frame(line[..blank], path, number, column, textLine) : null;
    }

    /// <summary>A file with a name that scripts have; with a column, any path will do.</summary>
    private static bool IsPath(ReadOnlySpan<char> path, bool hasColumn)
    {
        if (path.IsEmpty || path.Contains('('))
            return false;
        if (path.StartsWith("node:") || path.StartsWith("internal/") || path.StartsWith("webpack") || path.StartsWith("file:") || path.StartsWith("http") || path.StartsWith("wasm:"))
            return true;
        var name = path[(path.LastIndexOfAny('/', '\\') + 1)..];
        var query = name.IndexOf('?');
        if (query > 0)
            name = name[..query];
        var dot = name.LastIndexOf('.');
        var extension = dot < 0 ? default : name[(dot + 1)..];
        if (extension is "js" or "ts" or "jsx" or "tsx" or "mjs" or "cjs" or "mts" or "cts" or "vue" or "svelte" or "bundle" or "jsbundle" or "coffee" or "html" or "es6" or "ls" or "node" or "astro")
            return true;
        return hasColumn && (name is "<anonymous>" or "[eval]" or "evalmachine.<anonymous>" || (path.ContainsAny('/', '\\') && extension.IsEmpty) || path.StartsWith("repl") || path.StartsWith("REPL"));
    }

    private static Frame Frame(ReadOnlySpan<char> function, ReadOnlySpan<char> path, int? line, int? column, int textLine)
    {
        var query = path.IndexOf('?');
        if (query > 0)
            path = path[..query];
        var (type, name) = Names(function);
        var file = path.IsEmpty ? null : Scan.Path(path);
        return new Frame
        {
            Path = file,
            Line = line is > 0 ? line : null,
            Column = column is > 0 ? column : null,
            Function = name,
            Type = type,
            Module = file is null ? null : Package(file),
            IsRuntime = file is null || file.StartsWith("node:", StringComparison.Ordinal) || file.StartsWith("internal/", StringComparison.Ordinal) || file.StartsWith("native", StringComparison.Ordinal) || !file.AsSpan().ContainsAny('/', '\\') && IsOldNodeModule(file),
            IsDependency = file is not null && (file.Contains("/node_modules/", StringComparison.Ordinal) || file.StartsWith("node_modules/", StringComparison.Ordinal) || file.Contains("/.yarn/", StringComparison.Ordinal) || file.Contains("/bower_components/", StringComparison.Ordinal)),
            TextLine = textLine,
        };
    }

    private static bool IsOldNodeModule(string file) =>
        file is "module.js" or "events.js" or "net.js" or "fs.js" or "timers.js" or "node.js" or "bootstrap_node.js" or "domain.js" or "vm.js" or "_stream_readable.js" or "_stream_writable.js" or "_http_server.js" or "_http_client.js" or "_http_common.js" or "_tls_wrap.js" or "async_hooks.js" or "zlib.js" or "child_process.js" or "util.js" or "dns.js" or "buffer.js";

    private static string? Package(string file)
    {
        var at = file.LastIndexOf("node_modules/", StringComparison.Ordinal);
        if (at < 0)
            return null;
        var rest = file.AsSpan(at + "node_modules/".Length);
        var slash = rest.IndexOf('/');
        if (slash > 0 && rest[0] == '@' && rest[(slash + 1)..].IndexOf('/') is > 0 and var second)
            slash += 1 + second;
        return slash > 0 ? rest[..slash].ToString() : null;
    }

    /// <summary>Splits <c>async Cart.add [as handler]</c>: receivers that say nothing (<c>Object</c>, <c>Array</c>) are no type.</summary>
    private static (string? Type, string? Function) Names(ReadOnlySpan<char> call)
    {
        if (call.StartsWith("async "))
            call = call[6..];
        if (call.StartsWith("async*"))
            call = call[6..];
        var alias = call.IndexOf(" [as ");
        if (alias > 0)
            call = call[..alias];
        if (call.StartsWith("new "))
            return (call[4..].ToString(), "constructor");
        call = call.TrimEnd("/<".AsSpan());
        if (call.StartsWith("get ") || call.StartsWith("set "))
            call = call[4..];
        var dot = call.LastIndexOf('.');
        // "Module._extensions..js" is a member whose name begins with a dot.
        if (dot > 1 && call[dot - 1] == '.')
            dot--;
        var name = call[(dot + 1)..];
        var type = dot > 0 ? call[..dot].ToString() : null;
        if (type is not null && (Array.IndexOf(Receivers, type) >= 0 || !char.IsAsciiLetterUpper(type[0])))
            type = null;
        return (type, name.IsEmpty || name is "<anonymous>" or "anonymous" ? null : name.ToString());
    }
}
