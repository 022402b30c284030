using System.Collections.Immutable;

namespace ChatOps.Iam.Infrastructure.Terraform;

/// <summary>What an expression can see besides its module: the file that it stands in and the names that loops bind.</summary>
internal sealed record Scope(TerraformFile File, ImmutableDictionary<string, IacValue> Names)
{
    public static Scope Of(TerraformFile file) => new(file, ImmutableDictionary<string, IacValue>.Empty);

    public Scope With(string name, IacValue value) => this with { Names = Names.SetItem(name, value) };

    /// <summary><c>each.key</c> and <c>each.value</c>, or what a dynamic block's iterator is called.</summary>
    public Scope WithEach(string iterator, IacValue key, IacValue value) => With(iterator, new IacMap([new("key", key), new("value", value)]));
}
