using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatOps.Chat;

namespace ChatOps.Adapters.GitHub;

/// <summary>Checks and reads what GitHub posts to us.</summary>
internal sealed class Webhooks(GitHubOptions options)
{
    private const string Prefix = "sha256=";

    /// <summary>Why a delivery is not taken; null when GitHub signed it (docs.github.com, "Validating webhook deliveries").</summary>
    /// <param name="body">The body as it came.</param>
    /// <param name="signature">The header <c>X-Hub-Signature-256</c>.</param>
    public Refusal? Verify(ReadOnlySpan<byte> body, string? signature)
    {
        if (string.IsNullOrEmpty(options.WebhookSecret)) return new Refusal(RefusalKind.NotConfigured, "Webhooks are not taken here. Set GitHub:WebhookSecret to the secret of the webhook on GitHub, and start again.");
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var isReadable = signature is { Length: 71 } && signature.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.FromHexString(signature.AsSpan(Prefix.Length), given, out _, out _) == System.Buffers.OperationStatus.Done;
        return isReadable && CryptographicOperations.FixedTimeEquals(given, HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.WebhookSecret), body))
            ? null
            : new Refusal(RefusalKind.Unauthenticated, "The delivery is not signed with our secret. Make GitHub:WebhookSecret and the webhook's secret on GitHub the same.");
    }

    /// <summary>What a genuine delivery is about.</summary>
    /// <param name="eventName">The header <c>X-GitHub-Event</c>.</param>
    /// <param name="body">The body as it came.</param>
    public static Answer<WebhookEvent> Read(string? eventName, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (string.IsNullOrEmpty(eventName) || json.RootElement.ValueKind != JsonValueKind.Object) return Unreadable();
            var root = json.RootElement;
            var pull = Part(root, "pull_request");
            // A comment under a pull request is one under the issue that it is too.
            var number = Part(pull.ValueKind == JsonValueKind.Object ? pull : Part(Part(root, "issue"), "pull_request").ValueKind == JsonValueKind.Object ? Part(root, "issue") : default, "number");
            return new WebhookEvent(eventName, Text(Part(root, "action")), Text(Part(Part(root, "repository"), "full_name")), number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var value) ? value : null)
            {
                HeadRepository = Text(Part(Part(Part(pull, "head"), "repo"), "full_name")),
                Comment = Text(Part(Part(root, "comment"), "body")),
                CheckRun = Text(Part(Part(root, "check_run"), "external_id")),
                Sender = Text(Part(Part(root, "sender"), "login")),
                IsBot = Text(Part(Part(root, "sender"), "type")) == "Bot",
            };
        }
        catch (JsonException)
        {
            return Unreadable();
        }
    }

    private static Refusal Unreadable() => new(RefusalKind.Invalid, "The delivery is not a GitHub event in JSON. Set the webhook's content type to application/json.");

    private static JsonElement Part(JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var part) ? part : default;

    private static string? Text(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;
}
