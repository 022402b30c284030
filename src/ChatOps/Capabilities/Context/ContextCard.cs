using System.Globalization;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Context;

/// <summary>What is known of a repository, as people see it.</summary>
internal static class ContextCard
{
    private const int Shown = 8;

    /// <summary>Builds the card.</summary>
    public static Card From(RepositoryContext context)
    {
        var parts = new List<CardPart>
        {
            new FieldsPart(
            [
                ("Commit", $"{context.HeadSha[..Math.Min(10, context.HeadSha.Length)]} on {context.Branch}"),
                ("Files", context.Files.ToString(CultureInfo.InvariantCulture)),
                ("Languages", Joined(context.Languages.Select(language => $"{language.Name} ({language.Files})"))),
                ("Frameworks", Joined(context.Frameworks)),
                ("Infrastructure", Joined(context.Iac)),
                ("IAM policies", Joined(context.IamPolicies)),
            ]),
        };
        if (context.RelevantFiles.Count > 0)
            parts.AddRange([new HeadingPart("Files that matter here"), new ListPart([.. context.RelevantFiles.Take(Shown).Select(file => new CardItem(file.Path, file.Why))])]);
        if (context.RecentChanges.Count > 0)
            parts.AddRange([new HeadingPart("Recent changes"), new ListPart([.. context.RecentChanges.Take(Shown).Select(ChangeItem)])]);
        parts.AddRange(context.Warnings.Select(warning => new TextPart($"Note: {warning}")));
        return new Card { Tone = Tone.Neutral, Title = context.Repo, Parts = parts, Footer = $"{context.DurationMs} ms" };
    }

    private static CardItem ChangeItem(RecentChange change) =>
        new($"{change.Commit[..Math.Min(10, change.Commit.Length)]} {change.Subject}", $"{change.Author}, {change.CommittedAt.UtcDateTime:yyyy-MM-dd}");

    private static string Joined(IEnumerable<string> values)
    {
        var all = values.ToList();
        return all.Count == 0 ? "none found" : string.Join(", ", all.Take(Shown)) + (all.Count > Shown ? $" and {all.Count - Shown} more" : "");
    }
}
