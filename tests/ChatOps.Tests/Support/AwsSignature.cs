using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ChatOps.Tests.Support;

/// <summary>Signature Version 4 by its own reckoning, after AWS' own description (docs.aws.amazon.com, "Create a signed AWS API request"); nothing of AWS' SDK.</summary>
internal static class AwsSignature
{
    private const string Scheme = "AWS4-HMAC-SHA256";

    /// <summary>Who may sign.</summary>
    /// <param name="Id">The key's id.</param>
    /// <param name="Secret">Its secret.</param>
    /// <param name="Token">The session's token; null when it needs none.</param>
    internal sealed record Key(string Id, string Secret, string? Token = null);

    /// <summary>Why a request is not signed as it should be; null when it is.</summary>
    /// <param name="method">The method.</param>
    /// <param name="target">Path and query as they came.</param>
    /// <param name="header">The headers by name.</param>
    /// <param name="body">The body.</param>
    /// <param name="keys">Who may sign.</param>
    /// <param name="scope">Region and service.</param>
    public static string? WhyNot(string method, string target, Func<string, string> header, byte[] body, IEnumerable<Key> keys, string scope)
    {
        var authorization = header("Authorization");
        if (!authorization.StartsWith(Scheme + " ", StringComparison.Ordinal))
            return "MissingAuthenticationToken";
        var parts = authorization[(Scheme.Length + 1)..].Split(',').Select(part => part.Trim().Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        if (parts["Credential"].Split('/', 2) is not [var id, var credential] || keys.FirstOrDefault(key => key.Id == id) is not { } key)
            return "InvalidClientTokenId";
        var date = header("X-Amz-Date");
        var signed = parts["SignedHeaders"].Split(';');
        if (!DateTime.TryParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) || credential != $"{date[..8]}/{scope}/aws4_request")
            return "IncompleteSignature";
        // "You must include the host header and any x-amz-* headers"; a content type that is there too.
        if (!signed.Contains("host") || !signed.Contains("x-amz-date") || (header("Content-Type").Length > 0 && !signed.Contains("content-type")) || !signed.SequenceEqual(signed.Order(StringComparer.Ordinal)))
            return "IncompleteSignature";
        if ((key.Token ?? "") != header("X-Amz-Security-Token") || (key.Token is not null && !signed.Contains("x-amz-security-token")))
            return "InvalidClientTokenId";
        return parts["Signature"] == Sign(method, target, [.. signed.Select(name => (name, header(name)))], body, key.Secret, date, credential) ? null : "SignatureDoesNotMatch";
    }

    /// <summary>The signature.</summary>
    public static string Sign(string method, string target, IReadOnlyList<(string Name, string Value)> headers, byte[] body, string secret, string date, string scope)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 ? target[(mark + 1)..] : "";
        // Encoded once more than it came: only S3 is different.
        var path = string.Join('/', target.Split('?')[0].Split('/').Select(Uri.EscapeDataString));
        var canonicalQuery = string.Join('&', query.Split('&', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        var canonical = string.Join('\n', [method, path, canonicalQuery, .. headers.Select(pair => $"{pair.Name}:{Trimmed(pair.Value)}"), "", string.Join(';', headers.Select(pair => pair.Name)), Hash(body)]);
        var toSign = string.Join('\n', Scheme, date, scope, Hash(Encoding.UTF8.GetBytes(canonical)));
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + secret), (last, part) => HMACSHA256.HashData(last, Encoding.UTF8.GetBytes(part)));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
    }

    private static string Trimmed(string value) => string.Join(' ', value.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
