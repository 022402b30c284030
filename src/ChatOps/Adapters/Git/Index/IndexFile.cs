using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ChatOps.Adapters.Git.Index;

/// <summary>
/// The index on disk: records appended one after another, each with its length and checksum. A record that a crash cut short is dropped when the file is
/// opened next, and everything before it counts. A file of another version is started anew.
/// </summary>
internal sealed class IndexFile(string directory)
{
    /// <summary>Raised whenever the tokenizer, the scanner or the record changes.</summary>
    private const int Version = 1;

    private const int HeaderBytes = BlobId.Size + sizeof(int) + sizeof(uint);
    private const int LargestRecord = 64 * 1024 * 1024;

    private readonly string path = Path.Combine(directory, $"blobs-v{Version}.idx");

    /// <summary>Size of the file in bytes.</summary>
    public long Length => File.Exists(path) ? new FileInfo(path).Length : 0;

    /// <summary>Reads every record in order; <paramref name="wanted"/> decides which are decoded. Cuts off what a crash left half written.</summary>
    public void ReadAll(Func<BlobId, bool> wanted, Action<BlobId, long, BlobEntry?> found)
    {
        if (!File.Exists(path)) return;
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1 << 20);
        var header = new byte[HeaderBytes];
        var good = 0L;
        while (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) == HeaderBytes)
        {
            var id = BlobId.Read(header);
            var length = BitConverter.ToInt32(header, BlobId.Size);
            if (length is < 12 or > LargestRecord || good + HeaderBytes + length > file.Length) break;
            if (wanted(id))
            {
                var payload = new byte[length];
                file.ReadExactly(payload);
                if (Checksum(payload) != BitConverter.ToUInt32(header, BlobId.Size + sizeof(int))) break;
                found(id, good, Decode(payload));
            }
            else
            {
                file.Seek(length, SeekOrigin.Current);
                found(id, good, null);
            }
            good += HeaderBytes + length;
        }
        if (good < file.Length) file.SetLength(good);
    }

    /// <summary>Reads one record; null when it is damaged.</summary>
    public BlobEntry? Read(long offset)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(offset, SeekOrigin.Begin);
        var header = new byte[HeaderBytes];
        if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes) return null;
        var length = BitConverter.ToInt32(header, BlobId.Size);
        if (length is < 12 or > LargestRecord) return null;
        var payload = new byte[length];
        if (file.ReadAtLeast(payload, length, throwOnEndOfStream: false) < length) return null;
        return Checksum(payload) == BitConverter.ToUInt32(header, BlobId.Size + sizeof(int)) ? Decode(payload) : null;
    }

    /// <summary>Appends records; when another process holds the file they stay in memory only.</summary>
    public void Append(IEnumerable<(BlobId Id, BlobEntry Entry)> entries)
    {
        Directory.CreateDirectory(directory);
        try
        {
            using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, 1 << 20);
            foreach (var (id, entry) in entries) Write(file, id, entry);
        }
        catch (IOException)
        {
            // The index is a cache: without it the same files are read once more after a restart.
        }
    }

    /// <summary>Replaces the file by one with these records only.</summary>
    public void Rewrite(IEnumerable<(BlobId Id, BlobEntry Entry)> entries)
    {
        Directory.CreateDirectory(directory);
        var next = path + ".next";
        using (var file = new FileStream(next, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
        {
            foreach (var (id, entry) in entries) Write(file, id, entry);
        }
        File.Move(next, path, overwrite: true);
    }

    private static void Write(FileStream file, BlobId id, BlobEntry entry)
    {
        var payload = Encode(entry);
        Span<byte> header = stackalloc byte[HeaderBytes];
        id.Write(header);
        BitConverter.TryWriteBytes(header[BlobId.Size..], payload.Length);
        BitConverter.TryWriteBytes(header[(BlobId.Size + sizeof(int))..], Checksum(payload));
        file.Write(header);
        file.Write(payload);
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var part in MemoryMarshal.Cast<byte, ulong>(bytes)) sum = BitOperations.Crc32C(sum, part);
        foreach (var rest in bytes[(bytes.Length & ~7)..]) sum = BitOperations.Crc32C(sum, rest);
        return sum;
    }

    private static byte[] Encode(BlobEntry entry)
    {
        var symbols = MemoryMarshal.AsBytes(entry.Symbols.AsSpan());
        var payload = new byte[12 + (entry.Terms.Length * 5) + symbols.Length];
        var span = payload.AsSpan();
        BitConverter.TryWriteBytes(span, entry.Length);
        BitConverter.TryWriteBytes(span[4..], entry.Terms.Length);
        BitConverter.TryWriteBytes(span[8..], entry.Symbols.Length);
        MemoryMarshal.AsBytes(entry.Terms.AsSpan()).CopyTo(span[12..]);
        entry.Counts.CopyTo(span[(12 + (entry.Terms.Length * 4))..]);
        symbols.CopyTo(span[(12 + (entry.Terms.Length * 5))..]);
        return payload;
    }

    private static BlobEntry? Decode(ReadOnlySpan<byte> payload)
    {
        var terms = BitConverter.ToInt32(payload[4..]);
        var symbols = BitConverter.ToInt32(payload[8..]);
        if (terms < 0 || symbols < 0 || 12L + (terms * 5L) + (symbols * (long)Unsafe.SizeOf<Symbol>()) != payload.Length) return null;
        return new BlobEntry(
            MemoryMarshal.Cast<byte, uint>(payload.Slice(12, terms * 4)).ToArray(),
            payload.Slice(12 + (terms * 4), terms).ToArray(),
            BitConverter.ToInt32(payload),
            MemoryMarshal.Cast<byte, Symbol>(payload[(12 + (terms * 5))..]).ToArray());
    }
}
