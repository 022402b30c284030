using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ChatOps.Tests.Support.GitHub;

/// <summary>What stands before every endpoint of the fake's API: planned faults, tokens, rate limits, ETags, the log, and the contract gate.</summary>
internal sealed class FakeFront(FakeGitHub fake)
{
    /// <summary>Marks a request that has passed the gate.</summary>
    private const string Passed = "X-Passed-Gate";

    private const string CallerKey = "caller";

    private static readonly HttpClient Forward = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public async Task HandleAsync(HttpContext context, Func<Task> next)
    {
        if (!IsWrite(context.Request) || fake.Interruption is not { } interruption || !interruption.Meets())
        {
            await PassAsync(context, next);
            return;
        }

        // Whoever asked dies and never hears what became of it.
        if (interruption.After)
        {
            context.Response.Body = new MemoryStream();
            await PassAsync(context, next);
        }

        await interruption.Interrupt();
        context.Abort();
    }

    private static bool IsWrite(HttpRequest request) =>
        request.Path.StartsWithSegments("/api") ? !HttpMethods.IsGet(request.Method) : request.Path.Value!.EndsWith("/git-receive-pack", StringComparison.Ordinal);

    private async Task PassAsync(HttpContext context, Func<Task> next)
    {
        var request = context.Request;
        if (!request.Path.StartsWithSegments("/api"))
        {
            var gitRequest = NoteOnce(context, fake.GitRequests);
            // Only a fault that is meant for it happens to git.
            var gitFault = request.Path.Value!.Contains(".git/", StringComparison.Ordinal) ? fake.TakeFault(request.Method, request.Path, ".git") : null;
            if (gitFault is FakeFault.AnswerHeld silent) await BufferedAsync(context, () => SilentlyAsync(context, silent, next));
            else if (gitFault is null || !await FailAsync(context, gitFault)) await next();
            gitRequest();
            return;
        }

        if (request.Headers.ContainsKey(Passed))
        {
            Identify(context);
            await next();
            return;
        }

        var note = NoteOnce(context, fake.Requests);
        await BufferedAsync(context, async () =>
        {
            var fault = fake.TakeFault(request.Method, request.Path);
            if (fault is not null && await FailAsync(context, fault)) return;
            context.Response.Headers["x-ratelimit-limit"] = "5000";
            context.Response.Headers["x-ratelimit-remaining"] = (--fake.Remaining).ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["x-ratelimit-reset"] = fake.Clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            if (Identify(context) is { } refusal) await WriteAsync(context, refusal);
            else if (string.IsNullOrEmpty(request.Headers.UserAgent)) await WriteAsync(context, new FakeRefusal(403, "Request forbidden by administrative rules. Please make sure your request has a User-Agent header").Answer);
            else if (request.PathBase == "/checked" && request.Path.StartsWithSegments("/api/v3", out var rest)) await ThroughGateAsync(context, rest);
            else if (fault is FakeFault.AnswerHeld silent) await SilentlyAsync(context, silent, next);
            else await next();
            if (fault is FakeFault.AnswerLost) await ErrorPageAsync(context, 502);
        });
        note();
    }

    // Noted before the asker can hear the answer; at the end when there is none.
    private static Action NoteOnce(HttpContext context, ConcurrentQueue<FakeRequest> requests)
    {
        var noted = 0;
        context.Response.OnStarting(() =>
        {
            Note();
            return Task.CompletedTask;
        });
        return Note;

        void Note()
        {
            var request = context.Request;
            if (Interlocked.Exchange(ref noted, 1) == 0)
                requests.Enqueue(new FakeRequest(request.Method, request.Path + request.QueryString, request.Headers.Authorization, request.Headers.UserAgent.ToString(), context.Response.StatusCode));
        }
    }

    /// <summary>Runs an endpoint.</summary>
    public static async Task AnswerAsync(HttpContext context, Func<FakeCall, FakeAnswer> answer)
    {
        var body = context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0 ? await JsonNode.ParseAsync(context.Request.Body) : null;
        try
        {
            var call = new FakeCall(context, (FakeAccount)context.Items[CallerKey]!, body as JsonObject ?? []);
            await WriteAsync(context, answer(call));
        }
        catch (FakeRefusal refusal)
        {
            await WriteAsync(context, refusal.Answer);
        }
    }

