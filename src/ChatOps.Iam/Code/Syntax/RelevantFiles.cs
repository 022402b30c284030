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
            var names = fresh.SelectMany(i => Names(code[i])).Where(name => name.Length > 1).Distinct(StringComparer.Ordinal).ToArray();
            var named = SearchValues.Create(names, StringComparison.Ordinal);
            fresh = [.. Enumerable.Range(0, code.Count).Where(i => !taken[i] && code[i].Text.AsSpan().ContainsAny(named))];
            foreach (var i in fresh)
                taken[i] = true;
        }
        // A package of Go is one program, whichever file names the SDK.
        var packages = code.Where((file, i) => taken[i] && file.Language == CodeLanguage.Go).Select(file => Folder(file.Path)).ToHashSet(StringComparer.Ordinal);
        return [.. code.Where((file, i) => taken[i] || (file.Language == CodeLanguage.Go && packages.Contains(Folder(file.Path))))];
    }

    private static IEnumerable<string> Names((string Path, string Text, CodeLanguage? Language) file) =>
        file.Language is CodeLanguage.Java or CodeLanguage.CSharp ? [Stem(file.Path), .. Declared(file.Text)] : [Stem(file.Path)];

    // The types that a file declares, by whatever stands behind the word.
    private static List<string> Declared(string text)
    {
        List<string> names = [];
        foreach (var word in (string[])["class ", "interface ", "record ", "struct "])
        {
            for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + word.Length, StringComparison.Ordinal))
            {
                var end = at + word.Length;
                while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
                    end++;
                names.Add(text[(at + word.Length)..end]);
            }
        }
        return names;
    }

    // What other files call a file by: its name, or its folder's for index.ts and __init__.py, and for a package of Go.
    private static string Stem(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return name is "index" or "__init__" || path.EndsWith(".go", StringComparison.Ordinal) ? Path.GetFileName(Folder(path)) : name;
    }

    private static string Folder(string path) => path[..Math.Max(path.LastIndexOf('/'), 0)];
}
