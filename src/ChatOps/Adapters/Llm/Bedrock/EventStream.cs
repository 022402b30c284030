using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace ChatOps.Adapters.Llm.Bedrock;

/// <summary>Reads <c>application/vnd.amazon.eventstream</c>: length-framed messages, each with checksums, headers and a payload.</summary>
internal static class EventStream
{
    private const int Prelude = 12;
    private const int Checksum = 4;

    // Bedrock's events are a few kilobytes; a length beyond this is no frame.
    private const int LongestFrame = 16 * 1024 * 1024;

    private static readonly uint[] Crc32 = Table();

    /// <summary>A message.</summary>
    /// <param name="Headers">Those that are text.</param>
    /// <param name="Payload">Its body.</param>
    internal sealed record Frame(IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Payload);

    /// <summary>The messages as they come. A stream that ends between two of them ends here.</summary>
    /// <exception cref="IOException">It ends within a message, or a checksum does not hold.</exception>
    public static async IAsyncEnumerable<Frame> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prelude = new byte[Prelude];
        while (true)
        {
            var read = await stream.ReadAtLeastAsync(prelude, Prelude, throwOnEndOfStream: false, cancellationToken);
            if (read == 0)
                yield break;
            var length = (int)BinaryPrimitives.ReadUInt32BigEndian(prelude);
            var headers = (int)BinaryPrimitives.ReadUInt32BigEndian(prelude.AsSpan(4));
            if (read < Prelude || BinaryPrimitives.ReadUInt32BigEndian(prelude.AsSpan(8)) != Sum(prelude.AsSpan(0, 8)) || length is < Prelude + Checksum or > LongestFrame || headers < 0 || headers > length - Prelude - Checksum)
                throw new IOException("The event stream is broken.");
            var frame = new byte[length];
            prelude.CopyTo(frame, 0);
            await stream.ReadExactlyAsync(frame.AsMemory(Prelude), cancellationToken);
            if (BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(length - Checksum)) != Sum(frame.AsSpan(0, length - Checksum)))
                throw new IOException("The event stream is broken.");
            yield return new Frame(Headers(frame.AsSpan(Prelude, headers)), frame.AsMemory(Prelude + headers, length - Prelude - headers - Checksum));
        }
    }

    private static Dictionary<string, string> Headers(ReadOnlySpan<byte> bytes)
    {
        var headers = new Dictionary<string, string>();
        while (bytes.Length > 2)
        {
            var name = Encoding.UTF8.GetString(bytes.Slice(1, bytes[0]));
            bytes = bytes[(1 + bytes[0])..];
            // Text and bytes carry their length, the other types have one of their own.
            var type = bytes[0];
            var size = type switch { 0 or 1 => 0, 2 => 1, 3 => 2, 4 => 4, 5 or 8 => 8, 9 => 16, _ => 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]) };
            if (type == 7)
                headers[name] = Encoding.UTF8.GetString(bytes.Slice(3, size - 2));
            bytes = bytes[(1 + size)..];
        }

        return headers;
    }

    /// <summary>CRC-32 as the format uses it (IEEE 802.3).</summary>
    internal static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var part in bytes)
            sum = Crc32[(byte)(sum ^ part)] ^ (sum >> 8);
        return ~sum;
    }

    private static uint[] Table()
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
                value = (value & 1) == 0 ? value >> 1 : 0xEDB88320 ^ (value >> 1);
            table[i] = value;
        }

        return table;
    }
}
