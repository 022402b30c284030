using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ChatOps.Chat;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatOps.Running.Rest;

/// <summary>Refusals as <c>application/problem+json</c> (RFC 9457).</summary>
internal static class Problem
{
    /// <summary>The answer for a refusal.</summary>
    /// <param name="refusal">Why.</param>
    /// <param name="more">Further members, e.g. <c>operation_id</c>; null for none.</param>
    public static IResult Of(Refusal refusal, IReadOnlyDictionary<string, object?>? more = null) => new ProblemResult((int)refusal.Kind, refusal, more);

    /// <summary>Writes a problem when no <see cref="IResult"/> can be returned any more.</summary>
    public static Task WriteAsync(HttpContext context, int status, string detail) =>
        new ProblemResult(status, new Refusal((RefusalKind)status, detail), null).ExecuteAsync(context);

    private sealed class ProblemResult(int status, Refusal refusal, IReadOnlyDictionary<string, object?>? more) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            if (refusal.RetryAfter is { } wait)
                response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            // 499 is nobody's standard; the person asked for the cancellation, so the state forbids the answer.
            var code = status == (int)RefusalKind.Cancelled ? StatusCodes.Status409Conflict : status;
            var body = new Dictionary<string, object?>
            {
                ["type"] = $"https://www.rfc-editor.org/rfc/rfc9110#name-{Anchor(code)}",
                ["title"] = Title(code),
                ["status"] = code,
                ["detail"] = refusal.Sentence,
                ["trace_id"] = Activity.Current?.TraceId.ToString() ?? httpContext.TraceIdentifier,
            };
            if (refusal.Fields is { } fields)
                body["errors"] = fields;
            foreach (var (name, value) in more ?? new Dictionary<string, object?>())
                body[name] = value;
            if (refusal.More is { ValueKind: JsonValueKind.Object } members)
            {
                foreach (var member in members.EnumerateObject())
                    body[member.Name] = member.Value;
            }

            response.StatusCode = code;
            response.ContentType = "application/problem+json";
            response.Headers.CacheControl = "no-store";
            await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body, RestJson.Options), httpContext.RequestAborted);
        }

        private static string Title(int code) => ReasonPhrases.GetReasonPhrase(code) is { Length: > 0 } phrase ? phrase : "Error";

        private static string Anchor(int code) => $"{code} {Title(code)}".ToLowerInvariant().Replace(' ', '-');
    }
}
