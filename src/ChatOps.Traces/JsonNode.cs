namespace ChatOps.Traces;

/// <summary>One object of an envelope: what its well-known fields say, and the objects inside of it.</summary>
internal sealed class JsonNode
{
    private readonly List<JsonNode> _children = [];
    private string? _type;
    private (string Text, int Line) _message;
    private (string Text, int Line) _stack;
    private List<int>? _stackLines;
    private JsonNode? _cause;
    private string? _thread;
    private bool _streamed;

    /// <summary>Whether it is one line of a stream, as Docker's <c>{"log":"…\n","stream":"stderr"}</c>: a trace goes over many of them.</summary>
    public bool IsStreamLine => _streamed && _stack.Text is null && _children.Count == 0 && _message.Text.AsSpan(0, _message.Text.Length - 1).IndexOf('\n') < 0;

    /// <summary>Takes a text field.</summary>
    public void Add(string key, string value, int line, int depth)
    {
        if (value.Length == 0)
            return;
        // A log line that holds another one as text, as Docker's does.
        if (depth < 4 && value[0] == '{' && value.Length > 10 && new JsonReader(value, 0, line) is var inner && inner.ReadObject(depth + 1) is { } node)
        {
            node.Rebase(line);
            _children.Add(node);
            return;
        }
        switch (FieldOf(key))
        {
            case Field.Type when _type is null:
                _type = value;
                break;
            case Field.Message when _message.Text is null || IsStack(value):
                if (IsStack(value) && _stack.Text is null)
                    _stack = (value, line);
                else
                    (_message, _streamed) = ((value, line), key == "log" && value[^1] == '\n');
                break;
            case Field.Stack:
                if (_stack.Text is null || value.Length > _stack.Text.Length)
                    _stack = (value, line);
                break;
            case Field.Thread:
                _thread = value;
                break;
            default:
                if (IsStack(value) && _stack.Text is null)
                    _stack = (value, line);
                break;
        }
    }

    /// <summary>Takes a list of texts: a stack printed frame by frame.</summary>
    public void AddList(string key, List<(string Text, int Line)> values, int line)
    {
        var text = string.Join('\n', values.Select(v => v.Text));
        if (values.Count == 0 || !(FieldOf(key) is Field.Stack or Field.Message || IsStack(text)))
            return;
        Add(key, text, line, int.MaxValue);
        if (_stack.Text == text)
            _stackLines = [.. values.SelectMany(v => Enumerable.Repeat(v.Line, v.Text.AsSpan().Count('\n') + 1))];
    }

    public void Add(string key, JsonNode child)
    {
        if (key is "cause" or "innerException" or "InnerException" or "inner_exception" or "Cause")
            _cause = child;
        else
            _children.Add(child);
    }

    /// <summary>Writes the lines a runtime would have printed.</summary>
    public void Emit(List<(string Text, int Number)> lines)
    {
        if (_thread is not null && _stack.Text is not null && _stack.Text.Contains("\tat ", StringComparison.Ordinal) && !_stack.Text.StartsWith("Exception in thread", StringComparison.Ordinal))
            Lines($"Exception in thread \"{_thread}\" {_stack.Text}", _stack.Line, lines);
        else if (_stack.Text is not null)
            EmitStack(lines);
        else if (_message.Text is not null && (_type is null || !LooksLikeType(_type)))
            Lines(_streamed ? _message.Text.TrimEnd('\n') : _message.Text, _message.Line, lines);
        else if (_message.Text is not null || (_type is not null && ErrorHead.IsErrorName(_type)))
            Lines(Head(), _message.Line, lines);
        if (_cause is not null)
        {
            List<(string Text, int Number)> inner = [];
            _cause.Emit(inner);
            for (var line = 0; line < inner.Count; line++)
                lines.Add((line == 0 ? $"Caused by: {inner[0].Text}" : inner[line].Text, inner[line].Number));
        }
        foreach (var child in _children)
            child.Emit(lines);
    }

    private void Rebase(int line)
    {
        if (_message.Text is not null)
            _message.Line = line;
        if (_stack.Text is not null)
            (_stack.Line, _stackLines) = (line, null);
        foreach (var child in _children)
            child.Rebase(line);
        _cause?.Rebase(line);
    }

    private string Head() => _message.Text is null ? _type! : _type is null || _message.Text.StartsWith(_type, StringComparison.Ordinal) ? _message.Text : $"{_type}: {_message.Text}";

