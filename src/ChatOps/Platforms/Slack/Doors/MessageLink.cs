using System.Text.RegularExpressions;
using ChatOps.Chat;
using ChatOps.Running;

namespace ChatOps.Platforms.Slack.Doors;

/// <summary>The kinds of <see cref="ChatSource"/> that Slack has.</summary>
internal static class SourceKinds
{
    /// <summary>A message by <c>channel/ts</c> or <c>channel/ts/thread</c>.</summary>
    public const string Message = "message";

    /// <summary>A file beside the message itself, by its address.</summary>
    public const string File = "file";

    /// <summary>A file that somebody only links to: whether it may be read is found out.</summary>
    public const string FileLink = "file_link";
}

/// <summary>Finds the text that is only a link to a Slack message or file.</summary>
internal static partial class MessageLink
{
    /// <summary>Takes such a link out of the command's text argument.</summary>
    /// <returns>The arguments without it, and what is to be read when the request runs.</returns>
    public static (Dictionary<string, string> Arguments, IReadOnlyList<ChatSource> Sources) Take(CommandRegistration command, Dictionary<string, string> arguments)
    {
        if (command.TextParameter is not { } name || !arguments.TryGetValue(name, out var text) || Read(text.Trim(), name) is not { } source)
            return (arguments, []);
        return (new Dictionary<string, string>(arguments) { [name] = "" }, [source]);
    }

    private static ChatSource? Read(string text, string argument)
    {
        if (Permalink().Match(text) is { Success: true } message)
        {
            var ts = message.Groups["ts"].Value;
            var thread = message.Groups["thread"] is { Success: true } group ? $"/{group.Value}" : "";
            return new ChatSource(SourceKinds.Message, $"{message.Groups["channel"].Value}/{ts[..^6]}.{ts[^6..]}{thread}", argument);
        }

        return FileLink().IsMatch(text) ? new ChatSource(SourceKinds.FileLink, text, argument) : null;
    }

    // https://acme.slack.com/archives/C0123/p1700000000000100?thread_ts=1700000000.000100&cid=C0123
    [GeneratedRegex(@"^https://[a-z0-9-]+(\.enterprise)?\.slack(-gov)?\.com/archives/(?<channel>[CDG][A-Z0-9]+)/p(?<ts>[0-9]{12,20})(\?(thread_ts=(?<thread>[0-9]{6,12}\.[0-9]{6})&?)?([a-z_]+=[^&\s]*&?)*)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Permalink();

    [GeneratedRegex(@"^https://[a-z0-9.-]+\.slack(-gov)?\.com/files(-pri)?/[^\s]+$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex FileLink();
}
