using System.Text;

namespace ChatOps.Adapters.Git.Index;

/// <summary>
/// Names of terms as 32-bit hashes. With a million different terms in a repository one query term in four thousand collides with another, which costs
/// a rank at worst; in return an index of 14,000 files fits in 40 MB.
/// </summary>
internal static class Term
{
    private const uint IdentifierSeed = 2166136261;
    private const uint WordSeed = 0x9747b28c;

    /// <summary>An identifier as it is written.</summary>
    public static uint Identifier(ReadOnlySpan<byte> utf8) => Mix(Add(IdentifierSeed, utf8));

    /// <summary>An identifier as it is written.</summary>
    public static uint Identifier(string text) => Identifier(Encoding.UTF8.GetBytes(text));

    /// <summary>A part of an identifier, or a word, without regard to case.</summary>
    public static uint Word(ReadOnlySpan<byte> utf8)
    {
        var hash = WordSeed;
        foreach (var b in utf8) hash = (hash ^ (b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 32) : b)) * 16777619;
        return Mix(hash);
    }

    /// <summary>A part of an identifier, or a word, without regard to case.</summary>
    public static uint Word(string text) => Word(Encoding.UTF8.GetBytes(text));

    private static uint Add(uint hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes) hash = (hash ^ b) * 16777619;
        return hash;
    }

    private static uint Mix(uint hash)
    {
        hash ^= hash >> 16;
        hash *= 0x85ebca6b;
        hash ^= hash >> 13;
        hash *= 0xc2b2ae35;
        return hash ^ (hash >> 16);
    }
}
