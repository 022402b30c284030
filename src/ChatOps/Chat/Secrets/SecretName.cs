namespace ChatOps.Chat.Secrets;

/// <summary>How surely a name says that its value is secret.</summary>
internal enum NameStrength
{
    /// <summary>Any key or credential: only a value that looks random counts.</summary>
    Weak,

    /// <summary>A token, which is as often a cursor or a word of a grammar.</summary>
    Token,

    /// <summary>A password or a secret.</summary>
    Strong,
}

/// <summary>Judges names.</summary>
internal static class SecretName
{
    private static readonly string[] StrongEnds =
    [
        "password", "passwd", "passphrase", "pwd", "_pass", "secret", "apikey", "api_key", "api-key", "secret_key", "secretkey", "private_key", "privatekey",
        "signing_key", "encryption_key", "master_key", "account_key", "client_secret", "shared_key",
    ];

    private static readonly string[] TokenEnds = ["token", "authkey", "auth_key"];

    private static readonly string[] WeakEnds = ["access_key", "accesskey", "credential", "credentials", "signature", "_key", "-key", "_auth"];

    // Cursors, and tokens that a browser is meant to see.
    private static readonly string[] NotSecret =
        ["nexttoken", "next_token", "pagetoken", "page_token", "continuationtoken", "continuation_token", "cancellationtoken", "cancellation_token", "startingtoken", "clientrequesttoken", "public_key", "publickey", "publickeytoken", "public_key_token", "primary_key", "foreign_key", "partition_key", "sort_key", "cache_key", "routing_key", "idempotency_key", "idempotency-key"];

    /// <summary>The strength; null when the name does not speak of a secret at its end (<c>password_reset_view</c>, <c>max_tokens</c>).</summary>
    public static NameStrength? Strength(ReadOnlySpan<char> name)
    {
        if (EndsWithAny(name, NotSecret))
            return null;
        return EndsWithAny(name, StrongEnds) ? NameStrength.Strong : EndsWithAny(name, TokenEnds) ? NameStrength.Token : EndsWithAny(name, WeakEnds) ? NameStrength.Weak : null;
    }

    private static bool EndsWithAny(ReadOnlySpan<char> name, string[] ends)
    {
        foreach (var end in ends)
        {
            if (name.EndsWith(end, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }
}
