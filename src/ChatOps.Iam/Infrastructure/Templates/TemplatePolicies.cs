namespace ChatOps.Iam.Infrastructure.Templates;

/// <summary>Reads roles, their policies and who runs as them from CloudFormation and SAM templates.</summary>
internal sealed class TemplatePolicies
{
    private readonly RepositoryPolicies policies;
    private readonly string path;
    private readonly string prefix;
    private readonly Dictionary<string, (string Type, IacValue? Properties, IacValue Resource)> resources = new(StringComparer.Ordinal);
    private readonly IacValue? globals;

    private TemplatePolicies(RepositoryPolicies policies, string path, string prefix, IacMap template)
    {
        (this.policies, this.path, this.prefix) = (policies, path, prefix);
        var parameters = (template.Member("Parameters") as IacMap)?.Entries.Where(entry => entry.Value.Member("Default")?.AsText is { Length: > 0 } && entry.Value.Member("Type")?.AsText?.StartsWith("AWS::", StringComparison.Ordinal) != true)
            .DistinctBy(entry => entry.Key).ToDictionary(entry => entry.Key, entry => entry.Value.Member("Default")!.AsText!, StringComparer.Ordinal) ?? [];
        var functions = new TemplateFunctions(prefix, parameters);
        globals = template.Member("Globals") is { } common ? functions.Resolve(common).Member("Function") : null;
        foreach (var (id, resource) in (template.Member("Resources") as IacMap)?.Entries ?? [])
        {
            var resolved = functions.Resolve(resource);
            if (resolved.Member("Type")?.AsText is { } type)
                resources[id] = (type, resolved.Member("Properties"), resolved);
        }
    }

    /// <summary>Whether a value is a template.</summary>
    public static bool IsTemplate(IacValue? value) => value is IacMap && value.Member("Resources") is IacMap { Entries: var entries }
        && entries.Any(entry => entry.Value.Member("Type")?.AsText is { } type && (type.StartsWith("AWS::", StringComparison.Ordinal) || type.StartsWith("Custom::", StringComparison.Ordinal)));

    /// <summary>Adds what a template says.</summary>
    /// <param name="template">The template.</param>
    /// <param name="path">Its file.</param>
    /// <param name="prefix">What tells its logical ids from those of other templates; empty when there is only one.</param>
    /// <param name="policies">Where to.</param>
    public static void Read(IacValue template, string path, string prefix, RepositoryPolicies policies)
    {
        var reader = new TemplatePolicies(policies, path, prefix, (IacMap)template);
        reader.ReadRoles();
        reader.ReadPolicies();
        reader.ReadFunctions();
        reader.ReadConnectors();
    }

    private void ReadRoles()
    {
        foreach (var (id, (type, properties, resource)) in resources)
        {
            if (TemplateResources.Declare(prefix + id, type, properties) is { } declared)
                policies.Resources.Add(declared);
            if (type is not ("AWS::IAM::Role" or "AWS::IAM::User" or "AWS::IAM::Group"))
                continue;
            var principal = policies.Add(prefix + id, properties?.Member(type["AWS::IAM::".Length..] + "Name")?.AsText, At(resource));
            foreach (var policy in properties?.Member("Policies")?.Each() ?? [])
                AddDocument(principal, policy.Member("PolicyDocument"), policy.At ?? At(resource));
            foreach (var arn in properties?.Member("ManagedPolicyArns")?.Texts() ?? [])
                AddManaged(principal, arn, At(resource));
            if (properties?.Member("PermissionsBoundary")?.AsText is { } boundary)
            {
                var limits = new Principal("", null, At(resource));
                AddManaged(limits, boundary, At(resource));
                principal.Boundary = limits.Unread.Count == 0 ? limits.Grants : null;
            }
        }
    }

    private void ReadPolicies()
    {
        foreach (var (id, (type, properties, resource)) in resources.Where(entry => entry.Value.Type is "AWS::IAM::Policy" or "AWS::IAM::ManagedPolicy" or "AWS::IAM::RolePolicy"))
        {
            var names = ((string[])["Roles", "Users", "Groups", "RoleName"]).SelectMany(name => properties?.Member(name)?.Texts() ?? []).ToList();
            foreach (var name in names)
                AddDocument(Find(name, resource), properties?.Member("PolicyDocument"), At(resource));
            if (names.Count == 0 && !resources.Values.Any(other => other.Properties?.Member("ManagedPolicyArns")?.Texts().Contains("${" + prefix + id + "}") == true))
                AddDocument(policies.Add(prefix + id, null, At(resource)), properties?.Member("PolicyDocument"), At(resource));
        }
    }

