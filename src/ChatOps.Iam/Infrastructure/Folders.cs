namespace ChatOps.Iam.Infrastructure;

/// <summary>Paths inside the repository.</summary>
internal static class Folders
{
    /// <summary>A relative path from a folder, without <c>.</c> and <c>..</c>; null when it leaves the repository.</summary>
    public static string? Resolve(string folder, string path)
    {
        List<string> parts = [.. folder.Split('/', StringSplitOptions.RemoveEmptyEntries)];
        foreach (var part in path.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                if (parts.Count == 0)
                    return null;
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    /// <summary>The folder of a file; empty at the root.</summary>
    public static string Of(string path) => path.LastIndexOf('/') is var slash and >= 0 ? path[..slash] : "";
}
