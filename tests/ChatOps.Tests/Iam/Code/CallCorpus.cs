using ChatOps.Iam;

namespace ChatOps.Tests.Iam.Code;

/// <summary>A labelled snippet.</summary>
/// <param name="Id">Language and title.</param>
/// <param name="Language">The language.</param>
/// <param name="Code">The snippet.</param>
/// <param name="Labels">The actions that it needs for sure, each with its resource where the label says one.</param>
public sealed record CallCase(string Id, CodeLanguage Language, string Code, IReadOnlyList<(string Action, string? Resource)> Labels);

/// <summary>The labelled snippets of <c>Corpus/*.txt</c>, and how they are scored.</summary>
public static class CallCorpus
{
    private static readonly (string File, CodeLanguage Language)[] Files =
        [("python", CodeLanguage.Python), ("javascript", CodeLanguage.JavaScript), ("csharp", CodeLanguage.CSharp), ("java", CodeLanguage.Java), ("go", CodeLanguage.Go)];

    /// <summary>All snippets.</summary>
    /// <param name="folder">Where the files are.</param>
    public static IReadOnlyList<CallCase> Load(string folder) => [.. Files.Where(file => File.Exists(Path.Combine(folder, file.File + ".txt"))).SelectMany(file => Read(file.File, file.Language, File.ReadAllLines(Path.Combine(folder, file.File + ".txt"))))];

    /// <summary>The actions that the engine finds for sure.</summary>
    public static IReadOnlyList<RequiredPermission> Answer(CallCase one) => [.. CodeAnalyzer.AnalyzeFragment(one.Language, one.Code).Required.Where(permission => permission.When is null)];

    /// <summary>What is wrong with an answer; empty when nothing is.</summary>
    public static IEnumerable<string> Differences(CallCase one, IReadOnlyList<RequiredPermission> answer)
    {
        foreach (var action in one.Labels.Select(label => label.Action).Distinct().Where(action => answer.All(permission => permission.Action != action)))
            yield return $"{one.Id}: {action} is missing";
        foreach (var action in answer.Select(permission => permission.Action).Distinct().Where(action => one.Labels.All(label => label.Action != action)))
            yield return $"{one.Id}: {action} is too much";
        foreach (var (action, resource) in one.Labels.Where(label => label.Resource is not null && answer.Any(permission => permission.Action == label.Action) && !answer.Any(permission => permission.Action == label.Action && permission.Resource == label.Resource)))
            yield return $"{one.Id}: {action} is on {string.Join(" and ", answer.Where(permission => permission.Action == action).Select(permission => permission.Resource))}, not on {resource}";
    }

    private static IEnumerable<CallCase> Read(string name, CodeLanguage language, string[] lines)
    {
        string? title = null;
        List<string> code = [];
        List<(string, string?)> labels = [];
        foreach (var line in (string[])[.. lines, "=== end"])
        {
            if (line.StartsWith("=== ", StringComparison.Ordinal))
            {
                if (title is not null)
                    yield return new CallCase($"{name}: {title}", language, string.Join('\n', code) + "\n", labels);
                (title, code, labels) = (line[4..], [], []);
            }
            else if (title is not null && line.StartsWith("- ", StringComparison.Ordinal) && line.Contains(':', StringComparison.Ordinal))
            {
                var on = line.IndexOf(" on ", StringComparison.Ordinal);
                labels.Add(on < 0 ? (line[2..].Trim(), null) : (line[2..on].Trim(), line[(on + 4)..].Trim()));
            }
            else
                code.Add(line);
        }
    }
}
