using System.Buffers;

namespace ChatOps.Iam.Code.Syntax;

/// <summary>Leaves out files that have to do with AWS neither themselves nor by a file that they name: most of a repository is not even parsed.</summary>
internal static class RelevantFiles
{
    private const int MostSteps = 6;

    private static readonly SearchValues<string> Words = SearchValues.Create(["boto", "aws", "amazon"], StringComparison.OrdinalIgnoreCase);

    /// <summary>The files that may matter, in their order.</summary>
    public static List<(string Path, string Text, CodeLanguage? Language)> Of(List<(string Path, string Text, CodeLanguage? Language)> files)
    {
        var code = files.Where(file => file.Language is not null).ToList();
        var taken = new bool[code.Count];
        var fresh = new List<int>();
        for (var i = 0; i < code.Count; i++)
        {
            taken[i] = code[i].Text.AsSpan().ContainsAny(Words);
            if (taken[i])
                fresh.Add(i);
        }
        for (var step = 0; step < MostSteps && fresh.Count > 0 && fresh.Count < code.Count; step++)
        {
            var stems = fresh.Select(i => Stem(code[i].Path)).Where(stem => stem.Length > 1).Distinct(StringComparer.Ordinal).ToArray();
            var named = SearchValues.Create(stems, StringComparison.Ordinal);
            fresh = [.. Enumerable.Range(0, code.Count).Where(i => !taken[i] && code[i].Text.AsSpan().ContainsAny(named))];
            foreach (var i in fresh)
                taken[i] = true;
        }
        // A package of Go is one program, whichever file names the SDK.
        var packages = code.Where((file, i) => taken[i] && file.Language == CodeLanguage.Go).Select(file => Folder(file.Path)).ToHashSet(StringComparer.Ordinal);
        return [.. code.Where((file, i) => taken[i] || (file.Language == CodeLanguage.Go && packages.Contains(Folder(file.Path))))];
    }

    // What other files call a file by: its name, or its folder's for index.ts and __init__.py, and for a package of Go.
    private static string Stem(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return name is "index" or "__init__" || path.EndsWith(".go", StringComparison.Ordinal) ? Path.GetFileName(Folder(path)) : name;
    }

    private static string Folder(string path) => path[..Math.Max(path.LastIndexOf('/'), 0)];
}