    /// <summary>The token in an <c>Authorization</c> header of any kind.</summary>
    public static string? TokenOf(string? authorization)
    {
        if (string.IsNullOrEmpty(authorization)) return null;
        var value = authorization[(authorization.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        return authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8.GetString(Convert.FromBase64String(value)).Split(':', 2)[^1] : value;
    }

    private FakeAnswer? Identify(HttpContext context)
    {
        var token = TokenOf(context.Request.Headers.Authorization);
        var path = context.Request.Path.Value!;
        var asApp = path == "/api/v3/app" || path.StartsWith("/api/v3/app/", StringComparison.Ordinal) || path.EndsWith("/installation", StringComparison.Ordinal);
        if (token is not null && token.Contains('.'))
        {
            if (fake.App.WhyNot(token, fake.Clock.GetUtcNow()) is { } why) return new FakeRefusal(401, why).Answer;
            if (!asApp) return new FakeRefusal(401, "A JSON web token is not taken here").Answer;
        }
        else if (asApp)
        {
            return new FakeRefusal(401, "A JSON web token could not be decoded").Answer;
        }
        else if (token is null || fake.CallerOf(token) is null)
        {
            return new FakeRefusal(401, token is null ? "Requires authentication" : "Bad credentials").Answer;
        }

        context.Items[CallerKey] = asApp ? fake.App.Account : fake.CallerOf(token!);
        return null;
    }

    private static async Task SilentlyAsync(HttpContext context, FakeFault.AnswerHeld fault, Func<Task> next)
    {
        await next();
        fault.CarriedOut.TrySetResult();
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    /// <summary>Whether the fault ends the request.</summary>
    private static async Task<bool> FailAsync(HttpContext context, FakeFault fault)
    {
        switch (fault)
        {
            case FakeFault.Status(var code):
                await ErrorPageAsync(context, code);
                return true;
            case FakeFault.Refusal(var code, var message):
                await WriteAsync(context, new FakeRefusal(code, message).Answer);
                return true;
            case FakeFault.ConnectionReset:
                context.Abort();
                return true;
            case FakeFault.Hang hang:
                hang.Arrived.TrySetResult();
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return true;
            case FakeFault.Redirect(var to):
                (context.Response.StatusCode, context.Response.Headers.Location) = (307, to.ToString());
                return true;
            case FakeFault.SecondaryLimit(var seconds):
                if (seconds is { } after) context.Response.Headers.RetryAfter = after.ToString(CultureInfo.InvariantCulture);
                await WriteAsync(context, new FakeRefusal(403, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.").Answer);
                return true;
            case FakeFault.PrimaryLimit(var until):
                context.Response.Headers["x-ratelimit-remaining"] = "0";
                context.Response.Headers["x-ratelimit-reset"] = until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
                await WriteAsync(context, new FakeRefusal(403, "API rate limit exceeded for user ID 1000.").Answer);
                return true;
            default:
                return false;
        }
    }

    private async Task ThroughGateAsync(HttpContext context, PathString rest)
    {
        // Octokit sends paths as they are; the description has one segment for each placeholder.
        var raw = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var target = raw[(raw.IndexOf("/api/v3", StringComparison.Ordinal) + "/api/v3".Length)..];
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(fake.Gate!, target));
        if (context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamContent(context.Request.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        }

        request.Headers.TryAddWithoutValidation("Authorization", (string?)context.Request.Headers.Authorization);
        request.Headers.TryAddWithoutValidation("User-Agent", (string?)context.Request.Headers.UserAgent);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation(Passed, "1");
        using var response = await Forward.SendAsync(request, context.RequestAborted);
        var body = await response.Content.ReadAsStringAsync(context.RequestAborted);
        if (response.Headers.Contains("sl-violations") || body.Contains("stoplight.io/prism", StringComparison.Ordinal)) fake.Violations.Enqueue($"{context.Request.Method} {rest}: {(int)response.StatusCode} {body}");
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = "application/json; charset=utf-8";
        if (response.Headers.TryGetValues("Link", out var links)) context.Response.Headers.Link = links.First();
        await context.Response.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>Keeps the answer until it is complete, to give it an ETag or to lose it.</summary>
    private static async Task BufferedAsync(HttpContext context, Func<Task> handle)
    {
        var real = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        await handle();
        context.Response.Body = real;
        if (context.RequestAborted.IsCancellationRequested) return;
        if (context.Request.Method == "GET" && context.Response.StatusCode == 200)
        {
            var etag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(buffer.ToArray()))}\"";
            context.Response.Headers.ETag = etag;
            if (context.Request.Headers.IfNoneMatch == etag)
            {
                (context.Response.StatusCode, context.Response.ContentType, context.Response.ContentLength) = (304, null, null);
                return;
            }
        }

        context.Response.ContentLength = buffer.Length;
        await real.WriteAsync(buffer.ToArray());
    }

    private static async Task ErrorPageAsync(HttpContext context, int status)
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, "text/html");
        context.Response.Body.SetLength(0);
        await context.Response.WriteAsync("<html><body><h1>Whoops</h1></body></html>");
    }

    private static async Task WriteAsync(HttpContext context, FakeAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        if (answer.Link is { } link) context.Response.Headers.Link = link;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(answer.Body?.ToJsonString(JsonSerializerOptions.Web) ?? "");
    }
}
