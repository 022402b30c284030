using System.Security.Cryptography;

namespace ChatOps.Chat;

/// <summary>Ids that sort by when they were made: a prefix and a ULID (https://github.com/ulid/spec), e.g. <c>op_01JD…</c>.</summary>
internal static class Identifier
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>A new id.</summary>
    /// <param name="prefix">What it names: <c>op</c>, <c>dg</c>, <c>pl</c>.</param>
    /// <param name="clock">Gives its first 48 bits, in milliseconds.</param>
    public static string New(string prefix, TimeProvider clock)
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        Span<char> text = stackalloc char[26];
        var time = clock.GetUtcNow().ToUnixTimeMilliseconds();
        for (var i = 9; i >= 0; i--, time >>= 5)
            text[i] = Alphabet[(int)(time & 31)];
        for (var i = 0; i < 16; i++)
            text[10 + i] = Alphabet[random[i] & 31];
        return $"{prefix}_{text}";
    }
}
