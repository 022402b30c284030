using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using ChatOps.Chat;
using Microsoft.Net.Http.Headers;

namespace ChatOps.Running.Rest;

/// <summary>Reads JSON bodies, turning all that can be wrong with one into a sentence.</summary>
internal static class RequestBody
{
    /// <summary>The largest body, in bytes (<c>api.md</c>).</summary>
    public const int Limit = 2 * 1024 * 1024;

    /// <summary>What is still taken off the wire, unread, so that a client that sends first and reads later gets the refusal and no broken connection; in bytes.</summary>
    public const int DrainLimit = 32 * 1024 * 1024;

    /// <summary>The body's bytes, once <see cref="ReadAsync{T}"/> has read them; empty before.</summary>
    public static ReadOnlyMemory<byte> Bytes(HttpContext context) => context.Features.Get<Buffered>()?.Bytes ?? default;

    /// <summary>Reads the body. No body and <c>null</c> read as an empty object, so that the endpoint names what is missing.</summary>
    /// <typeparam name="T">The body's record, all of whose properties are optional.</typeparam>
    /// <param name="context">The request.</param>
    /// <param name="json">A source-generated contract; null for reflection.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<Answer<T>> ReadAsync<T>(HttpContext context, JsonTypeInfo<T>? json, CancellationToken cancellationToken) where T : class
    {
        var bytes = await BytesAsync(context, cancellationToken);
        if (bytes is null)
            return new Refusal(RefusalKind.TooLarge, $"The body is over the limit of 2 MiB ({Limit} bytes). Send the part of the log around the error.");
        context.Features.Set(new Buffered(bytes.Value));
        if (!bytes.Value.IsEmpty && !IsJson(context.Request.ContentType))
            return new Refusal((RefusalKind)StatusCodes.Status415UnsupportedMediaType, "The body must be JSON in UTF-8. Send it with the header Content-Type: application/json.");
        return Parse(bytes.Value.Span, json ?? (JsonTypeInfo<T>)RestJson.Options.GetTypeInfo(typeof(T)));
    }

    /// <summary>The body as it came, for what is signed; null when it is over the limit.</summary>
    public static Task<ReadOnlyMemory<byte>?> RawAsync(HttpContext context, CancellationToken cancellationToken) => BytesAsync(context, cancellationToken);

    private static Answer<T> Parse<T>(ReadOnlySpan<byte> bytes, JsonTypeInfo<T> json) where T : class
    {
        bytes = bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        if (!Utf8.IsValid(bytes))
            return Malformed("The body is not valid UTF-8. Save or encode it as UTF-8 and try again.");
        try
        {
            return (bytes.TrimStart(" \t\r\n"u8).IsEmpty ? null : JsonSerializer.Deserialize(bytes, json)) ?? JsonSerializer.Deserialize("{}"u8, json)!;
        }
        catch (JsonException e)
        {
            return Malformed(e);
        }
        catch (InvalidOperationException)
        {
            return HalfACharacter;
        }
    }

    // Half of a surrogate pair, escaped: JSON allows it, text does not.
    private static Refusal HalfACharacter => Malformed("The body has a \\u escape that is half a character. Correct it and try again.");

    private static Refusal Malformed(JsonException e)
    {
        if (e.InnerException is InvalidOperationException && e.InnerException.Message.Contains("UTF-16", StringComparison.Ordinal))
            return HalfACharacter;
        var field = e.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : null;
        if (e.Message.Contains("uplicate", StringComparison.Ordinal))
            return Malformed("The body names the same field twice. Keep one of them and try again.");
        if (field is not null && e.InnerException is null or InvalidOperationException)
            return new Refusal(RefusalKind.Invalid, $"{field} is not of the right kind. See /openapi/v1.json for what it takes.") { Fields = new Dictionary<string, string> { [field] = "is not of the right kind." } };
        return Malformed(e.Message.Contains("maximum configured depth", StringComparison.Ordinal)
            ? "The body is nested too deeply; 64 levels are the limit."
            : $"The body is not a JSON object: it breaks in line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}. Correct it and try again.");
    }

    private static Refusal Malformed(string sentence) => new(RefusalKind.Invalid, sentence);

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && (!type.Charset.HasValue || type.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    /// <summary>The body as it came; null when it is over the limit.</summary>
    public static async Task<ReadOnlyMemory<byte>?> BytesAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (context.Request.ContentLength > Limit)
            return null;
        using var buffer = new MemoryStream((int)(context.Request.ContentLength ?? 0));
        var chunk = new byte[16 * 1024];
        int read;
        try
        {
            while ((read = await context.Request.Body.ReadAsync(chunk, cancellationToken)) > 0)
            {
                buffer.Write(chunk, 0, read);
                if (buffer.Length > Limit)
                    return null;
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }

        return buffer.ToArray();
    }

    private sealed record Buffered(ReadOnlyMemory<byte> Bytes);
}
