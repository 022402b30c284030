using System.Buffers;

namespace ChatOps.Traces;

/// <summary>What a log transport or a logger wrote before the line proper.</summary>
/// <remarks>Read piece by piece from the left: stream (<c>web_1 |</c>, <c>[pod/web]</c>), time, host and tag, level, thread, logger. Each piece is looked at once.</remarks>
internal readonly ref struct LogPrefix
{
    private static readonly string[] Levels = ["TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "WARNING", "ERROR", "ERR", "FATAL", "SEVERE", "CRITICAL", "CRIT", "ALERT", "EMERG", "EMERGENCY", "PANIC", "VERBOSE", "FINE", "FINER", "STDERR", "STDOUT"];
    private static readonly SearchValues<string> BadLevels = SearchValues.Create(["ERROR", "FATAL", "SEVERE", "CRIT", "PANIC", "error]", "[error", " error "], StringComparison.Ordinal);
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    private LogPrefix(int length, ReadOnlySpan<char> lane, bool isThread)
    {
        Length = length;
        Lane = lane;
        IsThread = isThread;
    }

    /// <summary>Characters of the line that are prefix.</summary>
    public int Length { get; }

    /// <summary>What tells this stream from others in the same paste; empty when nothing does.</summary>
    public ReadOnlySpan<char> Lane { get; }

    /// <summary>Whether <see cref="Lane"/> is a thread's name.</summary>
    public bool IsThread { get; }

    public static LogPrefix Read(ReadOnlySpan<char> line)
    {
        if (line.IsEmpty || (line[0] is ' ' or '\t' && !(line.Length > 1 && char.IsAsciiDigit(line[1]))))
            return default;
        ReadOnlySpan<char> lane = default;
        var isThread = false;
        var at = Stream(line, ref lane);
        var time = Time(line[at..]);
        if (time == 0)
            return at == 0 ? Untimed(line) : new LogPrefix(at, lane, false);
        at += time;
        // Docker and Kubernetes write their own time first; the program's may follow.
        at = Words(line, at, ref lane, ref isThread);
        return new LogPrefix(at, lane, isThread);
    }

    /// <summary>Whether the level in a prefix is one of the bad ones.</summary>
    public static bool SaysError(ReadOnlySpan<char> prefix) => prefix.ContainsAny(BadLevels);

    /// <summary><c>web_1  | </c> of docker compose, <c>[pod/web-7d/app] </c> of kubectl, <c>&lt;34&gt;</c> of syslog.</summary>
    private static int Stream(ReadOnlySpan<char> line, ref ReadOnlySpan<char> lane)
    {
        if (line[0] == '<' && line.Length > 4 && line[..Math.Min(6, line.Length)].IndexOf('>') is > 1 and var pri && Scan.Number(line[1..pri]) is not null)
            return pri + 1 + (line.Length > pri + 2 && line[(pri + 1)..].StartsWith("1 ") ? 2 : 0);
        if (line.StartsWith("[pod/") && line.IndexOf(']') is > 0 and var pod)
        {
            lane = line[1..pod];
            return Math.Min(pod + 2, line.Length);
        }
        if (!char.IsAsciiLetter(line[0]))
            return 0;
        var end = 0;
        while (end < line.Length && end < 64 && (char.IsAsciiLetterOrDigit(line[end]) || line[end] is '-' or '_' or '.'))
            end++;
        var bar = end;
        while (bar < line.Length && bar < 80 && line[bar] == ' ')
            bar++;
        if (bar >= line.Length || line[bar] != '|' || !(bar + 1 == line.Length || line[bar + 1] == ' ') || (bar == end && !line[..end].ContainsAnyInRange('0', '9')))
            return 0;
        lane = line[..end];
        return Math.Min(bar + 2, line.Length);
    }

    /// <summary>Prefixes without a time: Maven's level, Android's and glog's tags.</summary>
    private static LogPrefix Untimed(ReadOnlySpan<char> line)
    {
        if (line[0] == '[' && line.IndexOf(']') is > 1 and < 12 and var bracket && IsLevel(line[1..bracket]))
            return new LogPrefix(Math.Min(bracket + 2, line.Length), default, false);
        if (line.Length < 12)
            return default;
        // "E/AndroidRuntime( 1234): "
        if (line[1] == '/' && "VDIWEF".Contains(line[0], StringComparison.Ordinal) && line[..Math.Min(60, line.Length)].IndexOf("): ") is > 0 and var tag && line[2..tag].Contains('('))
            return new LogPrefix(tag + 3, line[2..tag], false);
        if (line[1] == '/' && "VDIWEF".Contains(line[0], StringComparison.Ordinal) && line[..Math.Min(40, line.Length)].IndexOf(": ") is > 2 and var plainTag && IsName(line[2..plainTag]) && !line[2..plainTag].Contains('/'))
            return new LogPrefix(plainTag + 2, default, false);
        // "E0102 15:04:05.123456    1234 cart.go:12] "
        if ("IWEF".Contains(line[0], StringComparison.Ordinal) && Scan.Number(line[1..5]) is not null && line[5] == ' ' && char.IsAsciiDigit(line[6]) && line[..Math.Min(120, line.Length)].IndexOf("] ") is > 0 and var glog)
            return new LogPrefix(glog + 2, default, false);
        return default;
    }

    /// <summary>The length of a time with the blank after it: ISO 8601, <c>Nov 22 10:00:00</c>, <c>10:00:00.123</c>, <c>2024/01/02 10:00:00</c>, in brackets or not.</summary>
    private static int Time(ReadOnlySpan<char> line)
    {
        var at = line.StartsWith("[") ? 1 : 0;
        var date = Date(line[at..]);
        if (date > 0)
            at += date;
        var clock = Clock(line[at..]);
        if (clock == 0)
            return 0;
        at += clock;
        if (line[0] == '[')
        {
            var close = line[at..Math.Min(line.Length, at + 12)].IndexOf(']');
            if (close < 0)
                return 0;
            at += close + 1;
        }
        else if (date == 0 && (at >= line.Length || line[at] is not (' ' or '\t' or ',')))
        {
            return 0;
        }
        if (at < line.Length && line[at] is ':' or ',')
            at++;
        return at < line.Length && line[at] is ' ' or '\t' ? at + 1 : at == line.Length ? at : 0;
    }

    private static int Date(ReadOnlySpan<char> line)
    {
        if (line.Length >= 11 && char.IsAsciiDigit(line[0]) && char.IsAsciiDigit(line[3]) && line[4] is '-' or '/' && line.Length > 10 && line[7] == line[4] && char.IsAsciiDigit(line[9]) && line[10] is 'T' or ' ' or '_' or '-')
            return 11;
        if (line.Length >= 6 && char.IsAsciiDigit(line[0]) && char.IsAsciiDigit(line[1]) && line[2] is '-' or '/' && line.Length > 6 && char.IsAsciiDigit(line[3]) && char.IsAsciiDigit(line[4]) && line[5] == ' ')
            return 6;
        if (line.Length >= 7 && line[3] == ' ' && char.IsAsciiLetterUpper(line[0]) && Array.IndexOf(Months, line[..3].ToString()) >= 0)
            return line[6] == ' ' ? 7 : line[5] == ' ' && char.IsAsciiDigit(line[4]) ? 6 : 0;
        return 0;
    }

    private static int Clock(ReadOnlySpan<char> line)
    {
        if (line.Length < 8 || !char.IsAsciiDigit(line[0]) || line[2] != ':' || line[5] != ':' || !char.IsAsciiDigit(line[4]) || !char.IsAsciiDigit(line[7]))
            return 0;
        var at = 8;
        if (at < line.Length && line[at] is '.' or ',')
        {
            var fraction = Scan.LeadingDigits(line[(at + 1)..]).Length;
            at += fraction > 0 ? fraction + 1 : 0;
        }
        if (at < line.Length && line[at] == 'Z')
            return at + 1;
        var zone = at < line.Length && line[at] == ' ' ? at + 1 : at;
        if (zone + 4 < line.Length && line[zone] is '+' or '-' && char.IsAsciiDigit(line[zone + 1]) && char.IsAsciiDigit(line[zone + 4]))
            return zone + (zone + 5 < line.Length && line[zone + 3] == ':' && char.IsAsciiDigit(line[zone + 5]) ? 6 : 5);
        return at;
    }

    /// <summary>Goes on past levels, threads, process numbers, tags and the logger's name, as long as each is plainly one.</summary>
    private static int Words(ReadOnlySpan<char> line, int at, ref ReadOnlySpan<char> lane, ref bool isThread)
    {
        var body = at;
        for (var words = 0; words < 9 && at < line.Length; words++)
        {
            var start = at;
            while (start < line.Length && line[start] is ' ' or '\t')
                start++;
            // A deep indentation belongs to the line proper.
            if (start >= line.Length || start - at > 5)
                return body;
            // Go's own words, which look like levels.
            if (line[start..].StartsWith("panic: ") || line[start..].StartsWith("fatal error: "))
                return body;
            if (Time(line[start..]) is > 0 and var time)
            {
                body = at = start + time;
                continue;
            }
            // After a stream's name F says that the container's line is full.
            if (!line[..start].EndsWith("stderr ") && !line[..start].EndsWith("stdout ") && AndroidTag(line[start..]) is > 0 and var android)
                return start + android;
            var end = start;
            var bracketed = line[start] is '[' or '(';
            if (bracketed)
            {
                var close = line[start..Math.Min(line.Length, start + 120)].IndexOf(line[start] == '[' ? ']' : ')');
                if (close < 0)
                    return body;
                end = start + close + 1;
            }
            else
            {
                while (end < line.Length && line[end] is not (' ' or '\t'))
                    end++;
            }
            if (!Take(line, start, end, ref lane, ref isThread))
                return body;
            at = end;
            if (at < line.Length && line[at] == ':')
                at++;
            body = Math.Min(at + 1, line.Length);
        }
        return body;
    }

    /// <summary>The length of <c>E AndroidRuntime: </c>, as <c>adb logcat</c> prints it after time, process and thread; 0 when there is none.</summary>
    private static int AndroidTag(ReadOnlySpan<char> rest)
    {
        if (rest.Length < 5 || rest[1] != ' ' || !"VDIWEF".Contains(rest[0], StringComparison.Ordinal))
            return 0;
        var colon = rest[..Math.Min(rest.Length, 64)].IndexOf(':');
        return colon > 2 && rest[2..colon].TrimEnd() is var tag && IsName(tag) && !ErrorHead.IsErrorName(tag) && (colon + 1 == rest.Length || rest[colon + 1] == ' ') ? Math.Min(colon + 2, rest.Length) : 0;
    }

    /// <summary>Whether the word from <paramref name="start"/> to <paramref name="end"/> is part of the prefix.</summary>
    private static bool Take(ReadOnlySpan<char> line, int start, int end, ref ReadOnlySpan<char> lane, ref bool isThread)
    {
        var word = line[start..end];
        if (word[0] == '[' && word[^1] == ']')
        {
            var inside = word[1..^1].Trim();
            if (IsLevel(inside) || inside.IsEmpty || inside is "-")
                return true;
            if (inside.ContainsAny('(', '{', '"') || inside is "stacktrace" or "previous exception")
                return false;
            if (lane.IsEmpty)
            {
                lane = inside;
                isThread = true;
            }
            return true;
        }
        var plain = word.TrimEnd(':');
        if (IsLevel(plain) || plain is "-" or "---" or "|" || Scan.Number(plain) is not null || plain is "F" or "P" or "stdout" or "stderr" or "E" or "W" or "I" || plain.EndsWith(".ERROR") || plain.EndsWith(".CRITICAL") || IsUuid(plain))
            return true;
        // "cart[123]:" of syslog and Heroku, with the host before it.
        if (word.EndsWith("]:") && word.IndexOf('[') is > 0)
        {
            lane = lane.IsEmpty ? word[..^1] : lane;
            return true;
        }
        var rest = line[end..];
        if (rest.StartsWith(" - ") || rest.TrimStart().StartsWith(": ") || rest.StartsWith(" -- ") || rest.TrimStart().StartsWith(":\t"))
            return IsName(plain) && !ErrorHead.IsErrorName(plain);
        // The host comes before the tag: "web-1 cart[12]:".
        return IsName(plain) && !ErrorHead.IsErrorName(plain) && HasTag(rest);
    }

    private static bool HasTag(ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart();
        var blank = rest.IndexOf(' ');
        var word = blank < 0 ? rest : rest[..blank];
        return word.Length is > 4 and < 80 && word.EndsWith("]:") && word.IndexOf('[') > 0 && Scan.Number(word[(word.IndexOf('[') + 1)..^2]) is not null;
    }

    private static bool IsLevel(ReadOnlySpan<char> word)
    {
        if (word.Length is < 3 or > 9)
            return false;
        foreach (var level in Levels)
        {
            if (word.Equals(level, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    private static bool IsUuid(ReadOnlySpan<char> word) => word.Length == 36 && word[8] == '-' && word[13] == '-' && word[18] == '-';

    private static bool IsName(ReadOnlySpan<char> word)
    {
        if (word.IsEmpty || word.Length > 100 || !char.IsAsciiLetter(word[0]))
            return false;
        foreach (var c in word)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-' or '$' or '/' or ':' or '[' or ']' or '#'))
                return false;
        }
        return true;
    }
}
