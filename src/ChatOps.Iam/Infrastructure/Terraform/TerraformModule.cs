using ChatOps.Iam.Hcl;

namespace ChatOps.Iam.Infrastructure.Terraform;

/// <summary>A folder of <c>.tf</c> files, as it is called from one place.</summary>
internal sealed class TerraformModule
{
    private readonly Dictionary<string, (TerraformFile File, HclExpression Value)> settings = new(StringComparer.Ordinal);

    /// <summary>Reads the folder's blocks.</summary>
    /// <param name="folder">The folder; empty at the root.</param>
    /// <param name="address">What stands before its addresses: empty, or <c>module.orders.</c>.</param>
    /// <param name="files">Its files.</param>
    /// <param name="settings">What <c>terraform.tfvars</c> and <c>*.auto.tfvars</c> set; a called module has none.</param>
    public TerraformModule(string folder, string address, IReadOnlyList<TerraformFile> files, IReadOnlyList<TerraformFile> settings)
    {
        (Folder, Address) = (folder, address);
        foreach (var file in files)
        {
            foreach (var block in file.Body.Blocks)
                Add(file, block);
        }

        foreach (var file in settings)
        {
            foreach (var attribute in file.Body.Attributes)
                this.settings[attribute.Name] = (file, attribute.Value);
        }
    }

    public string Folder { get; }

    public string Address { get; }

    /// <summary>Arguments of the call.</summary>
    public Dictionary<string, IacValue> Inputs { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the call itself holds only under a condition that is not known.</summary>
    public bool IsUncertain { get; set; }

    public Dictionary<string, TerraformBlock> Blocks { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, TerraformBlock> Calls { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, (TerraformFile File, HclExpression Value)> Locals { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, (TerraformFile File, HclExpression Value)> Outputs { get; } = new(StringComparer.Ordinal);

    /// <summary>Modules of the repository that it calls, by the call's name.</summary>
    public Dictionary<string, TerraformModule> Children { get; } = new(StringComparer.Ordinal);

    /// <summary>What a variable is set to, or its default.</summary>
    public (TerraformFile File, HclExpression Value)? FindVariable(string name) =>
        settings.TryGetValue(name, out var set) ? set : defaults.TryGetValue(name, out var value) ? value : null;

    private readonly Dictionary<string, (TerraformFile, HclExpression)> defaults = new(StringComparer.Ordinal);

    private void Add(TerraformFile file, HclBlock block)
    {
        switch (block)
        {
            case { Type: "resource", Labels: [var type, var name] }:
                Put(new TerraformBlock(file, block, type, name, IsData: false));
                break;
            case { Type: "data", Labels: [var type, var name] }:
                Put(new TerraformBlock(file, block, type, name, IsData: true));
                break;
            case { Type: "module", Labels: [var name] }:
                Calls[name] = new TerraformBlock(file, block, "module", name, IsData: false);
                break;
            case { Type: "variable", Labels: [var name] } when block.Body.Find("default") is { } value:
                defaults[name] = (file, value);
                break;
            case { Type: "output", Labels: [var name] } when block.Body.Find("value") is { } value:
                Outputs[name] = (file, value);
                break;
            case { Type: "locals" }:
                foreach (var attribute in block.Body.Attributes)
                    Locals[attribute.Name] = (file, attribute.Value);
                break;
        }
    }

    private void Put(TerraformBlock block) => Blocks[block.Address] = block;
}
