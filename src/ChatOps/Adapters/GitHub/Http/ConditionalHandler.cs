using System.Net;
using System.Net.Http.Headers;

namespace ChatOps.Adapters.GitHub.Http;

/// <summary>
/// Asks again with the ETag of the last answer, and gives that answer when GitHub says 304. Such requests do not count against the rate limit
/// (docs.github.com, "Use conditional requests if appropriate"), so that polling is free while nothing happens.
/// </summary>
internal sealed class ConditionalHandler : DelegatingHandler
{
    /// <summary>What all kept answers take together; a pull request takes some 20 KiB.</summary>
    private const long MostBytes = 32 * 1024 * 1024;
    private const int LargestBody = 256 * 1024;

    private readonly Dictionary<string, LinkedListNode<Kept>> byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<Kept> latestFirst = new();
    private readonly Lock gate = new();
    private long bytes;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Get) return await base.SendAsync(request, cancellationToken);
        var key = $"{request.RequestUri} {request.Headers.Accept} {Fingerprint.Of(request)}";
        var kept = Find(key);
        request.Headers.IfNoneMatch.Clear();
        if (kept is not null) request.Headers.IfNoneMatch.Add(kept.ETag);
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotModified && kept is not null) return Again(kept, response);
        if (response.StatusCode == HttpStatusCode.OK && response.Headers.ETag is { } etag)
        {
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (body.Length <= LargestBody) Keep(new Kept(key, etag, body, Headers(response.Headers), Headers(response.Content.Headers)));
        }
        return response;
    }

    private static KeyValuePair<string, string[]>[] Headers(HttpHeaders headers) => [.. headers.Select(header => KeyValuePair.Create(header.Key, header.Value.ToArray()))];

    /// <summary>The kept answer under today's headers (the rate limit's among them).</summary>
    private static HttpResponseMessage Again(Kept kept, HttpResponseMessage notModified)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(kept.Body), RequestMessage = notModified.RequestMessage, Version = notModified.Version };
        foreach (var (name, values) in kept.ContentHeaders) response.Content.Headers.TryAddWithoutValidation(name, values);
        foreach (var (name, values) in notModified.Headers) response.Headers.TryAddWithoutValidation(name, values);
        foreach (var (name, values) in kept.Headers.Where(header => !notModified.Headers.Contains(header.Key))) response.Headers.TryAddWithoutValidation(name, values);
        notModified.Dispose();
        return response;
    }

    private Kept? Find(string key)
    {
        lock (gate)
        {
            if (!byKey.TryGetValue(key, out var node)) return null;
            latestFirst.Remove(node);
            latestFirst.AddFirst(node);
            return node.Value;
        }
    }

    private void Keep(Kept kept)
    {
        lock (gate)
        {
            if (byKey.TryGetValue(kept.Key, out var old)) Forget(old);
            byKey[kept.Key] = latestFirst.AddFirst(kept);
            bytes += kept.Body.Length;
            while (bytes > MostBytes) Forget(latestFirst.Last!);
        }
    }

    private void Forget(LinkedListNode<Kept> node)
    {
        latestFirst.Remove(node);
        byKey.Remove(node.Value.Key);
        bytes -= node.Value.Body.Length;
    }

    private sealed record Kept(string Key, EntityTagHeaderValue ETag, byte[] Body, KeyValuePair<string, string[]>[] Headers, KeyValuePair<string, string[]>[] ContentHeaders);
}