    private void ReadFunctions()
    {
        foreach (var (id, (type, properties, resource)) in resources)
        {
            if (type is not ("AWS::Serverless::Function" or "AWS::Lambda::Function" or "AWS::ECS::TaskDefinition"))
                continue;
            IacValue? Property(string name) => properties?.Member(name) ?? (type == "AWS::Serverless::Function" ? globals?.Member(name) : null);
            var role = (Property("Role") ?? Property("TaskRoleArn"))?.AsText;
            var principal = role is not null ? Find(role, resource) : type == "AWS::Serverless::Function" ? policies.Add(prefix + id, null, At(resource)) : null;
            if (role is null && principal is not null)
                AddSamPolicies(principal, Property("Policies"), Property("Tracing"), At(resource));
            policies.Workloads.Add(new Workload
            {
                Name = Property("FunctionName")?.AsText ?? id,
                Principal = principal?.Key,
                Handler = Property("Handler")?.AsText,
                Folder = Property("CodeUri")?.AsText is { } code && !code.Contains("${", StringComparison.Ordinal) && !code.StartsWith("s3:", StringComparison.Ordinal) ? Folders.Resolve(Folders.Of(path), code) : type == "AWS::Serverless::Function" ? Folders.Of(path) : null,
                Environment = [.. ((globals?.Member("Environment")?.Member("Variables") as IacMap)?.Entries ?? []).Concat((properties?.Member("Environment")?.Member("Variables") as IacMap)?.Entries ?? [])],
            });
        }
    }

    private void AddSamPolicies(Principal principal, IacValue? listed, IacValue? tracing, Place at)
    {
        principal.Grants.AddRange(ManagedPolicies.Find("AWSLambdaBasicExecutionRole", at)!);
        if (tracing?.AsText == "Active")
            principal.Grants.AddRange(ManagedPolicies.Find("AWSXRayDaemonWriteAccess", at)!);
        foreach (var policy in listed?.Each() ?? [])
        {
            if (policy.AsText is { } name)
                AddManaged(principal, name, policy.At ?? at);
            else if (policy.Member("Statement") is not null)
                AddDocument(principal, policy, policy.At ?? at);
            else if (policy is IacMap { Entries: [var (template, parameters)] })
                AddTemplate(principal, template, parameters, policy.At ?? at);
        }
    }

    private static void AddTemplate(Principal principal, string template, IacValue parameters, Place at)
    {
        if (SamPolicyTemplates.Find(template, parameters, at) is { } grants)
            principal.Grants.AddRange(grants);
        else
            principal.Unread.Add($"the SAM policy template {template} at {at}");
    }

    private void ReadConnectors()
    {
        foreach (var (id, (type, properties, resource)) in resources)
        {
            if (type == "AWS::Serverless::Connector")
                Connect(properties?.Member("Source")?.Member("Id")?.AsText, properties, At(resource));
            foreach (var (_, connector) in (resource.Member("Connectors") as IacMap)?.Entries ?? [])
                Connect(id, connector.Member("Properties"), connector.At ?? At(resource));
        }
    }

    private void Connect(string? source, IacValue? connector, Place at)
    {
        if (source is null || !policies.Principals.TryGetValue(prefix + source, out var principal))
            return;
        foreach (var destination in connector?.Member("Destination")?.Each().Select(end => end.Member("Id")?.AsText).OfType<string>() ?? [])
        {
            if (!resources.TryGetValue(destination, out var target))
                continue;
            foreach (var permission in connector!.Member("Permissions")?.Texts() ?? [])
            {
                var (actions, suffixes) = SamPolicyTemplates.Connector(target.Type, permission == "Write");
                if (actions.Length > 0)
                    principal.Grants.Add(new Grant { Allows = true, Actions = actions, Resources = [.. suffixes.Select(suffix => $"${{{prefix}{destination}.Arn}}{suffix}")], At = at });
            }
        }
    }

    private static void AddDocument(Principal principal, IacValue? document, Place at)
    {
        if (document is not null && StatementReader.ReadDocument(document, at) is { } grants)
        {
            principal.Grants.AddRange(grants);
            if (document.Member("Statement") is IacList { Last: not null } statements)
                principal.Templates.Add((at.Path, statements));
        }
        else
        {
            principal.Unread.Add($"a policy at {at}");
        }
    }

    private void AddManaged(Principal principal, string arn, Place at)
    {
        if (arn.StartsWith("${" + prefix, StringComparison.Ordinal) && resources.TryGetValue(arn[(2 + prefix.Length)..^1], out var own) && own.Type == "AWS::IAM::ManagedPolicy")
            AddDocument(principal, own.Properties?.Member("PolicyDocument"), At(own.Resource));
        else if (ManagedPolicies.Find(arn, at) is { } grants)
            principal.Grants.AddRange(grants);
        else
            principal.Unread.Add(arn);
    }

    private Principal Find(string role, IacValue resource)
    {
        var key = role.StartsWith("${", StringComparison.Ordinal) && role.EndsWith('}') ? role[2..^1] : role[(role.LastIndexOf('/') + 1)..];
        key = key.EndsWith(".Arn", StringComparison.Ordinal) ? key[..^4] : key;
        return policies.Principals.GetValueOrDefault(key) ?? policies.Principals.Values.FirstOrDefault(principal => principal.Name == key) ?? policies.Add(key, null, At(resource));
    }

    private Place At(IacValue resource) => resource.At ?? new Place(path, 1);
}
