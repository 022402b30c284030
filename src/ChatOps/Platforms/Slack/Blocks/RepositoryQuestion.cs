using System.Text.Json.Nodes;
using ChatOps.Chat;

namespace ChatOps.Platforms.Slack.Blocks;

/// <summary>Asks which repository is meant, and reads the answer.</summary>
internal static class RepositoryQuestion
{
    /// <summary>Options in a select (docs.slack.dev, "Select menu").</summary>
    internal const int MostOptions = 100;

    private const int MostOption = 75;
    private const int MostOptionValue = 150;
    private const string BlockPrefix = "parked:";
    private const string ActionId = "repository";

    /// <summary>The question.</summary>
    /// <param name="parkedId">The request that waits for the answer.</param>
    /// <param name="repositories">What can be chosen.</param>
    public static SlackMessage Of(string parkedId, IReadOnlyList<RepositoryRef> repositories)
    {
        var select = Select(repositories, "Choose a repository");
        select["action_id"] = ActionId;
        var section = new JsonObject
        {
            ["type"] = "section",
            ["block_id"] = BlockPrefix + parkedId,
            ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = "Which repository is this about?", ["emoji"] = false },
            ["accessory"] = select,
        };
        return new SlackMessage("Which repository is this about?", [section]);
    }

    /// <summary>A select of repositories.</summary>
    public static JsonObject Select(IReadOnlyList<RepositoryRef> repositories, string placeholder) => new()
    {
        ["type"] = "static_select",
        ["placeholder"] = new JsonObject { ["type"] = "plain_text", ["text"] = placeholder },
        ["options"] = new JsonArray([.. repositories.Where(repository => BlockText.Length(repository.Name) <= MostOptionValue).Take(MostOptions).Select(Option)]),
    };

    /// <summary>An option of a select.</summary>
    public static JsonObject Option(RepositoryRef repository) => new()
    {
        ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = BlockText.Cut(BlockText.Clean(repository.Name), MostOption), ["emoji"] = false },
        ["value"] = repository.Name,
    };

    /// <summary>The parked request that an answer is for; null when it is no answer.</summary>
    public static string? Read(string? blockId, string? actionId) =>
        actionId == ActionId && blockId?.StartsWith(BlockPrefix, StringComparison.Ordinal) == true && blockId.Length > BlockPrefix.Length ? blockId[BlockPrefix.Length..] : null;
}
