using System.Text;
using ChatOps.Chat;
using ChatOps.Traces;

namespace ChatOps.Benchmarks;

/// <summary>Feeds the trace parser and the secret masker random, mutated and adversarial texts. They must keep to the text's lines.</summary>
internal static class TraceFuzz
{
    private static readonly (string Name, Action<string> Run)[] Engines = [("the parser", text => TraceParser.Parse(text)), ("the masker", text => SecretMasker.Mask(text))];

    private static readonly string[] Pieces =
    [
        "at ", "Caused by: ", "File \"", "\", line ", "(", ")", "{", "}", "[", "]", "\"", "\\\"", "\\n", "\n", "\r\n", "\t", " ", ":", "::", "1", ":1", ":12:3", ".java:1)", ".go:1", ".rb:1:in `", ".php(1): ", ".rs:1:2", ".ex:1: ", "#0 ", "#1 0x1 in f ", "** (", "---> ", "--- ", "+-+--- 1 ---",
        "  | ", "Traceback (most recent call last):\n", "goroutine 1 [running]:\n", "panic: ", "thread 'a' panicked at ", "stack backtrace:\n", "Error: ", "java.lang.Exception: ", "System.Exception: ", "in ", "line ", "from ", "{\"message\":\"", "\"stack\":\"", "&lt;", "```\n", "> ", "2024-05-06T07:08:09Z ", "[pod/a/b] ", "a_1 | ",
        "\0", "\ud800", "\u00a0", "\u2019", "$", "<", ">", "`", "'", "...", "... 3 more\n", "Suppressed: ", "Next ", "[errors]: [\n", "{file,\"a.erl\"},{line,1}", "    at f (a.js:1:2)\n", "\tat a.B.c(D.java:1)\n", "   at A.B.C() in d:line 1\n", "  File \"a.py\", line 1, in f\n", "main.f()\n\t/a.go:1 +0x1\n", "from a.rb:1:in `f'\n",
        "AKIA", "ghp_", "xoxb-", "sk-ant-", "eyJhbGciOiJIUzI1NiJ9.", "password=", "\"secret\": \"", "api_key: ", "token => ", "aws_secret_access_key = ", "Authorization: Bearer ", "Cookie: a=", "https://", "user:pass@", "postgres://", "-----BEGIN ", "PRIVATE KEY-----\n", "-----END RSA PRIVATE KEY-----\n", "4111", "1111 ", "4111111111111111", "aB3dE5fG7hI9kL1mN3pQ5rS7tU9vW1xY3z", "=", ";", "&", "\\u0022", "%3D",
    ];

    /// <summary>Fuzzes for a time and prints a summary.</summary>
    /// <returns>0 when nothing failed.</returns>
    public static int Run(Arguments arguments)
    {
        var examples = TraceCorpus.Examples();
        return new Fuzzer(arguments.Duration(60), arguments.Seed(), 64).Run(
            (random, i) => Text(random, examples, i % 4),
            text => text.Length,
            Check,
            (random, _, _) => Fuzzer.Some(random, Pieces) is var unit ? Engines.Select(engine => new Repeated(engine.Name, unit, 500_000, engine.Run)) : []);
    }

    private static string Text(Random random, IReadOnlyList<string> examples, int kind)
    {
        var text = new StringBuilder();
        switch (kind)
        {
            case 0:
                for (var length = random.Next(5_000); length > 0; length--)
                    text.Append((char)(random.Next(4) == 0 ? random.Next(0x10000) : random.Next(1, 127)));
                break;
            case 1:
                for (var count = random.Next(2_000); count > 0; count--)
                    text.Append(Pieces[random.Next(Pieces.Length)]);
                break;
            default:
                for (var count = random.Next(1, 6); count > 0; count--)
                    text.Append(Fuzzer.Mutated(random, examples[random.Next(examples.Count)], Pieces));
                break;
        }
        return text.ToString();
    }

    private static void Check(string text)
    {
        var newlines = text.AsSpan().Count('\n') + 1;
        // A carriage return by itself ends a line too (Lambda's Python runtime).
        var lines = newlines + text.AsSpan().Count('\r') - text.AsSpan().Count("\r\n");
        var parsed = TraceParser.Parse(text);
        foreach (var trace in parsed.Traces)
        {
            if (trace.FirstLine < 1 || trace.LastLine > lines || trace.FirstLine > trace.LastLine || trace.Frames.Any(f => f.TextLine < 1 || f.TextLine > lines || f.Line < 1))
                throw new InvalidOperationException($"lines {trace.FirstLine}-{trace.LastLine} of {lines}");
        }
        if (parsed.Errors.Any(e => e.TextLine < 1 || e.TextLine > lines))
            throw new InvalidOperationException("an error line is out of range");
        foreach (var trace in parsed.Traces)
            MessageNormalizer.Normalize(trace.Message);
        if (SecretMasker.Mask(text).Text.AsSpan().Count('\n') + 1 != newlines)
            throw new InvalidOperationException("the masked text has other lines");
    }
}
