using ChatOps.Chat;

namespace ChatOps.Running.Delivery;

/// <summary>The chat platforms of this host, by name.</summary>
internal sealed class ChatPlatforms(IEnumerable<IChatPlatform> platforms)
{
    private readonly Dictionary<string, IChatPlatform> _byName = platforms.ToDictionary(platform => platform.Name);

    /// <summary>Whether there are any.</summary>
    public bool Any => _byName.Count > 0;

    /// <summary>Finds a platform; null for one that this host has not.</summary>
    public IChatPlatform? Find(string name) => _byName.GetValueOrDefault(name);
}
