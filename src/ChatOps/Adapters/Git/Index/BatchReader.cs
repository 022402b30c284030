using System.Globalization;
using System.Text;

namespace ChatOps.Adapters.Git.Index;

/// <summary>Reads the answers of <c>git cat-file --batch</c>.</summary>
internal sealed class BatchReader(Stream stream)
{
    private readonly byte[] line = new byte[256];
    private byte[] content = new byte[256 * 1024];

    /// <summary>The next object's bytes, valid until the next call; null when it is missing or larger than <paramref name="largest"/>.</summary>
    public async Task<ReadOnlyMemory<byte>?> NextAsync(int largest, CancellationToken cancellationToken)
    {
        var header = await ReadLineAsync(cancellationToken);
        var parts = header.Split(' ');
        if (parts.Length < 3 || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var size)) return null;
        if (size > largest)
        {
            for (var left = size + 1; left > 0;)
            {
                var read = await stream.ReadAsync(content.AsMemory(0, (int)Math.Min(left, content.Length)), cancellationToken);
                if (read == 0) throw new EndOfStreamException();
                left -= read;
            }
            return null;
        }
        if (content.Length < size + 1) content = new byte[size + 1];
        await stream.ReadExactlyAsync(content.AsMemory(0, (int)size + 1), cancellationToken);
        return content.AsMemory(0, (int)size);
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            await stream.ReadExactlyAsync(line.AsMemory(length, 1), cancellationToken);
            if (line[length] == '\n') return Encoding.ASCII.GetString(line, 0, length);
            if (++length == line.Length) throw new InvalidDataException("git cat-file printed a line that is too long.");
        }
    }
}
