using System.Buffers.Binary;

namespace ChatOps.Adapters.Git;

/// <summary>A SHA-1 object id in 20 bytes: an index holds tens of thousands of them.</summary>
internal readonly record struct BlobId(ulong High, ulong Middle, uint Low)
{
    /// <summary>Bytes of an id.</summary>
    public const int Size = 20;

    /// <summary>Reads 40 hexadecimal digits.</summary>
    public static BlobId Parse(ReadOnlySpan<char> hex)
    {
        Span<byte> bytes = stackalloc byte[Size];
        if (hex.Length != 2 * Size || Convert.FromHexString(hex, bytes, out _, out _) != System.Buffers.OperationStatus.Done) throw new FormatException("An object id has 40 hexadecimal digits.");
        return Read(bytes);
    }

    /// <summary>Reads 20 bytes.</summary>
    public static BlobId Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]));

    /// <summary>Writes 20 bytes.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Middle);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[16..], Low);
    }

    /// <summary>The 40 digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        Write(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
