using ChatOps.Iam.Infrastructure.Templates;
using ChatOps.Iam.Infrastructure.Terraform;

namespace ChatOps.Iam.Infrastructure;

/// <summary>A role, or a user or group, and what the repository grants it.</summary>
internal sealed class Principal(string key, string? name, Place at)
{
    /// <summary>Its address: <c>aws_iam_role.orders</c>, or a template's path and logical id.</summary>
    public string Key { get; } = key;

    /// <summary>The name that it has in AWS, when it is known.</summary>
    public string? Name { get; } = name;

    public Place At { get; } = at;

    public List<Grant> Grants { get; } = [];

    /// <summary>Its permission boundary; null when it has none.</summary>
    public List<Grant>? Boundary { get; set; }

    /// <summary>Where its policies are written in Terraform, own ones first.</summary>
    public List<PolicySite> Sites { get; } = [];

    /// <summary>Where its statements stand in templates and policy files: the file and the list.</summary>
    public List<(string Path, IacList Statements)> Templates { get; } = [];

    /// <summary>Policies that it has and that cannot be read here.</summary>
    public List<string> Unread { get; } = [];

    /// <summary>The role's block, when it is Terraform's.</summary>
    public (TerraformModule Module, TerraformBlock Block)? Terraform { get; init; }
}

/// <summary>A policy that is written in Terraform.</summary>
/// <param name="Module">Its module.</param>
/// <param name="Block">The block that it stands in.</param>
/// <param name="Policy">The expression.</param>
internal sealed record PolicySite(TerraformModule Module, TerraformBlock Block, Hcl.HclExpression Policy);

/// <summary>Code that runs as a principal.</summary>
internal sealed class Workload
{
    public required string Name { get; init; }

    /// <summary>The principal's key; null when it is not known.</summary>
    public string? Principal { get; init; }

    /// <summary>The handler as it is configured, e.g. <c>src.handlers.order_handler.handler</c>.</summary>
    public string? Handler { get; init; }

    /// <summary>The folder of its code in the repository; null when the infrastructure does not say.</summary>
    public string? Folder { get; init; }

    public IReadOnlyList<KeyValuePair<string, IacValue>> Environment { get; init; } = [];
}

/// <summary>A resource that the repository declares.</summary>
/// <param name="Reference">How its ARN is referred to: <c>aws_sns_topic.orders</c>, <c>OrdersTopic</c>.</param>
/// <param name="Type">Its type: <c>aws_sns_topic</c>, <c>AWS::SNS::Topic</c>.</param>
/// <param name="Name">Its name, with references in it; null when AWS makes one up.</param>
/// <param name="Arn">Its ARN with wildcards for account and region; what is not known of the name stays a reference.</param>
internal sealed record IacResource(string Reference, string Type, string? Name, string Arn);

/// <summary>What a repository's infrastructure code says of permissions.</summary>
internal sealed class RepositoryPolicies
{
    public Dictionary<string, Principal> Principals { get; } = new(StringComparer.Ordinal);

    public List<Workload> Workloads { get; } = [];

    public List<IacResource> Resources { get; } = [];

    public List<string> Warnings { get; } = [];

    /// <summary>Those of the warnings that say that a file could not be read.</summary>
    public List<string> Unread { get; } = [];

    /// <summary>Reads everything that the files hold.</summary>
    /// <param name="files">Text by path, with <c>/</c>.</param>
    public static RepositoryPolicies Read(IReadOnlyDictionary<string, string> files)
    {
        var policies = new RepositoryPolicies();
        TerraformPolicies.Read(files, policies);
        TemplateFiles.Read(files, policies);
        return policies;
    }

    /// <summary>Warns of a file that could not be read.</summary>
    public void LeaveOut(string sentence)
    {
        Warnings.Add(sentence);
        Unread.Add(sentence);
    }

    public Principal Add(string key, string? name, Place at, (TerraformModule, TerraformBlock)? terraform = null)
    {
        if (!Principals.TryGetValue(key, out var principal))
            Principals[key] = principal = new Principal(key, name, at) { Terraform = terraform };
        return principal;
    }
}
