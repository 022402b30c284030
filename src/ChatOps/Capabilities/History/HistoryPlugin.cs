using System.ComponentModel;
using ChatOps.Chat;
using Microsoft.SemanticKernel;

namespace ChatOps.Capabilities.History;

/// <summary>Shows what was done lately. Changes nothing.</summary>
internal sealed class HistoryPlugin(RunContext context, RecentHistoryReader reader, RepositoryDirectory repositories)
{
    private const int Usual = 5;
    private const int Most = 20;

    /// <summary>The newest operations, diagnoses and pull requests, of the repositories that the caller may see.</summary>
    /// <param name="text">How many of each and of which repository, in any order; null for five of all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    [KernelFunction("history"), Description("The newest operations, diagnoses and pull requests.")]
    public async Task<Answer<RecentHistory>> GetAsync([Description("How many of each, and of which repository: 10 orders.")] string? text = null, CancellationToken cancellationToken = default)
    {
        var limit = Usual;
        string? repo = null;
        foreach (var word in (text ?? "").Split((char[])[' ', '\t', '\n', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            if (int.TryParse(word, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
            {
                limit = Math.Clamp(number, 1, Most);
                continue;
            }

            if (word.Equals("in", StringComparison.OrdinalIgnoreCase) || word.Equals("of", StringComparison.OrdinalIgnoreCase))
                continue;
            var found = repositories.Find(word);
            if (found.Value is not { } known)
                return found.Refusal!;
            if (context.Caller.RoleIn(known.Name) < Role.Viewer)
                return new Refusal(RefusalKind.Forbidden, $"You have no role in {known.Name}. Leave it out to see what concerns yours, or ask an admin for the role viewer in it (Access:Grants).");
            repo = known.Name;
        }

        return await reader.ReadAsync(limit, repo, context.Caller, cancellationToken);
    }
}
