using System.Text.Encodings.Web;
using System.Text.Json;

namespace ChatOps.Platforms.Slack.Wire;

/// <summary>JSON as it is sent to Slack.</summary>
internal static class SlackJson
{
    /// <summary>UTF-8 left as it is: escapes would count against nothing, but triple what is sent.</summary>
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
