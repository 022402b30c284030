using ChatOps.Iam.Hcl;

namespace ChatOps.Iam.Infrastructure.Terraform;

/// <summary>A <c>.tf</c> file that parses.</summary>
/// <param name="path">The file.</param>
/// <param name="text">Its text, or the HCL that its JSON stands for.</param>
/// <param name="body">What was parsed.</param>
/// <param name="lines">For JSON, the line in the file of each line of <paramref name="text"/>.</param>
internal sealed class TerraformFile(string path, string text, HclBody body, IReadOnlyList<int>? lines = null)
{
    private int[]? lineStarts;

    public string Path { get; } = path;

    public string Text { get; } = text;

    public HclBody Body { get; } = body;

    /// <summary>The folder, without a slash at its end; empty at the root.</summary>
    public string Folder { get; } = path.LastIndexOf('/') is var slash and >= 0 ? path[..slash] : "";

    /// <summary>Whether its text is what stands in the repository, so that it can be changed there: a <c>.tf.json</c> file is only read.</summary>
    public bool IsOwnText => lines is null;

    /// <summary>Where an offset stands.</summary>
    public Place At(int offset)
    {
        lineStarts ??= [0, .. Text.Select((c, i) => (c, i)).Where(pair => pair.c == '\n').Select(pair => pair.i + 1)];
        var found = Array.BinarySearch(lineStarts, offset);
        var line = found >= 0 ? found : ~found - 1;
        return new Place(Path, lines is null ? line + 1 : lines[line]);
    }
}

/// <summary>A resource, a data source, or a module call.</summary>
internal sealed record TerraformBlock(TerraformFile File, HclBlock Block, string Type, string Name, bool IsData)
{
    /// <summary>As Terraform writes it: <c>aws_iam_role.orders</c>, <c>data.aws_iam_policy_document.orders</c>.</summary>
    public string Address => (IsData ? "data." : "") + Type + "." + Name;

    public Place At => File.At(Block.Span.Start);
}
