namespace ChatOps.Capabilities.Diagnose.Rules.Recipes;

/// <summary>A mechanical change that is safe to propose when, and only when, the code has the exact shape it was written for.</summary>
internal interface IFixRecipe
{
    /// <summary>The name by which signatures call it.</summary>
    string Name { get; }

    /// <summary>The changed files, or the reason why there is no change.</summary>
    RecipeResult Apply(RecipeInput input);
}

/// <summary>What a recipe may look at.</summary>
internal sealed record RecipeInput
{
    public required RepositoryFiles Repository { get; init; }

    /// <summary>The file where the fault is thought to lie; null when unknown.</summary>
    public string? LeadingFile { get; init; }

    /// <summary>Other files that matter, most likely first.</summary>
    public IReadOnlyList<string> OtherFiles { get; init; } = [];

    /// <summary>The named groups of the signature's pattern.</summary>
    public IReadOnlyDictionary<string, string> Captures { get; init; } = new Dictionary<string, string>();

    /// <summary>The leading file and the others, each once.</summary>
    public IEnumerable<string> Files => (LeadingFile is null ? OtherFiles : OtherFiles.Prepend(LeadingFile)).Distinct();
}

/// <summary>What became of a recipe.</summary>
/// <param name="Files">Full new text by path; empty when nothing is changed.</param>
/// <param name="Sentence">What the change does and what to mind, or why there is none.</param>
internal sealed record RecipeResult(IReadOnlyDictionary<string, string> Files, string Sentence)
{
    /// <summary>No change, and why.</summary>
    public static RecipeResult None(string sentence) => new(new Dictionary<string, string>(), sentence);

    /// <summary>One file changed.</summary>
    public static RecipeResult Change(string path, string text, string sentence) => new(new Dictionary<string, string> { [path] = text }, sentence);
}
