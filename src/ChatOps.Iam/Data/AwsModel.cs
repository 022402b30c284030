namespace ChatOps.Iam.Data;

/// <summary>An action of the service authorization reference.</summary>
/// <param name="Name">Without its prefix: <c>Publish</c>.</param>
/// <param name="Level">The access level's first letter: Read, Write, List, Tagging, Permissions management.</param>
/// <param name="Types">The resource types that it can be limited to; none means that only <c>*</c> fits.</param>
public sealed record AwsAction(string Name, char Level, IReadOnlyList<(string Type, bool Required)> Types);

/// <summary>A resource type of the service authorization reference.</summary>
/// <param name="Name">In lower case: <c>topic</c>.</param>
/// <param name="Arn">Its format: <c>arn:${Partition}:sns:${Region}:${Account}:${TopicName}</c>.</param>
/// <param name="Terraform">The Terraform resource that declares one; null when our table names none.</param>
/// <param name="Bindings">Which parameter of a call fills which placeholder.</param>
public sealed record AwsResourceType(string Name, string Arn, string? Terraform, IReadOnlyList<(string Member, string Placeholder)> Bindings);

/// <summary>What an operation needs beside, or instead of, the action of its own name.</summary>
/// <param name="Action">With its prefix; <c>-</c> for none at all.</param>
/// <param name="When">As <c>operations.tsv</c> writes it; empty means always.</param>
public sealed record AwsFact(string Action, string When);

/// <summary>An operation of a service's API.</summary>
/// <param name="Name">As the API names it.</param>
/// <param name="Members">Its parameters, at the top level.</param>
/// <param name="Roles">The parameters, at any depth, that pass a role to the service.</param>
public sealed record AwsOperation(string Name, IReadOnlyList<string> Members, IReadOnlyList<string> Roles)
{
    /// <summary>What it needs; null when it is exactly the action of its own name.</summary>
    public IReadOnlyList<AwsFact>? Facts { get; internal set; }
}
