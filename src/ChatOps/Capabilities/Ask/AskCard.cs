using ChatOps.Chat;
using ChatOps.Running;

namespace ChatOps.Capabilities.Ask;

/// <summary>The card of the command that answered.</summary>
internal static class AskCard
{
    /// <summary>Builds the card.</summary>
    public static Card From(CommandCatalog catalog, AskAnswer answer)
    {
        var command = catalog.Find(answer.Command) ?? throw new InvalidOperationException($"The command {answer.Command} is no longer registered.");
        var card = command.ToCard(command.Read(answer.Result.GetRawText()));
        return card with { Footer = card.Footer.Length == 0 ? $"understood as {answer.Command}" : $"{card.Footer} · understood as {answer.Command}" };
    }
}
