using ChatOps.Iam.Code.Flow;
using ChatOps.Iam.Code.Syntax;
using ChatOps.Iam.Permissions;

namespace ChatOps.Iam;

/// <summary>Says which AWS permissions code needs, by its calls of an AWS SDK. It takes any text, is linear in its length and never throws.</summary>
public static class CodeAnalyzer
{
    /// <summary>The path of a text that has none.</summary>
    private const string Pasted = "code";

    /// <summary>Reads files of one repository together: clients are followed from file to file.</summary>
    /// <param name="files">Path to text. Files of other languages are ignored.</param>
    /// <param name="resources">What the repository's infrastructure declares.</param>
    public static CodeAnalysis Analyze(IReadOnlyDictionary<string, string> files, DeclaredResources? resources = null) =>
        Analyze([.. files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => (file.Key.Replace('\\', '/'), file.Value, Languages.OfPath(file.Key)))], resources, null);

    /// <summary>Reads a text of a language that no file's name tells: a paste, a model's answer.</summary>
    /// <param name="language">The language.</param>
    /// <param name="code">The text; it may be a part of a file.</param>
    /// <param name="resources">What the repository's infrastructure declares.</param>
    public static CodeAnalysis AnalyzeFragment(CodeLanguage language, string code, DeclaredResources? resources = null) =>
        Analyze([(Pasted, code, language)], resources, null);

    /// <summary>Reads a unified diff: only calls on lines that it adds count, with the new file's line numbers.</summary>
    /// <param name="diff">The diff, of any number of files.</param>
    /// <param name="resources">What the repository's infrastructure declares.</param>
    public static CodeAnalysis AnalyzeDiff(string diff, DeclaredResources? resources = null)
    {
        var parts = DiffParts.Read(diff);
        return Analyze([.. parts.OrderBy(part => part.Path, StringComparer.Ordinal).Select(part => (part.Path, part.Text, Languages.OfPath(part.Path)))], resources, parts.ToDictionary(part => part.Path, part => part.Added, StringComparer.Ordinal));
    }

    private static CodeAnalysis Analyze(List<(string Path, string Text, CodeLanguage? Language)> files, DeclaredResources? resources, Dictionary<string, HashSet<int>>? lines)
    {
        var names = new NamePool();
        if (lines is null && files is not [{ Path: Pasted }])
            files = RelevantFiles.Of(files);
        var sources = files.Where(file => file.Language is not null).Select(file => new SourceFile(file.Path, file.Language!.Value, SourceReader.Read(file.Text, file.Language.Value, names)) { IsPart = lines is not null }).ToList();
        if (sources.Count == 0)
            return new CodeAnalysis([], []);
        var declared = resources ?? new DeclaredResources();
        var evaluator = new Evaluator(sources, declared.Environment);
        evaluator.Run();
        var rules = new PermissionRules(declared);
        var required = evaluator.Calls.Where(call => lines is null || lines[call.File.Source.Path].Contains(call.Line)).SelectMany(rules.Of).Distinct();
        return new CodeAnalysis(
            [.. required.OrderBy(one => one.Action, StringComparer.Ordinal).ThenBy(one => one.Resource, StringComparer.Ordinal).ThenBy(one => one.Call.Path, StringComparer.Ordinal).ThenBy(one => one.Call.Line).ThenBy(one => one.Call.Text, StringComparer.Ordinal).ThenBy(one => one.When, StringComparer.Ordinal)],
            [.. evaluator.Warnings.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }
}
