using System.Reflection;

namespace ChatOps.Adapters.Llm;

/// <summary>A prompt that lies beside its capability as a Markdown file with its version in the front matter.</summary>
/// <param name="Version">Kept with every call that uses it.</param>
/// <param name="Text">The prompt.</param>
internal sealed record PromptFile(string Version, string Text)
{
    private const string Fence = "---\n";

    /// <summary>Loads a prompt that is embedded in the program.</summary>
    /// <param name="resource">The end of its resource name, <c>Diagnose.Model.prompts.diagnose.md</c>.</param>
    public static PromptFile Load(string resource)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var name = assembly.GetManifestResourceNames().Single(name => name.EndsWith("." + resource, StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return Parse(reader.ReadToEnd().ReplaceLineEndings("\n"));
    }

    /// <summary>Reads front matter and text.</summary>
    /// <exception cref="FormatException">There is no version.</exception>
    public static PromptFile Parse(string text)
    {
        var end = text.IndexOf("\n" + Fence, Fence.Length, StringComparison.Ordinal);
        var version = text.StartsWith(Fence, StringComparison.Ordinal) && end > 0
            ? text[Fence.Length..end].Split('\n').FirstOrDefault(line => line.StartsWith("version:", StringComparison.Ordinal))
            : null;
        return version is null
            ? throw new FormatException("A prompt file starts with front matter that gives its version.")
            : new PromptFile(version["version:".Length..].Trim(), text[(end + 1 + Fence.Length)..].Trim());
    }
}
