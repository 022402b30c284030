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
        WriteTime(text, clock.GetUtcNow().ToUnixTimeMilliseconds());
        for (var i = 0; i < 16; i++)
            text[10 + i] = Alphabet[random[i] & 31];
        return $"{prefix}_{text}";
    }

    /// <summary>What sorts before every id made at a moment or later, and after every one made before.</summary>
    /// <param name="prefix">What they name.</param>
    /// <param name="time">Milliseconds since 1970.</param>
    public static string First(string prefix, long time)
    {
        Span<char> text = stackalloc char[10];
        WriteTime(text, time);
        return $"{prefix}_{text}";
    }

    private static void WriteTime(Span<char> text, long time)
    {
        for (var i = 9; i >= 0; i--, time >>= 5)
            text[i] = Alphabet[(int)(time & 31)];
    }
}
