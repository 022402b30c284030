using System.Security.Cryptography;
using System.Text;
using ChatOps.Chat;
using ChatOps.Settings;

namespace ChatOps.Platforms.Rest;

/// <summary>The keys that may call over HTTP.</summary>
internal sealed class ApiKeys(HostSettings host)
{
    private readonly (byte[] Hash, Caller Caller)[] _keys =
        [.. host.ApiKeys.Select(key => (Convert.FromHexString(key.Sha256), new Caller($"key:{key.Name}", key.Name, key.ParsedRole)))];

    /// <summary>Whether there is any key; without one only this machine may call.</summary>
    public bool Any => _keys.Length > 0;

    /// <summary>Who holds the key; null when nobody does. Takes the same time whichever it is.</summary>
    public Caller? Find(string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        Caller? found = null;
        foreach (var (known, caller) in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(known, hash))
                found = caller;
        }

        return found;
    }

    /// <summary>Makes a key for the command line to print once.</summary>
    /// <param name="name">Who will hold it.</param>
    /// <param name="role">What they may do.</param>
    /// <param name="index">Its place in <c>Host:ApiKeys</c>.</param>
    public static NewApiKey Create(string name, Role role, int index)
    {
        var key = $"chatops_{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_')}";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        return new NewApiKey(key, [$"Host__ApiKeys__{index}__Name={name}", $"Host__ApiKeys__{index}__Sha256={hash}", $"Host__ApiKeys__{index}__Role={role.Text()}"]);
    }
}

/// <summary>A key that was just made.</summary>
/// <param name="Key">The key itself, shown once and stored nowhere.</param>
/// <param name="Settings">The environment variables that let it in.</param>
internal sealed record NewApiKey(string Key, IReadOnlyList<string> Settings);
