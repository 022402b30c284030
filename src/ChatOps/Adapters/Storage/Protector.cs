using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace ChatOps.Adapters.Storage;

/// <summary>Encrypts what must not stand in the database as it is: tokens, device codes, addresses that anybody may post to. Every replica reads what another one wrote.</summary>
internal sealed class Protector(IDataProtectionProvider provider)
{
    private readonly ConcurrentDictionary<string, IDataProtector> _byPurpose = new(StringComparer.Ordinal);

    /// <summary>Encrypts a text.</summary>
    /// <param name="purpose">What it is for, a name that no other use has: what was encrypted for one purpose cannot be read for another.</param>
    /// <param name="text">The secret.</param>
    public string Protect(string purpose, string text) => For(purpose).Protect(text);

    /// <summary>The text that was encrypted; null when it cannot be read: made for another purpose, changed since, or its key is gone.</summary>
    public string? Unprotect(string purpose, string encrypted)
    {
        try
        {
            return For(purpose).Unprotect(encrypted);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector For(string purpose) => _byPurpose.GetOrAdd(purpose, name => provider.CreateProtector($"chatops.{name}"));
}
