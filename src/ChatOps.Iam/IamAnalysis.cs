namespace ChatOps.Iam;

/// <summary>Which permissions code needs, and which of them the repository's policies do not grant. Everything is sorted: the same input gives the same answer.</summary>
public sealed record IamAnalysis
{
    /// <summary>Actions that the code needs in any case, each once.</summary>
    public required IReadOnlyList<string> RequiredPermissions { get; init; }

    /// <summary><c>sns:Publish on arn:aws:sns:*:*:order-notifications</c>.</summary>
    public required IReadOnlyList<string> MissingPermissions { get; init; }

    /// <summary>Actions that are needed only under a condition.</summary>
    public required IReadOnlyList<ConditionalPermission> ConditionalPermissions { get; init; }

    /// <summary>The statements to add, in the style of the policy that they belong to; null when nothing is missing.</summary>
    public required string? TerraformUpdate { get; init; }

    /// <summary>A unified diff of the repository's own <c>.tf</c>; null when nothing is missing or there is no Terraform to change.</summary>
    public required string? TerraformDiff { get; init; }

    /// <summary>Every call that needs a permission.</summary>
    public required IReadOnlyList<IamFinding> Findings { get; init; }

    /// <summary>Sentences: what is missing, what may be, and what could not be read.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Where the policy stands, or else the role, of the one principal that lacks something (<c>path:line</c>); null when there are several or none.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? PolicyPlace { get; init; }

    /// <summary>The files that the diff changes, whole, by path.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyDictionary<string, string> ChangedFiles { get; init; } = new Dictionary<string, string>();
}

/// <summary>An action that is needed only when something holds.</summary>
/// <param name="Action">The action.</param>
/// <param name="When">When, as a clause.</param>
public sealed record ConditionalPermission(string Action, string When);

/// <summary>A call that needs a permission.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="SdkCall">The call as people write it.</param>
/// <param name="Action">The action.</param>
/// <param name="Resource">The resource: an ARN with wildcards, or <c>*</c>.</param>
/// <param name="GrantedBy">Where the statement stands that grants it (<c>path:line</c>); null when none does.</param>
public sealed record IamFinding(string Path, int Line, string SdkCall, string Action, string Resource, string? GrantedBy);
