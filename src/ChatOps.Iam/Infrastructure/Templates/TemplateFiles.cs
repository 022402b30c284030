namespace ChatOps.Iam.Infrastructure.Templates;

/// <summary>Finds the templates, Serverless configurations and plain policies among a repository's files.</summary>
internal static class TemplateFiles
{
    /// <summary>Adds what they say.</summary>
    public static void Read(IReadOnlyDictionary<string, string> files, RepositoryPolicies policies)
    {
        List<(string Path, IacValue Value)> templates = [];
        List<(string Path, IacValue Value)> documents = [];
        foreach (var (path, text) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            if (Value(path, text, policies) is not { } value)
                continue;
            if (TemplatePolicies.IsTemplate(value) || ServerlessPolicies.IsService(value))
                templates.Add((path, value));
            else if (IsPolicy(value))
                documents.Add((path, value));
        }

        foreach (var (path, value) in templates)
        {
            var prefix = templates.Count == 1 ? "" : path + "#";
            if (ServerlessPolicies.IsService(value))
                ServerlessPolicies.Read(value, path, prefix, policies);
            else
                TemplatePolicies.Read(value, path, prefix, policies);
        }

        // A document that Terraform or a template already brought in by name is not a second policy.
        foreach (var (path, value) in documents.Where(document => policies.Principals.Values.All(principal => principal.Grants.All(grant => grant.At.Path != document.Path))))
        {
            if (StatementReader.ReadDocument(value, new Place(path, 1)) is not { Count: > 0 } grants)
                continue;
            var principal = policies.Add(path, null, new Place(path, 1));
            principal.Grants.AddRange(grants);
            if (value.Member("Statement") is IacList { Last: not null } statements)
                principal.Templates.Add((path, statements));
        }
    }

    private static IacValue? Value(string path, string text, RepositoryPolicies policies)
    {
        var extension = Path.GetExtension(path);
        if (extension is ".json" or ".template" && (text.Contains("\"Statement\"", StringComparison.Ordinal) || text.Contains("\"AWS::", StringComparison.Ordinal)) && text.TrimStart().StartsWith('{'))
            return PolicyJson.TryRead(text, new Place(path, 1));
        if (extension is not (".yml" or ".yaml" or ".template") || !(text.Contains("AWS::", StringComparison.Ordinal) || (text.Contains("provider:", StringComparison.Ordinal) && text.Contains("service:", StringComparison.Ordinal))))
            return null;
        var (value, problem) = YamlReader.Read(text, path);
        if (problem is not null)
            policies.LeaveOut(problem);
        return value;
    }

    private static bool IsPolicy(IacValue value) =>
        value.Member("Statement") is { } statements && statements.Each().Any(statement => statement.Member("Effect") is not null && (statement.Member("Action") ?? statement.Member("NotAction")) is not null);
}
