namespace ChatOps.Capabilities.Diagnose.Rules.Recipes;

/// <summary>Finds the manifest that a file belongs to.</summary>
internal static class Manifest
{
    /// <summary>The nearest file of one of the names in the folder of <paramref name="file"/> or above it; earlier names win within a folder.</summary>
    public static string? Nearest(string? file, RepositoryFiles repository, params string[] names)
    {
        var known = repository.Paths.ToHashSet();
        var folder = Path.GetDirectoryName(file ?? "") ?? "";
        while (true)
        {
            foreach (var name in names)
            {
                if (known.Contains(folder.Length == 0 ? name : $"{folder}/{name}"))
                    return folder.Length == 0 ? name : $"{folder}/{name}";
            }
            if (folder.Length == 0)
                return null;
            folder = Path.GetDirectoryName(folder) ?? "";
        }
    }

    /// <summary>The line end that the text uses.</summary>
    public static string Newline(string text) => text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
}
