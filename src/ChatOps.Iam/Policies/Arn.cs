namespace ChatOps.Iam.Policies;

/// <summary>Amazon resource names: six fields between colons, of which the last may hold colons itself. No wildcard reaches over a field's end, nor over the end of a resource's type.</summary>
internal static class Arn
{
    private const int Fields = 6;

    /// <summary>Whether the name is one that the pattern means. The pattern is compiled; <c>*</c> alone means everything.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        if (pattern is [Wildcard.Any])
            return true;
        var untyped = false;
        for (var field = 1; field < Fields; field++)
        {
            var (p, n) = (pattern.IndexOf(':'), name.IndexOf(':'));
            // A name that is no ARN is compared as it stands.
            if (n < 0)
                return p < 0 && Wildcard.Matches(pattern, name);
            // arn:aws:sns:* leaves the other fields open.
            if (p < 0)
                return field > 1 && pattern is [.., Wildcard.Any] && Wildcard.Matches(pattern, name[..n], ignoreCase: true);
            if (!Wildcard.Matches(pattern[..p], name[..n], ignoreCase: true))
                return false;
            untyped |= field == 3 && name[..n] is "s3";
            pattern = pattern[(p + 1)..];
            name = name[(n + 1)..];
        }

        return untyped ? Wildcard.Matches(pattern, name) : MatchesResource(pattern, name);
    }

    /// <summary>Whether a pattern, of which only the start is known, is about resources of the name's kind: its fields match as far as they are known, and so does its type.</summary>
    public static bool IsOfKind(ReadOnlySpan<char> start, ReadOnlySpan<char> name)
    {
        for (var field = 1; field < Fields; field++)
        {
            var (p, n) = (start.IndexOf(':'), name.IndexOf(':'));
            if (p < 0 || n < 0)
                return true;
            if (!Wildcard.Matches(start[..p], name[..n], ignoreCase: true))
                return false;
            if (field == 3 && name[..n] is "s3")
                return true;
            start = start[(p + 1)..];
            name = name[(n + 1)..];
        }

        var type = start.IndexOfAny('/', ':');
        return type < 0 || (name.IndexOfAny('/', ':') is var own and >= 0 && start[..type].SequenceEqual(name[..own]));
    }

    /// <summary>Whether an ARN condition's pattern means the name: both have all six fields.</summary>
    public static bool MatchesWhole(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        for (var field = 1; field < Fields; field++)
        {
            var (p, n) = (pattern.IndexOf(':'), name.IndexOf(':'));
            if (n < 0 || p < 0 || !Wildcard.Matches(pattern[..p], name[..n]))
                return false;
            pattern = pattern[(p + 1)..];
            name = name[(n + 1)..];
        }

        return Wildcard.Matches(pattern, name);
    }

    /// <summary>The six fields of a compiled pattern, or null when it has fewer.</summary>
    public static string[]? Split(string pattern)
    {
        var fields = pattern.Split(':', Fields);
        return fields.Length == Fields ? fields : null;
    }

    // "You cannot use a wildcard in the portion of the ARN that specifies the resource type" (IAM user guide, Resource).
    private static bool MatchesResource(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        var (p, n) = (pattern.IndexOfAny('/', ':'), name.IndexOfAny('/', ':'));
        return (p < 0 || n < 0 || pattern[..p].SequenceEqual(name[..n])) && Wildcard.Matches(pattern, name);
    }
}
