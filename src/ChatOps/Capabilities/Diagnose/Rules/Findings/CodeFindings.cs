using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Capabilities.Diagnose.Knowledge;

namespace ChatOps.Capabilities.Diagnose.Rules.Findings;

/// <summary>Looks in the code concerned for what a signature makes likely.</summary>
internal static class CodeFindings
{
    // Files beyond these have little to do with the error, and reading each costs time.
    private const int MaxFiles = 24;

    /// <summary>What was seen, the most telling first.</summary>
    public static IReadOnlyList<Finding> For(Signature signature, EvidenceSet evidence, RepositoryFiles repository)
    {
        var files = FilesConcerned(evidence, repository);
        return signature.Category switch
        {
            Category.Throttling => [.. Each(RetryWithoutBackoff.In).Concat(signature.Id.StartsWith("aws-dynamodb", StringComparison.Ordinal) ? Each((path, lines) => ClientWithoutRetries.In(path, lines, "dynamodb")) : []).Take(3)],
            Category.Permission => DeniedPermission.In(evidence.Text, repository) is { } policy ? [policy] : [],
            Category.Timeout => [.. Each(CallsInLoop.In).Take(2)],
            _ => [],
        };

        IEnumerable<Finding> Each(Func<string, string[], Finding?> look) => files.Select(path => look(path, repository.Lines(path))).OfType<Finding>();
    }

    // The named file, what it imports, what the evidence ranks high, and helpers called retry or backoff.
    private static List<string> FilesConcerned(EvidenceSet evidence, RepositoryFiles repository)
    {
        var leading = evidence.FilePath ?? (evidence.Files.Count > 0 ? evidence.Files[0].Path : null);
        IEnumerable<string> files = leading is null ? [] : [leading, .. leading.EndsWith(".py", StringComparison.Ordinal) ? PythonImports.Of(leading, repository) : []];
        files = files.Concat(evidence.Files.Take(10).Select(file => file.Path)).Concat(evidence.Items.Select(item => item.Path));
        files = files.Concat(repository.Paths.Where(path => Path.GetFileNameWithoutExtension(path).Contains("retry", StringComparison.OrdinalIgnoreCase) && !IsTest(path)).Take(4));
        return [.. files.Where(path => !IsTest(path)).Distinct().Take(MaxFiles)];
    }

    private static bool IsTest(string path) => path.Split('/').Any(part => part is "test" or "tests" or "__tests__" or "spec") || Path.GetFileName(path).StartsWith("test_", StringComparison.Ordinal);
}