    private void EmitStack(List<(string Text, int Number)> lines)
    {
        var stack = _stack.Text;
        var python = stack.Contains("File \"", StringComparison.Ordinal);
        var newline = stack.IndexOf('\n');
        var first = stack.AsSpan(0, newline < 0 ? stack.Length : newline).Trim();
        var headed = stack.StartsWith("Traceback", StringComparison.Ordinal) || (!first.StartsWith("at ") && !first.StartsWith("File \"") && !first.StartsWith("#") && ErrorHead.Read(first) is not null);
        if (python)
        {
            if (!stack.Contains("Traceback (", StringComparison.Ordinal) && _type is not null)
                lines.Add(("Traceback (most recent call last):", _stack.Line));
            Lines(stack.TrimEnd('\n'), _stack.Line, lines, _stackLines);
            if (_type is not null && !headed)
                Lines(Head(), _message.Text is null ? _stack.Line : _message.Line, lines);
            return;
        }
        if (!headed && (_type is not null || _message.Text is not null))
            Lines(Head(), _message.Text is null ? _stack.Line : _message.Line, lines);
        else if (headed && _message.Text is not null && !stack.Contains(_message.Text.Trim(), StringComparison.Ordinal))
            Lines(_message.Text, _message.Line, lines);
        // Lambda lists calls without "at": "com.acme.Cart.add(Cart.java:12)", "add (/var/task/cart.js:1:2)".
        var bare = first.EndsWith(")") && !first.StartsWith("at ") && !headed && (first.Contains(".java:", StringComparison.Ordinal) || first.Contains("js:", StringComparison.Ordinal) || first.Contains("ts:", StringComparison.Ordinal) || first.Contains(".kt:", StringComparison.Ordinal));
        Lines(bare ? "    at " + stack.Replace("\n", "\n    at ", StringComparison.Ordinal) : stack, _stack.Line, lines, _stackLines);
    }

    private static void Lines(string text, int number, List<(string Text, int Number)> lines, List<int>? numbers = null)
    {
        var at = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            lines.Add((text[range].TrimEnd('\r'), numbers is not null && at < numbers.Count ? numbers[at] : number));
            at++;
        }
    }

    private static bool LooksLikeType(string text) => text.Length < 200 && !text.Contains(' ', StringComparison.Ordinal) && char.IsLetter(text[0]) && (ErrorHead.IsErrorName(text) || text.Contains('.', StringComparison.Ordinal));

    private static bool IsStack(string value) =>
        value.Contains("\n\tat ", StringComparison.Ordinal) || value.Contains("\n    at ", StringComparison.Ordinal) || value.Contains("\n   at ", StringComparison.Ordinal)
        || value.Contains("Traceback (most recent call last)", StringComparison.Ordinal) || (value.Contains(".go:", StringComparison.Ordinal) && value.Contains("\n\t", StringComparison.Ordinal)) || value.Contains("\n#0 ", StringComparison.Ordinal);

    private enum Field { Other, Type, Message, Stack, Thread }

    /// <summary>The field names that loggers of this world agree on, more or less.</summary>
    private static Field FieldOf(string key)
    {
        var name = key.AsSpan();
        name = name[(name.LastIndexOf('.') + 1)..];
        Span<char> folded = stackalloc char[24];
        var length = 0;
        foreach (var c in name)
        {
            if (c is '_' or '-' or '@' or ' ')
                continue;
            if (length == folded.Length)
                return Field.Other;
            folded[length++] = char.ToLowerInvariant(c);
        }
        return folded[..length] switch
        {
            "type" or "errortype" or "exceptiontype" or "exceptionclass" or "class" or "errorname" or "name" or "classname" or "errorclass" or "kind" => Field.Type,
            "message" or "msg" or "log" or "errormessage" or "text" or "detail" or "details" or "fullmessage" or "shortmessage" or "textpayload" or "exceptionmessage" or "m" or "reason" or "event" => Field.Message,
            "stack" or "stacktrace" or "trace" or "traceback" or "exception" or "error" or "err" or "excinfo" or "exctext" or "backtrace" or "callstack" or "x" or "throwable" or "errorstack" or "stacktracestring" or "errorverbose" => Field.Stack,
            "thread" or "threadname" => Field.Thread,
            _ => Field.Other,
        };
    }
}
