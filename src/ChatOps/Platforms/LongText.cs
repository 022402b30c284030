using System.Text;

namespace ChatOps.Platforms;

/// <summary>Reads text of any length and keeps its first 128 KiB and last 896 KiB: errors stand at the ends of a log.</summary>
internal static class LongText
{
    private const int Head = 128 * 1024;
    private const int Tail = 896 * 1024;

    /// <summary>The text, and a sentence when something in its middle was left out.</summary>
    public static async Task<(string Text, string? Cut)> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new MemoryStream();
        var tail = new byte[Tail];
        long past = 0;
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            var kept = (int)Math.Min(read, Head - head.Length);
            head.Write(buffer, 0, kept);
            for (var at = kept; at < read;)
            {
                var place = (int)(past % Tail);
                var count = Math.Min(read - at, Tail - place);
                buffer.AsSpan(at, count).CopyTo(tail.AsSpan(place));
                at += count;
                past += count;
            }
        }

        if (past <= Tail)
            return (Decode([.. head.ToArray(), .. tail.AsSpan(0, (int)past)]), null);
        var start = (int)(past % Tail);
        byte[] last = [.. tail.AsSpan(start), .. tail.AsSpan(0, start)];
        var left = past - Tail;
        return ($"{Decode(head.ToArray())}\n[{left} bytes left out]\n{Decode(last)}", $"The text is long: {left} bytes in its middle were left out.");
    }

    // A cut may fall into a character, and logs hold bytes that are no text; both become the replacement character.
    private static string Decode(byte[] bytes) => Encoding.UTF8.GetString(bytes).TrimStart('\ufeff').Replace('\0', '\ufffd');
}
