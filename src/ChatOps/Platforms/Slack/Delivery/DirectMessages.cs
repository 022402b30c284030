using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ChatOps.Chat;
using ChatOps.Platforms.Slack.People;
using ChatOps.Platforms.Slack.Wire;

namespace ChatOps.Platforms.Slack.Delivery;

/// <summary>Where to write to somebody who asked from nowhere in particular: their conversation with the bot.</summary>
internal sealed class DirectMessages(SlackApi api)
{
    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>The target with a channel that can be written to; as it is where that cannot be found out.</summary>
    public async Task<ChatTarget> OpenAsync(Workspace workspace, ChatTarget target, CancellationToken cancellationToken)
    {
        var user = target.Address.Channel;
        if (user.Length == 0 || user[0] is not ('U' or 'W'))
            return target;
        var key = $"{workspace.TeamId}/{user}";
        if (!_known.TryGetValue(key, out var channel))
        {
            var answer = await api.CallAsync(workspace.Token, "conversations.open", new JsonObject { ["users"] = user }, cancellationToken);
            if (answer.Text("channel", "id") is not { } opened)
                return target;
            if (_known.Count > 10_000)
                _known.Clear();
            _known[key] = channel = opened;
        }

        return target with { Address = target.Address with { Channel = channel } };
    }
}
