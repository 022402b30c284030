using System.ComponentModel;
using ChatOps.Chat;
using Microsoft.SemanticKernel;

namespace ChatOps.Capabilities.Costs.Digest;

/// <summary>Shows a week in figures. Changes nothing.</summary>
internal sealed class DigestPlugin(RunContext context, DigestBuilder builder)
{
    /// <summary>The last seven days, of the repositories that the caller may see.</summary>
    /// <param name="repositories">Only these of them, separated by commas; null for all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    [KernelFunction("weekly_digest"), Description("The last seven days in figures: spending, fixes, rollbacks, errors that came again.")]
    public async Task<Answer<WeeklyDigest>> GetAsync([Description("Only these repositories, separated by commas.")] string? repositories = null, CancellationToken cancellationToken = default)
    {
        var allowed = context.Caller.RepositoriesWith(Role.Viewer);
        string[] wanted = (repositories ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return await BuildAsync(builder, wanted.Length == 0 ? allowed : [.. wanted.Where(name => allowed is null || allowed.Contains(name, StringComparer.OrdinalIgnoreCase))], allowed is null, cancellationToken);
    }

    /// <summary>A digest for somebody; how far the budget of all is used is for those to know who see everything.</summary>
    public static async Task<WeeklyDigest> BuildAsync(DigestBuilder builder, IReadOnlyList<string>? repositories, bool seesAll, CancellationToken cancellationToken)
    {
        var digest = await builder.BuildAsync(repositories, cancellationToken);
        return seesAll ? digest : digest with { Month = null };
    }
}
