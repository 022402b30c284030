using ChatOps.Adapters.Aws;
using ChatOps.Iam;
using ChatOps.Iam.Policies;

namespace ChatOps.Capabilities.IamCheck;

/// <summary>A missing permission as it is put to the account, and the account's answer in words.</summary>
/// <param name="Missing">The permission.</param>
/// <param name="Role">The role.</param>
/// <param name="Region">The region of resources whose region the code does not say.</param>
internal sealed record AccountQuestion(MissingPermission Missing, AccountRole Role, string Region)
{
    /// <summary>The resource with the role's partition and account and the region filled in. Wildcards that are left stand for themselves: only what grants all of them matches.</summary>
    public string Resource { get; } = Concrete(Missing.Resource, Role.Arn, Region);

    /// <summary>Whether there is something to ask about.</summary>
    public bool IsKnown => !Resource.Contains("${", StringComparison.Ordinal);

    /// <summary>The answer of IAM's own simulation.</summary>
    public AccountCheck Answer(SimulatedAction decision) => decision switch
    {
        { MissingContext.Count: > 0 } => Depends(decision.MissingContext),
        { OrganisationAllows: false } => Of(AccountVerdict.Denied, "a policy of the organisation does not allow it"),
        { Decision: AccountDecision.Allowed } => Granted(decision.Policies),
        { BoundaryAllows: false } => Of(AccountVerdict.Denied, "its permissions boundary does not allow it"),
        { Decision: AccountDecision.Denied } => Of(AccountVerdict.Denied, decision.Policies.Count == 0 ? "a policy denies it" : $"{Names(decision.Policies)} denies it"),
        _ => NotGranted,
    };

    /// <summary>The answer of the role's own policies; the organisation's are not seen in it.</summary>
    public AccountCheck Answer(RoleDecision decision) => decision switch
    {
        { Decision: null } => Depends(decision.Keys),
        { Decision: Decision.Allowed } => Granted(decision.Policies),
        { Decision: Decision.ExplicitlyDenied } or { Policies.Count: > 0 } => Of(AccountVerdict.Denied, $"{Names(decision.Policies)} does not allow it"),
        _ => NotGranted,
    };

    /// <summary>That it cannot be known.</summary>
    /// <param name="why">Why, as a clause.</param>
    public AccountCheck Undecided(string why) => new(Missing.Text, Role.Arn, AccountVerdict.Undecided, $"Whether {Role.Name} has {Missing.Action} in the account is not known: {why}.");

    private AccountCheck Depends(IReadOnlyList<string> keys) => Undecided($"it depends on {Names(keys)}");

    private AccountCheck Granted(IReadOnlyList<string> policies) => new(Missing.Text, Role.Arn, AccountVerdict.Granted,
        $"{Missing.Action} is granted in the account{(policies.Count == 0 ? "" : $" (to {Role.Name}, by {Names(policies)})")}, not in the repository: add it there, or the next deployment may take it away.");

    private AccountCheck NotGranted => new(Missing.Text, Role.Arn, AccountVerdict.NotGranted, $"The policies of {Role.Name} in the account do not grant {Missing.Action} on {Resource} either.");

    private AccountCheck Of(AccountVerdict verdict, string why) => new(Missing.Text, Role.Arn, verdict, $"{Missing.Action} is forbidden to {Role.Name} in the account: {why}. Adding a statement does not help while that stands.");

    private static string Names(IReadOnlyList<string> names) => names.Count <= 3 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more";

    private static string Concrete(string resource, string roleArn, string region)
    {
        if (resource.Split(':', 6) is not ["arn", _, ..] || resource.Split(':', 6) is not { Length: 6 } fields || roleArn.Split(':') is not [_, var partition, _, _, var account, ..])
            return resource;
        fields[1] = partition;
        if (fields[3] == "*")
            fields[3] = region;
        if (fields[4] == "*")
            fields[4] = account;
        return string.Join(':', fields);
    }
}
