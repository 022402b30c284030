using System.Globalization;
using System.Text.RegularExpressions;

namespace ChatOps.Capabilities.PullRequests.Tracking;

/// <summary>Reads which pull request another one takes back, off the description that GitHub's own button Revert writes: <c>Reverts acme/orders#47</c>.</summary>
internal static partial class RevertWords
{
    /// <summary>The numbers that stand behind <c>Reverts</c> at the start of a line.</summary>
    /// <param name="body">The description: text from outside.</param>
    /// <param name="fullName"><c>owner/name</c> of the repository; another's numbers mean nothing here.</param>
    public static IReadOnlyList<int> Numbers(string body, string fullName) =>
        [.. Reverts().Matches(body)
            .Where(match => !match.Groups["repository"].Success || match.Groups["repository"].Value.Equals(fullName, StringComparison.OrdinalIgnoreCase))
            .Select(match => int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture))
            .Distinct()];

    [GeneratedRegex(@"^[ \t]*Reverts (?<repository>[\w.-]+/[\w.-]+)?#(?<number>[1-9][0-9]{0,8})\b", RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Reverts();
}
