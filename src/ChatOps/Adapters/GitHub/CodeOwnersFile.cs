using System.Text;
using System.Text.RegularExpressions;

namespace ChatOps.Adapters.GitHub;

/// <summary>A CODEOWNERS file (docs.github.com, "About code owners"): of the patterns that match a path, the last one decides.</summary>
internal sealed class CodeOwnersFile
{
    /// <summary>Where GitHub looks, in this order; the first file found counts.</summary>
    public static readonly string[] Places = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];

    private readonly List<(Regex Pattern, string[] Owners)> rules = [];

    private CodeOwnersFile()
    {
    }

    /// <summary>Reads the file; lines that GitHub would not understand either are left out.</summary>
    public static CodeOwnersFile Read(string text)
    {
        var file = new CodeOwnersFile();
        foreach (var line in text.Split('\n'))
        {
            var comment = line.IndexOf('#', StringComparison.Ordinal);
            var parts = (comment < 0 ? line : line[..comment]).Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length > 0) file.rules.Add((new Regex(Expression(parts[0]), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), parts[1..]));
        }

        return file;
    }

    /// <summary>Who owns a path, as the file names them (<c>@login</c>, <c>@org/team</c>, an e-mail address); empty when nobody does.</summary>
    public IReadOnlyList<string> OwnersOf(string path) => rules.FindLast(rule => rule.Pattern.IsMatch(path)).Owners ?? [];

    /// <summary>A gitignore-like pattern: anchored when a slash stands in it, a directory means all below it.</summary>
    private static string Expression(string pattern)
    {
        var anchored = pattern.TrimEnd('/').Contains('/');
        var expression = new StringBuilder(anchored ? "^" : "^(?:.*/)?");
        var text = pattern.TrimStart('/');
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '*' && i + 1 < text.Length && text[i + 1] == '*')
            {
                i++;
                if (i + 1 < text.Length && text[i + 1] == '/')
                {
                    i++;
                    expression.Append("(?:.*/)?");
                }
                else
                {
                    expression.Append(".*");
                }
            }
            else
            {
                expression.Append(text[i] switch { '*' => "[^/]*", '?' => "[^/]", var c => Regex.Escape(c.ToString()) });
            }
        }

        // "docs/*" means the files of that directory only; any other match of a directory means all below it.
        return expression.Append(pattern.EndsWith('/') ? ".*$" : pattern.EndsWith("/*", StringComparison.Ordinal) ? "$" : "(?:/.*)?$").ToString();
    }
}
