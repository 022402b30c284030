using ChatOps.Iam.Infrastructure;
using ChatOps.Iam.Policies;

namespace ChatOps.Iam.Coverage;

/// <summary>Whether a permission is there.</summary>
internal enum Verdict
{
    /// <summary>Nothing grants it.</summary>
    Missing,

    /// <summary>A statement or a boundary forbids it.</summary>
    Denied,

    /// <summary>It is granted where something holds that the repository does not say.</summary>
    Possible,

    /// <summary>It is granted under a condition of the policy.</summary>
    Conditional,

    /// <summary>It is granted on some of the resources that the code may mean.</summary>
    Assumed,

    /// <summary>It is granted.</summary>
    Granted,
}

/// <summary>A verdict and the statement that it comes from.</summary>
internal sealed record Coverage(Verdict Verdict, Grant? By)
{
    /// <summary>Whether nothing has to be added.</summary>
    public bool IsCovered => Verdict > Verdict.Denied;
}

/// <summary>Compares required permissions with what principals are granted.</summary>
internal sealed class PermissionCheck(References references, Func<string, bool> needsEverything)
{
    /// <summary>The best that one of the principals is granted.</summary>
    public Coverage Check(string action, string resource, (string Key, string Value)? condition, IEnumerable<Principal> principals)
    {
        var best = new Coverage(Verdict.Missing, null);
        foreach (var principal in principals)
        {
            var found = Check(action, resource, condition, principal);
            if (found.Verdict > best.Verdict)
                best = found;
        }

        return best;
    }

    private Coverage Check(string action, string resource, (string Key, string Value)? condition, Principal principal)
    {
        var need = references.Resolve(resource);
        if (Denial(action, need, principal.Grants) is { } denial)
            return new Coverage(Verdict.Denied, denial);
        var best = Best(action, resource, need, condition, principal.Grants);
        if (best.IsCovered && principal.Boundary is { } boundary && (Denial(action, need, boundary) is not null || !Best(action, resource, need, condition, boundary).IsCovered))
            return new Coverage(Verdict.Denied, new Grant { Allows = false, Actions = [action], Resources = [resource], At = principal.At });
        return best;
    }

    private Coverage Best(string action, string resource, string need, (string Key, string Value)? condition, IReadOnlyList<Grant> grants)
    {
        var best = new Coverage(Verdict.Missing, null);
        foreach (var grant in grants)
        {
            if (!grant.Allows || !NamesAction(grant, action))
                continue;
            var extent = grant.Resources.Contains(resource) && !grant.ExceptResources ? Extent.Full : ExtentOf(grant, need);
            // An action without resources of its own is granted on everything; on all that the service has, most services take it as that.
            if (extent is Extent.Assumed && need == "*" && needsEverything(action) && !grant.Resources.Any(pattern => IsAllOf(action, references.Resolve(pattern))))
                continue;
            var verdict = extent switch
            {
                Extent.None => Verdict.Missing,
                Extent.Possible => Verdict.Possible,
                _ when !grant.IsCertain => Verdict.Possible,
                _ when grant.Conditions.Any(line => !IsMet(line, condition)) => Verdict.Conditional,
                Extent.Assumed => Verdict.Assumed,
                _ => Verdict.Granted,
            };
            if (verdict > best.Verdict)
                best = new Coverage(verdict, grant);
        }

        return best;
    }

    private Grant? Denial(string action, string need, IReadOnlyList<Grant> grants) =>
        grants.FirstOrDefault(grant => !grant.Allows && grant.IsCertain && grant.Conditions.Count == 0 && NamesAction(grant, action) && ExtentOf(grant, need) == Extent.Full
            // What the code leaves open may be another resource than the denied ones.
            && (need.LastIndexOf(':') is var last && !need.AsSpan(last + 1).Contains('*') || (!grant.ExceptResources && grant.Resources.Contains("*"))));

    // arn:aws:fsx:*:*:* for fsx:DescribeSnapshots
    private static bool IsAllOf(string action, string pattern) => Arn.Split(pattern) is [_, _, var service, _, _, "*"] && action.StartsWith(service + ":", StringComparison.OrdinalIgnoreCase);

    private static bool NamesAction(Grant grant, string action) =>
        grant.ExceptActions != grant.Actions.Any(pattern => Wildcard.Matches(Wildcard.Compile(pattern), action, ignoreCase: true));

    private Extent ExtentOf(Grant grant, string need)
    {
        var extent = grant.Resources.Select(pattern => ResourceMatch.Compare(references.Resolve(pattern), need)).DefaultIfEmpty(Extent.None).Max();
        if (!grant.ExceptResources)
            return extent;
        return extent switch { Extent.None => Extent.Full, Extent.Full => Extent.None, _ => Extent.Possible };
    }

    // A grant of iam:PassRole to one service is met by the call that passes the role to that service.
    private static bool IsMet((string Operator, string Key, IReadOnlyList<string> Values) line, (string Key, string Value)? condition) =>
        condition is { } known && line.Key.Equals(known.Key, StringComparison.OrdinalIgnoreCase) && line.Operator.StartsWith("String", StringComparison.OrdinalIgnoreCase) && !line.Operator.Contains("Not", StringComparison.OrdinalIgnoreCase)
        && line.Values.Any(value => Wildcard.Matches(Wildcard.Compile(value), known.Value, ignoreCase: true));
}
