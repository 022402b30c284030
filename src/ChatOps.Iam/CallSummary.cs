namespace ChatOps.Iam;

/// <summary>What a snippet needs, in short: what <c>chatops iam calls</c> prints for a line.</summary>
/// <param name="Actions">The actions that it needs for sure, sorted.</param>
/// <param name="Conditional">The actions that it needs only under a condition, sorted.</param>
/// <param name="Resources">For each of the actions, the resources that it is needed on, sorted.</param>
public sealed record CallSummary(IReadOnlyList<string> Actions, IReadOnlyList<string> Conditional, IReadOnlyDictionary<string, IReadOnlyList<string>> Resources)
{
    /// <summary>Reads a snippet.</summary>
    /// <param name="language">Its language as people name it: <c>python</c>, <c>ts</c>, <c>C#</c>, a file's extension.</param>
    /// <param name="code">The snippet.</param>
    /// <returns>Null when the language is none of those that are read.</returns>
    public static CallSummary? Of(string language, string code)
    {
        if (Languages.OfName(language) is not { } known)
            return null;
        var required = CodeAnalyzer.AnalyzeFragment(known, code).Required;
        var actions = required.Where(one => one.When is null).Select(one => one.Action).Distinct(StringComparer.Ordinal).ToList();
        return new CallSummary(
            actions,
            [.. required.Where(one => one.When is not null).Select(one => one.Action).Distinct(StringComparer.Ordinal).Except(actions)],
            new SortedDictionary<string, IReadOnlyList<string>>(required.Where(one => one.When is null).GroupBy(one => one.Action, StringComparer.Ordinal).ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.Select(one => one.Resource).Distinct(StringComparer.Ordinal)]), StringComparer.Ordinal));
    }
}
