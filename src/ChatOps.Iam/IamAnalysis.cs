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

    /// <summary>The pull request that was checked; null, and not written, when it was something else.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public int? PrNumber { get; init; }

    /// <summary>The pull request's last commit when it was checked; null, and not written, when it was something else.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public string? HeadSha { get; init; }

    /// <summary>What the account says of the missing permissions; null, and not written, when it was not asked.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AccountCheck>? AccountChecks { get; init; }

    /// <summary>The missing permissions in their parts, in the same order.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<MissingPermission> Missing { get; init; } = [];

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

/// <summary>A permission that the repository does not grant.</summary>
/// <param name="Action">The action.</param>
/// <param name="Resource">The resource: an ARN with wildcards, or <c>*</c>; what the repository does not say of it stands as <c>${…}</c>.</param>
/// <param name="Condition">A condition key that the call itself meets, and its value; null for none.</param>
/// <param name="Paths">The files that need it; none when it was read from an error.</param>
/// <param name="Roles">The names in AWS of the roles that need it, null for one that the repository gives no name; none when it is not known who needs it.</param>
public sealed record MissingPermission(string Action, string Resource, (string Key, string Value)? Condition, IReadOnlyList<string> Paths, IReadOnlyList<string?> Roles)
{
    /// <summary>The account that AWS denied it in; null when it is not known.</summary>
    public string? Account { get; init; }

    /// <summary>As <see cref="IamAnalysis.MissingPermissions"/> has it.</summary>
    public string Text => $"{Action} on {Resource}";
}

/// <summary>What an account says of a permission that the repository does not grant.</summary>
/// <param name="Permission">The permission, as <see cref="IamAnalysis.MissingPermissions"/> has it.</param>
/// <param name="Role">The ARN of the role that was asked about.</param>
/// <param name="Verdict">The answer.</param>
/// <param name="Detail">The answer as a sentence.</param>
public sealed record AccountCheck(string Permission, string Role, AccountVerdict Verdict, string Detail);

/// <summary>What an account says.</summary>
public enum AccountVerdict
{
    /// <summary>The role has it there, though the repository does not say so.</summary>
    Granted,

    /// <summary>The role's policies do not grant it there either.</summary>
    NotGranted,

    /// <summary>A statement, the boundary or the organisation forbids it there.</summary>
    Denied,

    /// <summary>It depends on what cannot be known from here.</summary>
    Undecided,
}
