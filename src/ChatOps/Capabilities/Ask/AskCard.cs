using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Running;

namespace ChatOps.Capabilities.Ask;

/// <summary>The card of the command that answered.</summary>
internal static class AskCard
{
    /// <summary>Builds the card.</summary>
    public static Card From(CommandCatalog catalog, AskAnswer answer)
    {
        var card = Command(catalog, answer).ToCard(answer.Shown ?? Command(catalog, answer).Read(answer.Result.GetRawText()));
        return card with { Footer = card.Footer.Length == 0 ? $"understood as {answer.Command}" : $"{card.Footer} · understood as {answer.Command}" };
    }

    /// <summary>Adds what the command that answered adds to its own results.</summary>
    public static async Task<object> CompleteAsync(CommandCatalog catalog, AskAnswer answer, People people, CancellationToken cancellationToken)
    {
        var command = Command(catalog, answer);
        return command.Complete is null ? answer : answer with { Shown = await command.Complete(command.Read(answer.Result.GetRawText()), people, cancellationToken) };
    }

    private static CommandRegistration Command(CommandCatalog catalog, AskAnswer answer) =>
        catalog.Find(answer.Command) ?? throw new InvalidOperationException($"The command {answer.Command} is no longer registered.");
}
