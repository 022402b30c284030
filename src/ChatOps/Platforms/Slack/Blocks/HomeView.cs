using System.Text.Json.Nodes;
using ChatOps.Chat;

namespace ChatOps.Platforms.Slack.Blocks;

/// <summary>Draws the app's own page.</summary>
internal static class HomeView
{
    private const int MostBlocks = 100;
    private const int MostInSection = 12;
    private const int MostSections = 6;
    private const int MostTitle = 150;

    /// <summary>The page of a person.</summary>
    public static JsonObject Of(Caller caller, IReadOnlyList<Card> sections)
    {
        var blocks = new JsonArray(
            RichText.Block(RichText.Section(RichText.Text("Your role here: "), RichText.Bold(caller.Role.Text()), RichText.Text(Sentence(caller)))));
        for (var i = 0; i < Math.Min(sections.Count, MostSections); i++)
        {
            blocks.Add(new JsonObject { ["type"] = "divider" });
            blocks.Add(new JsonObject { ["type"] = "header", ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = BlockText.Cut(BlockText.Clean(sections[i].Title).ReplaceLineEndings(" "), MostTitle), ["emoji"] = false } });
            foreach (var block in PartBlocks.Of(sections[i].Parts, MostInSection, mayAttach: false).Blocks)
                blocks.Add(block);
            foreach (var row in Buttons.HomeRows(sections[i].Buttons, i))
                blocks.Add(row);
        }

        while (blocks.Count > MostBlocks)
            blocks.RemoveAt(blocks.Count - 1);
        return new JsonObject { ["type"] = "home", ["blocks"] = blocks };
    }

    private static string Sentence(Caller caller) => caller.Role switch
    {
        Role.None when caller.RepositoryRoles.Count == 0 => ". You may not ask for anything; an admin gives roles in Access:Grants.",
        Role.None or Role.Viewer => ". You see histories and costs.",
        Role.Responder => ". You may diagnose, check, and open a fix as a pull request.",
        Role.Approver => ". You may also roll back, approve, merge and close.",
        _ => ". You may do everything here.",
    } + (caller.RepositoryRoles.Count == 0 ? "" : $" More in: {string.Join(", ", caller.RepositoryRoles.Select(granted => $"{granted.Key} ({granted.Value.Text()})"))}.")
    + (caller.GitHub is null ? "" : $" By your e-mail you are {caller.GitHub} on GitHub; link the account to approve as yourself.");
}
