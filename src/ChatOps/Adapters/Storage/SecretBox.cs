using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace ChatOps.Adapters.Storage;

/// <summary>Encrypts what may stand in the database only unreadably: tokens of workspaces, addresses that answer a request. Its keys are in <c>keys/ring</c> of the data directory, which replicas share.</summary>
internal sealed class SecretBox(IDataProtectionProvider provider)
{
    /// <summary>Encrypts a text.</summary>
    /// <param name="purpose">What it is; only the same purpose reads it again.</param>
    /// <param name="text">The secret.</param>
    public string Protect(string purpose, string text) => provider.CreateProtector(purpose).Protect(text);

    /// <summary>Decrypts a text; null when it is not one of ours, or its key is gone.</summary>
    public string? Unprotect(string purpose, string text)
    {
        try
        {
            return provider.CreateProtector(purpose).Unprotect(text);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
