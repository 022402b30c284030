using ChatOps.Iam.Policies;

namespace ChatOps.Iam.Coverage;

/// <summary>How far a grant's resource covers a required one.</summary>
internal enum Extent
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>It depends on something that the repository does not say.</summary>
    Possible,

    /// <summary>The code does not say which resource it uses; the grant is on some of those that it may be.</summary>
    Assumed,

    /// <summary>All of it.</summary>
    Full,
}

/// <summary>Compares resources as patterns. What the code or the repository leaves open (region, account, a reference) is not held against a grant.</summary>
internal static class ResourceMatch
{
    /// <summary>Compares a grant's resource with a required one; both resolved, as they are written.</summary>
    public static Extent Compare(string granted, string required)
    {
        if (granted == "*" || granted == required)
            return Extent.Full;
        var grant = Arn.Split(granted);
        var need = Arn.Split(required);
        if (grant is null || need is null)
            return Whole(granted, required);
        // A wildcard may end the pattern early: arn:aws:s3:::* has all fields, arn:aws:sns:* has not.
        if (!Same(grant[2], need[2]) || !Place(grant[3], need[3]) || !Place(grant[4], need[4]))
            return Extent.None;
        var extent = Fields(grant[5], need[5]);
        // A call that does not even say of which kind its resource is may mean the kind that the grant is on; S3's names carry no kind.
        return extent == Extent.None && need[2] != "s3" && IsOpen(need[5]) ? Extent.Assumed : extent;
    }

    private static bool IsOpen(string resource) => resource.AsSpan(resource.AsSpan().IndexOfAny('/', ':') + 1).TrimEnd(":/*").Length == 0;

    // Not both are ARNs to their end.
    private static Extent Whole(string granted, string required)
    {
        if (References.HasReference(granted))
            return Extent.Possible;
        if (References.HasReference(required))
            return Extent.Assumed;
        if (Wildcard.Covers(Wildcard.Compile(granted), Wildcard.Compile(required)))
            return Extent.Full;
        return Wildcard.Overlaps(Wildcard.Compile(granted), Wildcard.Compile(required)) ? Extent.Assumed : Extent.None;
    }

    private static bool Same(string grant, string need) => grant == need || References.HasReference(grant) || need.Contains('*') || Wildcard.Covers(Wildcard.Compile(grant), Wildcard.Compile(need), ignoreCase: true);

    // Region or account: code seldom says them, and policies take them from where they run.
    private static bool Place(string grant, string need) =>
        need.Contains('*') || need.Length == 0 || grant.Length == 0 || References.HasReference(grant) || References.HasReference(need) || Wildcard.Covers(Wildcard.Compile(grant), Wildcard.Compile(need));

    private static Extent Fields(string grant, string need)
    {
        var (wide, narrow) = (Wildcard.Compile(grant), Wildcard.Compile(need));
        if (Wildcard.Covers(wide, narrow))
            return Extent.Full;
        var (openGrant, openNeed) = (Opened(wide), Opened(narrow));
        if (!Wildcard.Overlaps(openGrant, openNeed))
            return Extent.None;
        // A name that AWS or a variable gives may be any name; two of the repository's own that differ are two resources.
        if (References.HasReference(grant) && References.HasReference(need))
            return Extent.None;
        return References.HasReference(grant) ? Extent.Possible : Extent.Assumed;
    }

    /// <summary>A compiled pattern with its references as "anything".</summary>
    private static string Opened(string pattern)
    {
        while (pattern.IndexOf("${", StringComparison.Ordinal) is var open and >= 0 && pattern.IndexOf('}', open) is var close and > 0)
            pattern = pattern[..open] + Wildcard.Any + pattern[(close + 1)..];
        return pattern;
    }
}
