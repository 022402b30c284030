namespace ChatOps.Iam.Code.Flow;

/// <summary>Which file an import means.</summary>
internal sealed class Modules
{
    private readonly Dictionary<string, FileInfo> paths = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<FileInfo>> ends = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<FileInfo>> directories = new(StringComparer.Ordinal);

    /// <summary>Knows the files of a set.</summary>
    public Modules(IEnumerable<FileInfo> files)
    {
        foreach (var file in files)
        {
            var path = WithoutExtension(file.Source.Path);
            paths[path] = file;
            var last = path[(path.LastIndexOf('/') + 1)..];
            (ends.TryGetValue(last, out var same) ? same : ends[last] = []).Add(file);
            var directory = path[..Math.Max(path.LastIndexOf('/'), 0)];
            (directories.TryGetValue(directory, out var beside) ? beside : directories[directory] = []).Add(file);
        }
    }

    /// <summary>The file that a module's name means in a file; null when none of the set.</summary>
    public FileInfo? Find(FileInfo from, string module) => from.Source.Language switch
    {
        CodeLanguage.Python => FindPython(from.Source.Path, module),
        CodeLanguage.JavaScript => FindJavaScript(from.Source.Path, module),
        _ => null,
    };

    /// <summary>The other files of a Go package that an import path means.</summary>
    public IReadOnlyList<FileInfo> Package(string module)
    {
        // example.com/shop/internal/store: the longest end of it that is a folder here.
        for (var at = 0; at >= 0 && at < module.Length; at = module.IndexOf('/', at) is var slash and >= 0 ? slash + 1 : -1)
        {
            if (directories.TryGetValue(module[at..], out var beside))
                return beside;
        }
        return [];
    }

    /// <summary>The files beside a file.</summary>
    public IReadOnlyList<FileInfo> Beside(FileInfo file)
    {
        var path = file.Source.Path;
        return directories.GetValueOrDefault(path[..Math.Max(path.LastIndexOf('/'), 0)], []);
    }

    private FileInfo? FindPython(string from, string module)
    {
        var dots = 0;
        while (dots < module.Length && module[dots] == '.')
            dots++;
        var name = module[dots..].Replace('.', '/');
        if (dots > 0)
        {
            var directory = from[..Math.Max(from.LastIndexOf('/'), 0)];
            for (var i = 1; i < dots; i++)
                directory = directory[..Math.Max(directory.LastIndexOf('/'), 0)];
            name = directory.Length > 0 ? $"{directory}/{name}".TrimEnd('/') : name;
            return paths.GetValueOrDefault(name) ?? paths.GetValueOrDefault(name.Length > 0 ? name + "/__init__" : "__init__");
        }
        return paths.GetValueOrDefault(name) ?? paths.GetValueOrDefault(name + "/__init__") ?? EndingWith(name, CodeLanguage.Python) ?? EndingWith(name + "/__init__", CodeLanguage.Python);
    }

    private FileInfo? FindJavaScript(string from, string module)
    {
        var name = module;
        if (module.StartsWith('.'))
        {
            List<string> parts = [.. from.Split('/')[..^1]];
            foreach (var part in module.Split('/'))
            {
                if (part == ".." && parts.Count > 0)
                    parts.RemoveAt(parts.Count - 1);
                else if (part is not ("." or ".." or ""))
                    parts.Add(part);
            }
            name = string.Join('/', parts);
            return paths.GetValueOrDefault(name) ?? paths.GetValueOrDefault(WithoutExtension(name)) ?? paths.GetValueOrDefault(name.Length > 0 ? name + "/index" : "index");
        }
        // An alias of the bundler: @/lib/clients, ~/clients, src/clients.
        if (module.StartsWith("@/", StringComparison.Ordinal) || module.StartsWith("~/", StringComparison.Ordinal))
            name = module[2..];
        else if (!module.Contains('/', StringComparison.Ordinal) || module.StartsWith('@'))
            return null;
        return EndingWith(name, CodeLanguage.JavaScript) ?? EndingWith(name + "/index", CodeLanguage.JavaScript);
    }

    private FileInfo? EndingWith(string name, CodeLanguage language)
    {
        var last = name[(name.LastIndexOf('/') + 1)..];
        FileInfo? found = null;
        foreach (var file in ends.GetValueOrDefault(last, []))
        {
            var path = WithoutExtension(file.Source.Path);
            if (file.Source.Language != language || (path != name && !path.EndsWith("/" + name, StringComparison.Ordinal)))
                continue;
            if (found is not null)
                return null;
            found = file;
        }
        return found;
    }

    private static string WithoutExtension(string path)
    {
        var dot = path.LastIndexOf('.');
        return dot > path.LastIndexOf('/') ? path[..dot] : path;
    }
}
