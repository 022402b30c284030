using System.Xml;
using System.Xml.Linq;

namespace ChatOps.Capabilities.Diagnose.Rules.Recipes;

/// <summary>Adds a package reference whose version is already managed centrally.</summary>
internal static class DotNetManifest
{
    public static RecipeResult Add(RecipeInput input, string assembly)
    {
        var name = assembly.Split(',')[0].Trim();
        var folder = Path.GetDirectoryName(input.LeadingFile ?? "") ?? "";
        var project = input.Repository.Paths.Where(path => path.EndsWith(".csproj", StringComparison.Ordinal) && Contains(Path.GetDirectoryName(path) ?? "", folder)).OrderByDescending(path => path.Length).FirstOrDefault();
        if (input.LeadingFile is null || project is null || input.Repository.ReadText(project) is not { } text)
            return RecipeResult.None($"Which project lacks {name} is not known; add it there with `dotnet add package {name}`.");
        if (text.Contains($"\"{name}\"", StringComparison.OrdinalIgnoreCase))
            return RecipeResult.None($"{project} already refers to {name}; compare the versions with what was published.");
        var central = Manifest.Nearest(project, input.Repository, "Directory.Packages.props");
        if (central is null || input.Repository.ReadText(central)?.Contains($"Include=\"{name}\"", StringComparison.OrdinalIgnoreCase) != true)
            return RecipeResult.None($"Add {name} to {project} with `dotnet add package {name}`, which chooses the version.");
        var at = text.LastIndexOf("<PackageReference ", StringComparison.Ordinal);
        var end = at < 0 ? -1 : text.IndexOf("/>", at, StringComparison.Ordinal);
        if (end < 0 || text.AsSpan(at, end - at).Contains('\n'))
            return RecipeResult.None($"Add a PackageReference to {name} in {project}; its version stands in {central}.");
        var line = text.LastIndexOf('\n', at) + 1;
        var changed = text.Insert(end + 2, $"{Manifest.Newline(text)}{text[line..at]}<PackageReference Include=\"{name}\" />");
        return Reads(changed) ? RecipeResult.Change(project, changed, $"The change adds {name} to {project}; its version stands in {central}.") : RecipeResult.None($"Add a PackageReference to {name} in {project}.");
    }

    private static bool Contains(string folder, string inner) => folder.Length == 0 || inner == folder || inner.StartsWith(folder + "/", StringComparison.Ordinal);

    private static bool Reads(string text)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            XDocument.Load(reader);
            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }
}
