using System.Net;
using System.Text;
using System.Text.Json;
using ChatOps.Adapters.GitHub.Http;
using ChatOps.Chat;
using Octokit;

namespace ChatOps.Adapters.GitHub;

/// <summary>Turns what GitHub says no with into a sentence: GitHub's own words, and what to do.</summary>
internal static class Refusals
{
    private const int LongestMessage = 300;

    /// <summary>Whether an exception is something that calls to GitHub foreseeably end with.</summary>
    public static bool IsForeseen(Exception e, CancellationToken cancellationToken) =>
        e is ApiException or HttpRequestException or GitHubRefusedException or JsonException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>The refusal for a foreseen exception.</summary>
    /// <param name="e">See <see cref="IsForeseen"/>.</param>
    /// <param name="actor">Whose token was used.</param>
    public static Refusal Of(Exception e, TokenOf actor) => e switch
    {
        GitHubRefusedException refused => refused.Refusal,
        ApiException api => Of(api.StatusCode, MessageOf(api.HttpResponse?.Body as string), actor),
        JsonException => new Refusal(RefusalKind.ProviderFailed, "GitHub's answer could not be read. Check GitHub:ApiUrl, or try again in a minute."),
        _ => new Refusal(RefusalKind.ProviderFailed, "GitHub cannot be reached. Check the network and GitHub:ApiUrl, or see githubstatus.com, and try again in a minute."),
    };

    /// <summary>The refusal for a status that is no success.</summary>
    public static Refusal Of(HttpStatusCode status, string? message, TokenOf actor)
    {
        var said = message is null ? "" : $" GitHub says: {message}";
        return (int)status switch
        {
            401 when actor == TokenOf.Person => new(RefusalKind.Unauthenticated, "GitHub does not accept the linked account's token any more. Link the account again."),
            401 => new(RefusalKind.NotConfigured, "GitHub does not accept our token: it is wrong, expired or revoked. Set a new one (GITHUB_TOKEN or GitHub:Token, or the GitHub App's key) and start again."),
            403 when actor == TokenOf.Person => new(RefusalKind.Forbidden, $"GitHub does not let the linked account do this.{said}"),
            403 => new(RefusalKind.Forbidden, $"GitHub does not let our token do this; it needs write access to contents and pull requests.{said}"),
            404 => new(RefusalKind.NotFound, "GitHub has no such thing, or does not show it to this account. Check the number and the repository, and what the token may see."),
            405 or 409 => new(RefusalKind.Conflict, message is null ? "GitHub refused: its state does not allow this now." : $"GitHub refused: {message}"),
            400 or 422 => new(RefusalKind.Unprocessable, message is null ? "GitHub refused the request." : $"GitHub refused: {message}"),
            429 => new(RefusalKind.OverLimit, "GitHub takes no more requests of this account for now. Ask again in a minute.") { RetryAfter = TimeSpan.FromMinutes(1) },
            _ => new(RefusalKind.ProviderFailed, $"GitHub failed with status {(int)status}. Try again in a minute.{said}"),
        };
    }

    /// <summary>GitHub's message with its details, as plain text on one line; null when there is none that could be shown.</summary>
    public static string? MessageOf(string? body)
    {
        if (string.IsNullOrWhiteSpace(body)) return null;
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object) return null;
            var parts = new List<string>();
            Add(parts, json.RootElement, "message");
            if (json.RootElement.TryGetProperty("errors", out var errors))
                foreach (var error in errors.ValueKind == JsonValueKind.Array ? errors.EnumerateArray().ToArray() : [errors])
                    AddError(parts, error);
            // "Validation Failed" says nothing that its details do not say.
            if (parts.Count > 1) parts.RemoveAll(part => part is "Validation Failed" or "Unprocessable Entity");
            return Plain(string.Join("; ", parts.Select(part => part.TrimEnd('.')).Distinct()));
        }
        catch (JsonException)
        {
            // An error page of a proxy in between.
            return null;
        }
    }

    private static void AddError(List<string> parts, JsonElement error)
    {
        if (error.ValueKind == JsonValueKind.String)
            parts.Add(error.GetString()!);
        else if (error.ValueKind == JsonValueKind.Object && !Add(parts, error, "message") && error.TryGetProperty("field", out var field) && error.TryGetProperty("code", out var code))
            parts.Add($"{field} is {code}");
    }

    private static bool Add(List<string> parts, JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: > 0 } text) return false;
        parts.Add(text);
        return true;
    }

    /// <summary>Without tags, control characters and what could be taken for markup, cut to a readable length, and ended.</summary>
    private static string? Plain(string text)
    {
        var plain = new StringBuilder();
        var inTag = false;
        foreach (var c in text)
        {
            if (c == '<') inTag = true;
            else if (c == '>' && inTag) inTag = false;
            else if (!inTag && c is not ('`' or '*' or '|' or '~')) plain.Append(char.IsControl(c) ? ' ' : c);
        }
        var line = string.Join(' ', plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return line.Length == 0 ? null : (line.Length <= LongestMessage ? line.TrimEnd('.') : line[..LongestMessage] + "…") + ".";
    }
}

/// <summary>Whose token a request is sent with.</summary>
internal enum TokenOf
{
    /// <summary>The host's own: <c>GitHub:Token</c> or the App's.</summary>
    Host,

    /// <summary>A person's linked account.</summary>
    Person,
}
