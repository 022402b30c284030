using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Platforms.Rest;

/// <summary>Whatever is wrong with a request, the answer is problem+json with a sentence.</summary>
public sealed class ProblemTests
{
    [Theory]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("GET", "/", 404)]
    [InlineData("GET", "/diagnose", 405)]
    [InlineData("DELETE", "/history/audit", 405)]
    [InlineData("POST", "/context", 405)]
    [InlineData("GET", "/operations/op_none", 404)]
    [InlineData("GET", "/operations/op_none/events", 404)]
    [InlineData("POST", "/operations/op_none/cancel", 404)]
    [InlineData("GET", "/operations/%ED%A0%80", 404)]
    [InlineData("GET", "/diagnoses/dg_none", 404)]
    [InlineData("GET", "/history/diagnoses?limit=0", 400)]
    [InlineData("GET", "/history/diagnoses?limit=201", 400)]
    [InlineData("GET", "/history/diagnoses?limit=ten", 400)]
    [InlineData("GET", "/history/diagnoses?limit=1&limit=2", 400)]
    [InlineData("GET", "/history/diagnoses?since_days=-1", 400)]
    [InlineData("GET", "/history/diagnoses?since_days=99999999999999", 400)]
    [InlineData("GET", "/history/diagnoses?cursor=nonsense", 400)]
    [InlineData("GET", "/history/audit?cursor=MWFiYw", 400)]
    [InlineData("GET", "/history/diagnoses?user=%00&repo=%00", 200)]
    [InlineData("GET", "/context?file=../../etc/passwd", 400)]
    [InlineData("GET", "/openapi/v2.json", 404)]
    public async Task An_address_that_cannot_be_answered_gets_a_problem(string method, string path, int status)
    {
        await using var app = await ChatOpsApp.StartAsync();

        var answer = await app.SendAsync(new HttpMethod(method), path);

        await IsAsync(status, answer);
        if (status == 405)
            Assert.NotEmpty(answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task Who_sends_too_much_gets_the_refusal_and_keeps_the_connection()
    {
        await using var app = await ChatOpsApp.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, app.Address.Port);
        var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        const int Length = 3 * 1024 * 1024;
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /diagnose HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {Length}\r\n\r\n"));

        Assert.StartsWith("HTTP/1.1 413", await reader.ReadLineAsync(), StringComparison.Ordinal);
        await stream.WriteAsync(new byte[Length]);
        await stream.WriteAsync("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());

        string? line;
        do
        {
            line = await reader.ReadLineAsync();
        }
        while (line is not null && !line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && !line.Contains("HTTP/1.1 200", StringComparison.Ordinal));
        Assert.EndsWith("HTTP/1.1 200 OK", line, StringComparison.Ordinal);
    }

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_body_that_cannot_be_used_gets_a_problem(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);
        foreach (var (body, status, words) in ((string, int, string)[])
                 [
                     ("", 400, "error_message"), ("null", 400, "error_message"), ("{}", 400, "error_message"), ("[]", 400, "JSON object"), ("7", 400, "JSON object"), ("\"text\"", 400, "JSON object"),
                     ("{", 400, "breaks in line 1"), ("\n{\n  x", 400, "breaks in line 3"), ("{\"error_message\":", 400, "breaks in line 1"), ("{\"error_message\": \"a\",}", 400, "breaks in line 1"), ("{\"error_message\": \"a\"} x", 400, "breaks in line 1"), ("{'error_message': 'a'}", 400, "breaks in line 1"), ("<xml/>", 400, "breaks in line 1"),
                     (new string('[', 5000), 400, "JSON object"), ("{\"x\":" + new string('[', 5000), 400, "nested too deeply"), ("{\"error_message\": " + string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 101), 400, "error_message"),
                     ("{\"error_message\": 7}", 400, "error_message"), ("{\"error_message\": true}", 400, "error_message"), ("{\"error_message\": [\"a\"]}", 400, "error_message"), ("{\"error_message\": {\"a\": 1}}", 400, "error_message"), ("{\"error_message\": null}", 400, "error_message"),
                     ("{\"error_message\": \"a\", \"fresh\": \"yes\"}", 400, "fresh"), ("{\"error_message\": \"a\", \"fresh\": 1e999}", 400, "fresh"), ("{\"error_message\": \"a\", \"fresh\": 99999999999999999999999999}", 400, "fresh"),
                     ("{\"error_message\": \"a\\ud800\"}", 400, "half a character"), ("{\"error_message\": \"\\udc00\"}", 400, "half a character"), ("{\"error_message\": \"a\", \"error_message\": \"b\"}", 400, "twice"),
                     ("{\"error_message\": \"a\", \"repo\": \"no\\u0000ne\"}", 404, "no repository of that name"), ("{\"error_message\": \"a\", \"ref\": \"v\\u00001\"}", 404, "branch, tag or commit"),
                     ($"{{\"error_message\": \"{new string('a', (1024 * 1024) + 1)}\"}}", 413, "limit"), ($"{{\"error_message\": \"{new string('a', 3 * 1024 * 1024)}\"}}", 413, "2 MiB"),
                 ])
        {
            var answer = await app.SendAsync(HttpMethod.Post, "/diagnose", body.Length == 0 ? null : ChatOpsApp.Json(body));

            var problem = await IsAsync(status, answer, body);
            Assert.Contains(words, (string?)problem["detail"], StringComparison.Ordinal);
        }

        // What is odd but can be used is used.
        foreach (var body in (string[])["\ufeff{\"error_message\": \"KeyError: 'a'\"}", "{\"error_message\": \"KeyError: '\\u0000'\", \"nobody_knows\": [1e999]}", "{\"error_message\": \"KeyError: \\ud83d\\ude00\", \"file_path\": \"a\\u0000b\"}"])
            Assert.Equal((HttpStatusCode.OK, body), ((await app.SendAsync(HttpMethod.Post, "/diagnose", ChatOpsApp.Json(body))).StatusCode, body));
    }

    [Theory]
    [InlineData("text/plain", 415)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    [InlineData("multipart/form-data; boundary=x", 415)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("", 415)]
    [InlineData("application/json; charset=UTF-8", 200)]
    [InlineData("application/problem+json", 200)]
    public async Task Only_JSON_in_UTF8_is_read(string type, int status)
    {
        await using var app = await ChatOpsApp.StartAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"error_message": "KeyError: 'a'"}"""));
        if (type.Length > 0)
            content.Headers.TryAddWithoutValidation("Content-Type", type);

        await IsAsync(status, await app.SendAsync(HttpMethod.Post, "/diagnose", content));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_post_without_a_body_is_never_415(string? type)
    {
        await using var app = await ChatOpsApp.StartAsync();
        using var content = new ByteArrayContent([]);
        if (type is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", type);

        await IsAsync(404, await app.SendAsync(HttpMethod.Post, "/operations/op_none/cancel", content));
        using var again = new ByteArrayContent([]);
        await IsAsync(400, await app.SendAsync(HttpMethod.Post, "/diagnose", again));
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_are_refused_in_a_sentence()
    {
        await using var app = await ChatOpsApp.StartAsync();
        using var content = new ByteArrayContent([.. "{\"error_message\": \""u8, 0xff, 0xfe, .. "\"}"u8]);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");

        var problem = await IsAsync(400, await app.SendAsync(HttpMethod.Post, "/diagnose", content));

        Assert.Contains("UTF-8", (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_without_a_length_is_held_to_the_limit_too()
    {
        await using var app = await ChatOpsApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/diagnose") { Content = new StreamContent(new Endless()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TransferEncodingChunked = true;

        HttpResponseMessage answer;
        try
        {
            answer = await app.Http.SendAsync(request);
        }
        catch (HttpRequestException)
        {
            // The host hangs up on a client that goes on sending.
            return;
        }

        await IsAsync(413, answer);
    }

    private static async Task<JsonNode> IsAsync(int status, HttpResponseMessage answer, string? of = null)
    {
        var body = await ChatOpsApp.JsonAsync(answer);
        Assert.True(status == (int)answer.StatusCode, $"{(int)answer.StatusCode} instead of {status} for {of?[..Math.Min(of.Length, 80)]}: {body}");
        if (status < 400)
            return body;
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal(status, (int?)body["status"]);
        Assert.NotEmpty((string)body["type"]!);
        Assert.NotEmpty((string)body["title"]!);
        Assert.NotEmpty((string)body["trace_id"]!);
        Assert.EndsWith(".", (string?)body["detail"], StringComparison.Ordinal);
        return body;
    }

    /// <summary>Four mebibytes that say nothing of their length.</summary>
    private sealed class Endless : Stream
    {
        private int _left = 4 * 1024 * 1024;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = Math.Min(count, _left);
            buffer.AsSpan(offset, read).Fill((byte)' ');
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
