using System.Text;

namespace ChatOps.Adapters.Git.Changes;

/// <summary>Turns new text into the bytes of the file that it replaces: the same byte-order mark, encoding and line ends, so that untouched lines stay untouched.</summary>
internal static class FileBytes
{
    private static readonly byte[] Utf8Mark = [0xEF, 0xBB, 0xBF];

    /// <summary>The bytes; null when the file's encoding has no sign for a character of the text.</summary>
    /// <param name="text">The file's whole new text, as <see cref="TextDecoding"/> gave the old.</param>
    /// <param name="old">The file's bytes so far; empty for a new file.</param>
    public static byte[]? Of(string text, ReadOnlySpan<byte> old)
    {
        if (UsesCrLf(old) && !text.Contains('\r', StringComparison.Ordinal)) text = text.Replace("\n", "\r\n", StringComparison.Ordinal);
        if (old.StartsWith(Utf8Mark)) return [.. Utf8Mark, .. Encoding.UTF8.GetBytes(text)];
        if (old.StartsWith<byte>([0xFF, 0xFE])) return [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)];
        if (old.StartsWith<byte>([0xFE, 0xFF])) return [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(text)];
        if (TextDecoding.IsUtf8(old)) return Encoding.UTF8.GetBytes(text);
        return text.All(c => c <= 0xFF) ? Encoding.Latin1.GetBytes(text) : null;
    }

    private static bool UsesCrLf(ReadOnlySpan<byte> bytes)
    {
        var ends = bytes.Count((byte)'\n');
        return ends > 0 && bytes.Count("\r\n"u8) == ends;
    }
}
