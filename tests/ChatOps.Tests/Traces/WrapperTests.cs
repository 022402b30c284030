using ChatOps.Traces;

namespace ChatOps.Tests.Traces;

/// <summary>Traces arrive inside of logs, JSON, chats and mails.</summary>
public sealed class WrapperTests
{
    private const string Java = "java.lang.IllegalStateException: no such order\n\tat com.acme.Orders.find(Orders.java:42)\n\tat com.acme.Orders.get(Orders.java:17)";

    private const string JavaRead = "Java java.lang.IllegalStateException | no such order\n  Orders.java:42 com.acme.Orders find\n  Orders.java:17 com.acme.Orders get";

    [Theory]
    [InlineData("web_1  | ")]
    [InlineData("[pod/web-7d9f/app] ")]
    [InlineData("2024-05-06T07:08:09.123456789Z stderr F ")]
    [InlineData("2024-05-06 07:08:09,123 ERROR ")]
    [InlineData("May  6 07:08:09 web-1 shop[1234]: ")]
    [InlineData("2024-05-06T07:08:09.123Z app[web.1]: ")]
    [InlineData("<11>May  6 07:08:09 web-1 shop[1234]: ")]
    [InlineData("E/AndroidRuntime( 1234): ")]
    [InlineData("07-23 16:21:27.445  4845  4845 E AndroidRuntime: ")]
    [InlineData("07-23 16:21:27.445  4845  4845 E System.err   : ")]
    [InlineData("E/AndroidRuntime: ")]
    [InlineData("[ERROR] ")]
    [InlineData("> ")]
    [InlineData("2024-05-06T07:08:09.123Z\t4f1b3c2d-1111-2222-3333-444455556666\tERROR\t")]
    public void A_prefix_on_every_line_is_taken_off(string prefix)
    {
        var parsed = TraceParser.Parse(prefix + Java.Replace("\n", "\n" + prefix, StringComparison.Ordinal));

        Assert.Equal(JavaRead, Rendered.Text(parsed with { Traces = [.. parsed.Traces.Select(t => t with { Thread = null })] }));
        Assert.DoesNotContain(prefix, parsed.CleanText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2024-05-06 07:08:09,123 [main] ERROR c.a.Orders - lookup failed\n")]
    [InlineData("2024-05-06 07:08:09.123 ERROR 4711 --- [main] c.acme.Orders : lookup failed\n")]
    [InlineData("07:08:09.123 [main] ERROR c.a.Orders - lookup failed\n")]
    public void A_log_message_above_the_trace_does_not_become_its_head(string record)
    {
        var trace = Assert.Single(TraceParser.Parse(record + Java).Traces);

        Assert.Equal("java.lang.IllegalStateException", trace.Type);
        Assert.Equal("main", trace.Thread);
        Assert.Equal(2, trace.Frames.Count);
    }

    [Fact]
    public void Two_streams_in_one_paste_are_two_traces()
    {
        var parsed = TraceParser.Parse("""
            web_1  | java.lang.IllegalStateException: no such order
            job_1  | Traceback (most recent call last):
            web_1  | 	at com.acme.Orders.find(Orders.java:42)
            job_1  |   File "/srv/job.py", line 3, in main
            job_1  |     run()
            web_1  | 	at com.acme.Orders.get(Orders.java:17)
            job_1  | ValueError: bad
            """);

        Assert.Equal(JavaRead + "\nPython ValueError | bad\n  /srv/job.py:3 - main", Rendered.Text(parsed));
        Assert.Equal([3, 6], parsed.Traces[0].Frames.Select(f => f.TextLine));
    }

    [Theory]
    [InlineData("""{"level":"error","msg":"boom","stack":"TypeError: x is not a function\n    at place (/srv/cart.js:12:3)"}""")]
    [InlineData("""{"severity":"ERROR","error":{"type":"TypeError","message":"x is not a function","stack":"TypeError: x is not a function\n    at place (/srv/cart.js:12:3)"}}""")]
    [InlineData("""{"log":"{\"message\":\"TypeError: x is not a function\\n    at place (/srv/cart.js:12:3)\"}\n","stream":"stderr"}""")]
    [InlineData("""{"errorType":"TypeError","errorMessage":"x is not a function","trace":["TypeError: x is not a function","    at place (/srv/cart.js:12:3)"]}""")]
    [InlineData("""{"errorType":"TypeError","errorMessage":"x is not a function","stackTrace":["place (/srv/cart.js:12:3)"]}""")]
    [InlineData("""{"level":"error","stack":"TypeError: x is not a function\n    at place (/srv/cart.js:12:3)","and then it was c""")]
    public void A_trace_is_found_in_json(string json)
    {
        var trace = Assert.Single(TraceParser.Parse(json).Traces);

        Assert.Equal("JavaScript TypeError | x is not a function\n  /srv/cart.js:12:3 - place", Rendered.Text(new ParsedText { Traces = [trace], Errors = [], Warnings = [], CleanText = "" }));
    }

    [Fact]
    public void A_python_lambda_report_is_read()
    {
        var parsed = TraceParser.Parse("""
            {
              "errorMessage": "division by zero",
              "errorType": "ZeroDivisionError",
              "stackTrace": [
                "  File \"/var/task/app.py\", line 9, in handler\n    return share(event)\n",
                "  File \"/var/task/app.py\", line 5, in share\n    return 1 / 0\n"
              ]
            }
            """);

        Assert.Equal("Python ZeroDivisionError | division by zero\n  /var/task/app.py:5 - share\n  /var/task/app.py:9 - handler", Rendered.Text(parsed));
    }

    [Fact]
    public void A_java_lambda_report_keeps_its_cause()
    {
        var parsed = TraceParser.Parse("""{"errorMessage":"no order","errorType":"java.lang.RuntimeException","stackTrace":["com.acme.Orders.find(Orders.java:42)"],"cause":{"errorMessage":"closed","errorType":"java.sql.SQLException","stackTrace":["com.acme.Db.query(Db.java:7)"]}}""");

        Assert.Equal("Java java.lang.RuntimeException | no order\n  Orders.java:42 com.acme.Orders find\n  Cause: Java java.sql.SQLException | closed\n    Db.java:7 com.acme.Db query", Rendered.Text(parsed));
    }

    [Theory]
    [InlineData("2024-05-06T07:08:09.000Z 4f1b3c2d-1111-2222-3333-444455556666 Task timed out after 3.00 seconds", "error - | Task timed out after 3.00 seconds")]
    [InlineData("2024-05-06T07:08:09.000Z\tundefined\tERROR\tUncaught Exception \t{\"errorType\":\"Runtime.ImportModuleError\",\"errorMessage\":\"Error: Cannot find module 'app'\",\"stack\":[\"Runtime.ImportModuleError: Error: Cannot find module 'app'\",\"    at _loadUserApp (file:///var/runtime/index.mjs:1087:17)\"]}", "JavaScript Runtime.ImportModuleError | Error: Cannot find module 'app'\n  file:///var/runtime/index.mjs:1087:17 - _loadUserApp")]
    public void Lambda_reports_are_read(string report, string expected) => Assert.Equal(expected, Rendered.Text(TraceParser.Parse(report)));

    [Fact]
    public void Chat_clients_formatting_is_undone()
    {
        var parsed = TraceParser.Parse("```\nSystem.NullReferenceException: Object reference not set\n\u00a0\u00a0 at Shop.Cart.&lt;AddAsync&gt;d__3.MoveNext() in C:\\src\\Cart.cs:line 12\n```\n  File \u201c/srv/app.py\u201d, line 3, in main\nValueError: it\u2019s bad\n");

        Assert.Equal("DotNet System.NullReferenceException | Object reference not set\n  C:/src/Cart.cs:12 Shop.Cart AddAsync\nPython ValueError | it's bad\n  /srv/app.py:3 - main", Rendered.Text(parsed));
    }

    [Theory]
    [InlineData("2024-05-06T07:08:09.123456789Z stderr F ")]
    [InlineData("2024-05-06T07:08:09Z ")]
    [InlineData("worker-1  | ")]
    [InlineData("May  6 07:08:09 web-1 shop[1234]: ")]
    public void The_words_of_a_Go_runtime_are_not_taken_for_a_level(string prefix)
    {
        foreach (var (word, message) in new[] { ("panic", "assignment to entry in nil map"), ("fatal error", "all goroutines are asleep - deadlock!") })
        {
            var trace = Assert.Single(TraceParser.Parse($"{word}: {message}\n\ngoroutine 1 [running]:\nmain.main()\n\t/srv/main.go:12 +0x1d".Split('\n').Aggregate("", (text, line) => $"{text}{prefix}{line}\n")).Traces);

            Assert.Equal((word, message), (trace.Type, trace.Message));
        }
    }

    [Fact]
    public void A_trace_goes_over_the_lines_of_a_Docker_log_file()
    {
        const string Trace = "Traceback (most recent call last):|  File \\\"/srv/app.py\\\", line 2, in f|    1 / 0|ZeroDivisionError: division by zero";
        var log = string.Join('\n', Trace.Split('|').Select(line => $$"""{"log":"{{line}}\n","stream":"stderr","time":"2024-05-06T07:08:09.1Z"}"""));

        Assert.Equal("Python ZeroDivisionError | division by zero\n  /srv/app.py:2 - f", Rendered.Text(TraceParser.Parse(log)));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    public void A_Python_Lambda_names_the_error_above_its_traceback(string end)
    {
        var parsed = TraceParser.Parse($"[ERROR] KeyError: 'Records'{end}Traceback (most recent call last):{end}\u00a0\u00a0File \"/var/task/app.py\", line 16, in handler{end}\u00a0\u00a0\u00a0\u00a0for record in event[\"Records\"]:\nEND RequestId: 4f1b3c2d-1111-2222-3333-444455556666\n");

        Assert.Equal("Python KeyError | 'Records'\n  /var/task/app.py:16 - handler", Rendered.Text(parsed));
        Assert.False(parsed.Traces[0].Truncated);
    }

    [Fact]
    public void A_block_may_open_and_close_beside_its_text()
    {
        var parsed = TraceParser.Parse("```TypeError: x is undefined\n    at price (/srv/cart.js:4:10)\n    at Object.&lt;anonymous&gt; (/srv/till.js:3:1)```");

        Assert.Equal("JavaScript TypeError | x is undefined\n  /srv/cart.js:4:10 - price\n  /srv/till.js:3:1 - -", Rendered.Text(parsed));
        Assert.DoesNotContain('`', parsed.CleanText);
    }

    [Theory]
    [InlineData("System.Exception: a\n   at Shop.Orders.Find(String a) in C:\\src\\very\\\nlong\\Orders.cs:line 77", "DotNet System.Exception | a\n  C:/src/very/long/Orders.cs:77 Shop.Orders Find")]
    [InlineData("System.Exception: a\n   at Shop.Orders.Find(String a)\nin C:\\src\\Orders.cs:line 77", "DotNet System.Exception | a\n  C:/src/Orders.cs:77 Shop.Orders Find")]
    [InlineData("a.B: c\n\tat com.acme.Orders.find(Orders.ja\nva:42)", "Java a.B | c\n  Orders.java:42 com.acme.Orders find")]
    [InlineData("  File \"/srv/app.py\",\nline 3, in main\nValueError: bad", "Python ValueError | bad\n  /srv/app.py:3 - main")]
    public void A_frame_that_was_wrapped_is_put_together(string text, string expected) => Assert.Equal(expected, Rendered.Text(TraceParser.Parse(text)));

    [Fact]
    public void A_text_without_wrapping_is_its_own_clean_text() => Assert.Same(Java, TraceParser.Parse(Java).CleanText);

    [Fact]
    public void A_trace_cut_off_in_a_frame_says_so() => Assert.True(Assert.Single(TraceParser.Parse(Java + "\n\tat com.acme.Ord").Traces).Truncated);
}
