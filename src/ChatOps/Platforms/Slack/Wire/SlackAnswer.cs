using System.Text.Json.Nodes;

namespace ChatOps.Platforms.Slack.Wire;

/// <summary>What the Web API answered.</summary>
/// <param name="Error">Slack's word for what is wrong, or one of the constants here; null when it is well.</param>
/// <param name="Body">The JSON; empty when there was none.</param>
internal sealed record SlackAnswer(string? Error, JsonObject Body)
{
    /// <summary>No answer, or one that is not the Web API's.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>Over a rate; <see cref="RetryAfter"/> says for how long.</summary>
    public const string RateLimited = "ratelimited";

    private static readonly string[] Passing = [Unreachable, RateLimited, "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout", "accesslimited", "team_added_to_org", "update_failed"];

    /// <summary>When it is worth asking again; null when Slack did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether it was done.</summary>
    public bool IsOk => Error is null;

    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsPassing => Error is not null && Passing.Contains(Error);

    /// <summary>A text of the answer by its path; null where there is none.</summary>
    public string? Text(params ReadOnlySpan<string> path) => (Node(path) as JsonValue)?.TryGetValue<string>(out var text) == true ? text : null;

    /// <summary>A part of the answer by its path; null where there is none.</summary>
    public JsonNode? Node(params ReadOnlySpan<string> path)
    {
        JsonNode? node = Body;
        foreach (var name in path)
            node = (node as JsonObject)?[name];
        return node;
    }
}
