using System.Collections.Concurrent;
using System.Text;
using System.Text.Unicode;
using LibGit2Sharp;

namespace ChatOps.Adapters.Git;

/// <summary>Reads single blobs. A libgit2 handle serves one thread at a time, so a few are kept and lent.</summary>
internal sealed class ObjectReader(string directory)
{
    /// <summary>Larger files are not source that a person reads.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    private readonly ConcurrentBag<Repository> handles = [];

    /// <summary>Closes the handles that nobody uses now, and with them the packs that they keep mapped.</summary>
    public void Forget()
    {
        while (handles.TryTake(out var git)) git.Dispose();
    }

    /// <summary>The blob's text; null when it is missing, binary or larger than <see cref="MaxBytes"/>.</summary>
    public string? ReadText(BlobId id)
    {
        if (!handles.TryTake(out var git)) git = new Repository(directory);
        try
        {
            if (git.Lookup<Blob>(new ObjectId(id.ToString())) is not { } blob || blob.Size > MaxBytes) return null;
            using var stream = blob.GetContentStream();
            var bytes = new byte[blob.Size];
            stream.ReadExactly(bytes);
            return TextDecoding.Decode(bytes);
        }
        finally
        {
            if (handles.Count < Environment.ProcessorCount + 2) handles.Add(git);
            else git.Dispose();
        }
    }
}

/// <summary>Turns a file's bytes into text.</summary>
internal static class TextDecoding
{
    /// <summary>The text without a byte-order mark; null when the bytes are binary. Bytes that are not UTF-8 are read as Latin-1, one character a byte, so that lines and ASCII stay as they are.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith<byte>([0xEF, 0xBB, 0xBF])) bytes = bytes[3..];
        else if (bytes.StartsWith<byte>([0xFF, 0xFE])) return Encoding.Unicode.GetString(bytes[2..]);
        else if (bytes.StartsWith<byte>([0xFE, 0xFF])) return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        if (IsBinary(bytes)) return null;
        return IsUtf8(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
    }

    /// <summary>Whether the bytes are valid UTF-8.</summary>
    public static bool IsUtf8(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes);

    /// <summary>git's own rule: a NUL among the first 8,000 bytes.</summary>
    public static bool IsBinary(ReadOnlySpan<byte> bytes) => bytes[..Math.Min(bytes.Length, 8000)].Contains((byte)0);
}
