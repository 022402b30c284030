namespace ChatOps.Iam.Denials;

/// <summary>Which kind of policy AWS says stood in the way.</summary>
public enum DenyingPolicy
{
    /// <summary>AWS does not say.</summary>
    Unknown,

    /// <summary>The principal's own policies.</summary>
    Identity,

    /// <summary>A policy of the resource: a bucket's, a key's, a queue's.</summary>
    Resource,

    /// <summary>The principal's permissions boundary.</summary>
    Boundary,

    /// <summary>A policy given when the session began.</summary>
    Session,

    /// <summary>A service control policy of the organisation.</summary>
    ServiceControl,

    /// <summary>A resource control policy of the organisation.</summary>
    ResourceControl,

    /// <summary>The policy of a VPC endpoint.</summary>
    VpcEndpoint,
}

/// <summary>A request that AWS denied, read from its error text.</summary>
/// <param name="Action">The action: <c>sns:Publish</c>.</param>
/// <param name="Resource">The resource's ARN; null when AWS does not say.</param>
/// <param name="Principal">The ARN of who asked; null when AWS does not say.</param>
/// <param name="Policy">What stood in the way.</param>
/// <param name="IsExplicit">Whether a statement denied it; otherwise none allowed it.</param>
/// <param name="HasEncodedMessage">Whether the text carries a message that <c>sts:DecodeAuthorizationMessage</c> can read.</param>
public sealed record AccessDenial(string Action, string? Resource, string? Principal, DenyingPolicy Policy, bool IsExplicit, bool HasEncodedMessage)
{
    /// <summary>The name of the role or user; null when it is not known.</summary>
    public string? PrincipalName => Principal?.Split(':', 6) is [.., var last] && last.Split('/') is [var kind, .. var rest] && rest.Length > 0
        ? kind == "assumed-role" ? rest[0] : rest[^1]
        : null;

    /// <summary>The name of the role; null when it was a user or is not known.</summary>
    public string? RoleName => Principal?.Contains(":user/", StringComparison.Ordinal) == true ? null : PrincipalName;

    /// <summary>The principal's account; null when it is not known.</summary>
    public string? Account => Principal?.Split(':') is [_, _, _, _, { Length: 12 } account, ..] && account.All(char.IsAsciiDigit) ? account : null;

    /// <summary>What the principal would have to be granted: the resource without its region and account, an object as all of its bucket.</summary>
    public RequiredPermission Required => new(Action, Pattern(), new SdkCall("", 0, Action, Action.Split(':')[0], Action[(Action.IndexOf(':', StringComparison.Ordinal) + 1)..]));

    /// <summary>Who, what, and why, in one sentence.</summary>
    public string Sentence => $"{(PrincipalName is { } name ? (Principal!.Contains(":user/", StringComparison.Ordinal) ? "The user " : "The role ") + name : "The caller")} may not {Action}{(Resource is null ? "" : " on " + Resource)}: {Reason}.";

    /// <summary>What to do, in one sentence.</summary>
    public string Advice => (Policy, IsExplicit) switch
    {
        (DenyingPolicy.ServiceControl or DenyingPolicy.ResourceControl, _) => "Only an administrator of the organisation can change that policy: a statement of the role does not help.",
        (DenyingPolicy.Boundary, true) => "Change the permissions boundary: it denies this whatever the role's policies allow.",
        (DenyingPolicy.Boundary, false) => $"Allow {Action} in the permissions boundary, and in a policy of the role.",
        (DenyingPolicy.Session, _) => "Change the session policy that the role is assumed with.",
        (DenyingPolicy.VpcEndpoint, _) => "Change the policy of the VPC endpoint that the request goes through.",
        (DenyingPolicy.Resource, true) => "Take the statement that denies it out of the resource's policy.",
        (DenyingPolicy.Resource, false) when Action.StartsWith("kms:", StringComparison.Ordinal) => "Allow it in the key's policy (or let that policy hand the decision to IAM), and in a policy of the role.",
        (DenyingPolicy.Resource, false) => "Allow the principal in the resource's policy.",
        (_, true) => "Find the statement that denies it: as long as it stands, allowing it elsewhere does not help.",
        _ => $"Allow {Action} in a policy of the {(Principal?.Contains(":user/", StringComparison.Ordinal) == true ? "user" : "role")}.",
    };

    private string Reason => (Policy, IsExplicit) switch
    {
        (DenyingPolicy.Unknown, true) => "a statement denies it",
        (DenyingPolicy.Unknown, false) => "nothing allows it",
        (_, true) => $"a statement of {Named} denies it",
        _ => $"no statement of {Named} allows it",
    };

    private string Named => Policy switch
    {
        DenyingPolicy.Resource => "the resource's policy",
        DenyingPolicy.Boundary => "its permissions boundary",
        DenyingPolicy.Session => "the session policy",
        DenyingPolicy.ServiceControl => "a service control policy",
        DenyingPolicy.ResourceControl => "a resource control policy",
        DenyingPolicy.VpcEndpoint => "the VPC endpoint's policy",
        _ => "its own policies",
    };

    private string Pattern()
    {
        if (Resource?.Split(':', 6) is not [var arn, var partition, var service, var region, var account, var resource])
            return "*";
        if (service == "s3" && resource.IndexOf('/', StringComparison.Ordinal) is var slash and > 0)
            resource = resource[..slash] + "/*";
        return string.Join(':', arn, partition, service, region.Length == 0 ? "" : "*", account.Length == 0 ? "" : "*", resource);
    }
}
