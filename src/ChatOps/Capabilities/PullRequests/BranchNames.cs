using System.Globalization;
using ChatOps.Adapters.Git.Changes;
using ChatOps.Chat;
using ChatOps.Running.Plans;

namespace ChatOps.Capabilities.PullRequests;

/// <summary>Names branches: <c>ai/fix-lambda-timeout-20261126</c>.</summary>
internal static class BranchNames
{
    private const int MostWords = 4;
    private const int Longest = 40;
    private const int MostTries = 100;

    private static readonly HashSet<string> Small = new(["a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "in", "is", "it", "its", "no", "not", "of", "on", "or", "that", "the", "this", "to", "was", "when", "with"], StringComparer.Ordinal);

    /// <summary>A name that neither the remote has nor another open plan will make.</summary>
    /// <param name="git">Our clone, which knows the remote's branches.</param>
    /// <param name="plans">Knows the branches that other plans will make.</param>
    /// <param name="what">What the branch is for, e.g. <c>fix-lambda-timeout</c>.</param>
    /// <param name="now">The day that it ends with.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public static async Task<Answer<string>> ChooseAsync(GitChanges git, PlanStore plans, string what, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"ai/{what}-{now:yyyyMMdd}");
        var planned = await plans.OpenBranchesAsync(git.Repository.Name, cancellationToken);
        for (var i = 1; i <= MostTries; i++)
        {
            var candidate = i == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{i}");
            if (planned.Contains(candidate))
                continue;
            var tip = await git.TipAsync(candidate, cancellationToken);
            if (tip.Value is not { } there)
                return tip.Refusal!;
            if (there.Sha is null)
                return candidate;
        }

        return new Refusal(RefusalKind.Conflict, $"There are {MostTries} branches like {name} already. Remove those that are done with, and ask again.");
    }

    /// <summary>A few telling words of a sentence, as small ASCII letters and digits with dashes.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="otherwise">What to take when it has none.</param>
    public static string Slug(string sentence, string otherwise)
    {
        // A path says where, not what; a mask says nothing.
        var words = sentence.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Where(word => !word.Contains('/', StringComparison.Ordinal) && !word.Contains('[', StringComparison.Ordinal) && !word.Contains(']', StringComparison.Ordinal))
            .Select(word => new string([.. word.Where(char.IsAsciiLetterOrDigit)]))
            .Where(word => word.Length is > 1 and <= 24 && !Small.Contains(word))
            .Take(MostWords).ToList();
        while (string.Join('-', words).Length > Longest)
            words.RemoveAt(words.Count - 1);
        return words.Count > 0 ? string.Join('-', words) : otherwise;
    }
}
