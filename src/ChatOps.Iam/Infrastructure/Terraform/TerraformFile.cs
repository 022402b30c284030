using ChatOps.Iam.Hcl;

namespace ChatOps.Iam.Infrastructure.Terraform;

/// <summary>A <c>.tf</c> file that parses.</summary>
internal sealed class TerraformFile(string path, string text, HclBody body)
{
    private int[]? lineStarts;

    public string Path { get; } = path;

    public string Text { get; } = text;

    public HclBody Body { get; } = body;

    /// <summary>The folder, without a slash at its end; empty at the root.</summary>
    public string Folder { get; } = path.LastIndexOf('/') is var slash and >= 0 ? path[..slash] : "";

    /// <summary>Where an offset stands.</summary>
    public Place At(int offset)
    {
        lineStarts ??= [0, .. Text.Select((c, i) => (c, i)).Where(pair => pair.c == '\n').Select(pair => pair.i + 1)];
        var found = Array.BinarySearch(lineStarts, offset);
        return new Place(Path, (found >= 0 ? found : ~found - 1) + 1);
    }
}

/// <summary>A resource, a data source, or a module call.</summary>
internal sealed record TerraformBlock(TerraformFile File, HclBlock Block, string Type, string Name, bool IsData)
{
    /// <summary>As Terraform writes it: <c>aws_iam_role.orders</c>, <c>data.aws_iam_policy_document.orders</c>.</summary>
    public string Address => (IsData ? "data." : "") + Type + "." + Name;

    public Place At => File.At(Block.Span.Start);
}
