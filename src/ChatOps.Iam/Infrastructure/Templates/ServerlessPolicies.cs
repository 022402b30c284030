namespace ChatOps.Iam.Infrastructure.Templates;

/// <summary>Reads the Serverless Framework's <c>serverless.yml</c>: the statements of the one role that all functions share, and those of functions with a role of their own.</summary>
internal static class ServerlessPolicies
{
    /// <summary>Whether a value is a Serverless configuration.</summary>
    public static bool IsService(IacValue? value) => value is IacMap && value.Member("service") is not null && value.Member("provider") is IacMap;

    /// <summary>Adds what the file says.</summary>
    public static void Read(IacValue service, string path, string prefix, RepositoryPolicies policies)
    {
        var functions = new TemplateFunctions(prefix, new Dictionary<string, string>());
        var provider = functions.Resolve(service.Member("provider")!);
        var folder = Folders.Of(path);
        var at = new Place(path, 1);
        var shared = policies.Add(path, null, provider.At ?? at);
        shared.Grants.AddRange(ManagedPolicies.Find("AWSLambdaBasicExecutionRole", shared.At)!);
        var role = provider.Member("iam")?.Member("role");
        Add(shared, role?.Member("statements") ?? provider.Member("iamRoleStatements"), shared.At);
        foreach (var arn in (role?.Member("managedPolicies") ?? provider.Member("iamManagedPolicies"))?.Texts() ?? [])
        {
            if (ManagedPolicies.Find(arn, shared.At) is { } grants)
                shared.Grants.AddRange(grants);
            else
                shared.Unread.Add(arn);
        }

        if (service.Member("resources") is { } resources && TemplatePolicies.IsTemplate(resources))
            TemplatePolicies.Read(resources, path, prefix, policies);

        foreach (var (name, function) in (service.Member("functions") as IacMap)?.Entries ?? [])
        {
            var resolved = functions.Resolve(function);
            var principal = (resolved.Member("role") ?? provider.Member("role"))?.AsText is { } named ? Role(named, prefix, policies) ?? shared : shared;
            if (resolved.Member("iamRoleStatements") is { } own)
            {
                principal = policies.Add($"{path}#{name}", null, resolved.At ?? at);
                Add(principal, own, principal.At);
                if (resolved.Member("iamRoleStatementsInherit")?.AsText == "true")
                    principal.Grants.AddRange(shared.Grants);
            }

            policies.Workloads.Add(new Workload
            {
                Name = name,
                Principal = principal.Key,
                Handler = resolved.Member("handler")?.AsText,
                Folder = folder,
                Environment = [.. ((provider.Member("environment") as IacMap)?.Entries ?? []).Concat((resolved.Member("environment") as IacMap)?.Entries ?? [])],
            });
        }

    }

    // A logical id of the file's own resources, or their ARN.
    private static Principal? Role(string role, string prefix, RepositoryPolicies policies)
    {
        var id = role.StartsWith("${", StringComparison.Ordinal) ? role[2..^1].Replace(".Arn", "", StringComparison.Ordinal) : prefix + role;
        return policies.Principals.GetValueOrDefault(id);
    }

    private static void Add(Principal principal, IacValue? statements, Place at)
    {
        if (statements is null)
            return;
        if (StatementReader.ReadStatements(statements, at) is { } grants)
        {
            principal.Grants.AddRange(grants);
            if (statements is IacList { Last: not null } list)
                principal.Templates.Add((at.Path, list));
        }
        else
        {
            principal.Unread.Add($"statements at {at}");
        }
    }
}
