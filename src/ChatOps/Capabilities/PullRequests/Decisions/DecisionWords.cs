using System.Text;
using ChatOps.Chat;

namespace ChatOps.Capabilities.PullRequests.Decisions;

/// <summary>What a decision leaves written under the pull request.</summary>
internal static class DecisionWords
{
    /// <summary>The comment under a merge that no account of the person's own stands for, or that overrides checks.</summary>
    /// <param name="plan">What was agreed to.</param>
    /// <param name="caller">Who agreed.</param>
    /// <param name="asOurselves">Whether we merge in their place.</param>
    /// <param name="overridden">Whether required checks were overridden in the plan's reason.</param>
    public static string Merge(ChangePlan plan, Caller caller, bool asOurselves, bool overridden)
    {
        var head = plan.PullRequest!.HeadSha;
        var who = asOurselves ? ", who has no GitHub account linked, so ChatOps merges it for them" : "";
        // In a code span it names somebody and notifies nobody.
        var known = caller.GitHub is { } login ? $" ({Code(login)} by their e-mail)" : "";
        var why = overridden ? $"\n\nRequired checks were overridden by an admin: {Code(plan.Reason)}" : "";
        return $"Approved for merging at {head[..Math.Min(10, head.Length)]} in ChatOps by {Code(caller.Name)}{known}{who}.{why}";
    }

    /// <summary>The comment under a pull request that is closed.</summary>
    public static string Close(ChangePlan plan, Caller caller) =>
        $"Closed in ChatOps by {Code(caller.Name)}{(plan.Reason.Length == 0 ? "." : $": {Code(plan.Reason)}")}";

    /// <summary>Text from outside as a code span: there it is no markup, mentions nobody and closes no issue.</summary>
    internal static string Code(string text)
    {
        var plain = new StringBuilder();
        foreach (var character in text)
        {
            if (character != '`' && !char.IsControl(character))
                plain.Append(character);
            else if (plain.Length > 0 && plain[^1] != ' ')
                plain.Append(' ');
        }

        return plain.ToString().Trim() is { Length: > 0 } shown ? $"`{shown}`" : "somebody";
    }
}
