using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ChatOps.Platforms.Slack.Wire;

/// <summary>Whether a request is Slack's: an HMAC over its time and its raw body (docs.slack.dev, "Verifying requests from Slack").</summary>
internal sealed class RequestSignature(SlackOptions options, TimeProvider clock)
{
    /// <summary>How far a request's time may be from ours, in either direction.</summary>
    public const int MostSkewSeconds = 300;

    /// <summary>How many characters stand before a signature's digits.</summary>
    internal const int Prefix = 3;

    private const string Version = "v0";
    private static readonly int Length = Prefix + SHA256.HashSizeInBytes * 2;

    /// <summary>Checks a request. Takes the same time whatever is wrong with the signature.</summary>
    /// <param name="timestamp"><c>X-Slack-Request-Timestamp</c>, seconds since 1970.</param>
    /// <param name="signature"><c>X-Slack-Signature</c>.</param>
    /// <param name="body">The bytes as they came, before any parsing.</param>
    public bool IsValid(string? timestamp, string? signature, ReadOnlySpan<byte> body)
    {
        if (!options.TakesHttp || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || signature is null)
            return false;
        // By difference, so that no number from outside overflows.
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        if (seconds > now + MostSkewSeconds || seconds < now - MostSkewSeconds)
            return false;
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Of(timestamp, body)), Encoding.UTF8.GetBytes(signature.Length == Length ? signature : new string('-', Length)));
    }

    private string Of(string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(options.SigningSecret!.Trim()));
        hmac.AppendData(Encoding.UTF8.GetBytes($"{Version}:{timestamp}:"));
        hmac.AppendData(body);
        return $"{Version}={Convert.ToHexStringLower(hmac.GetHashAndReset())}";
    }
}
