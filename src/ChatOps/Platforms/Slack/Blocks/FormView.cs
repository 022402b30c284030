using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ChatOps.Chat;
using ChatOps.Running;

namespace ChatOps.Platforms.Slack.Blocks;

/// <summary>A command's form: an input for each of its parameters, and a select for the repository.</summary>
internal static partial class FormView
{
    /// <summary>The callback id of all forms.</summary>
    public const string CallbackId = "form";

    /// <summary>Code points that Slack takes in a text input.</summary>
    internal const int MostInput = 3_000;

    private const int MostTitle = 24;
    private const string RepositoryBlock = "repository";
    private const string ArgumentPrefix = "argument:";

    /// <summary>What a form was opened for; travels in it and back.</summary>
    /// <param name="Command">The command.</param>
    /// <param name="Channel">Where the answer goes.</param>
    /// <param name="Thread">In which thread; null for none.</param>
    internal sealed record Origin(string Command, string Channel, string? Thread);

    /// <summary>What was filled in.</summary>
    /// <param name="Origin">What for.</param>
    /// <param name="Arguments">By parameter name.</param>
    /// <param name="Repository">The chosen one; null for none.</param>
    internal sealed record Filled(Origin Origin, Dictionary<string, string> Arguments, string? Repository);

    /// <summary>The form.</summary>
    /// <param name="command">The command.</param>
    /// <param name="text">What was typed already.</param>
    /// <param name="origin">What it is opened for.</param>
    /// <param name="repositories">What can be chosen; with less than two there is nothing to choose.</param>
    /// <param name="chosen">The one that is meant unless another is chosen; null for none.</param>
    public static JsonObject Of(CommandRegistration command, CommandText text, Origin origin, IReadOnlyList<RepositoryRef> repositories, RepositoryRef? chosen)
    {
        var blocks = new JsonArray();
        foreach (var parameter in command.Parameters)
            blocks.Add(Input(parameter, isMultiline: parameter.Name == command.TextParameter, text.Arguments.GetValueOrDefault(parameter.Name!)));
        if (repositories.Count > 1)
        {
            var select = RepositoryQuestion.Select(repositories, "Choose a repository");
            if (chosen is not null && repositories.Take(RepositoryQuestion.MostOptions).Contains(chosen))
                select["initial_option"] = RepositoryQuestion.Option(chosen);
            blocks.Add(Block(RepositoryBlock, "Repository", null, isOptional: false, select));
        }

        return new JsonObject
        {
            ["type"] = "modal",
            ["callback_id"] = CallbackId,
            ["private_metadata"] = JsonSerializer.Serialize(origin, Json.Default.Origin),
            ["title"] = Plain(BlockText.Cut(Words(command.Name), MostTitle)),
            ["submit"] = Plain("Go"),
            ["close"] = Plain("Cancel"),
            ["blocks"] = blocks,
        };
    }

    /// <summary>Reads a form that was sent off; null when it is none of ours.</summary>
    public static Filled? Read(string? callbackId, string? metadata, JsonObject? values)
    {
        if (callbackId != CallbackId || metadata is null)
            return null;
        Origin? origin;
        try
        {
            origin = JsonSerializer.Deserialize(metadata, Json.Default.Origin);
        }
        catch (JsonException)
        {
            return null;
        }

        if (origin is not { Command: not null, Channel: not null })
            return null;
        var arguments = new Dictionary<string, string>();
        string? repository = null;
        foreach (var (block, inner) in values ?? [])
        {
            var value = ValueOf((inner as JsonObject)?[block] as JsonObject);
            if (string.IsNullOrWhiteSpace(value))
                continue;
            if (block == RepositoryBlock)
                repository = value;
            else if (block.StartsWith(ArgumentPrefix, StringComparison.Ordinal))
                arguments[block[ArgumentPrefix.Length..]] = value;
        }

        return new Filled(origin, arguments, repository);
    }

    /// <summary>Slack's answer that marks an input as wrong.</summary>
    public static JsonObject Wrong(string argument, string sentence) => new() { ["response_action"] = "errors", ["errors"] = new JsonObject { [ArgumentPrefix + argument] = sentence } };

    private static JsonObject Input(ParameterInfo parameter, bool isMultiline, string? initial)
    {
        var hint = parameter.GetCustomAttribute<DescriptionAttribute>()?.Description;
        JsonObject element;
        if ((Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType) == typeof(bool))
        {
            element = new JsonObject { ["type"] = "static_select", ["placeholder"] = Plain("No"), ["options"] = new JsonArray(Choice("Yes", "true"), Choice("No", "false")) };
        }
        else
        {
            element = new JsonObject { ["type"] = "plain_text_input", ["multiline"] = isMultiline, ["max_length"] = MostInput };
            if (!string.IsNullOrEmpty(initial))
                element["initial_value"] = BlockText.Take(initial, MostInput);
        }

        return Block(ArgumentPrefix + parameter.Name, Words(parameter.Name!), hint, parameter.HasDefaultValue, element);
    }

    private static JsonObject Block(string id, string label, string? hint, bool isOptional, JsonObject element)
    {
        // Ids are unique in a view, those of elements too.
        element["action_id"] = id;
        var block = new JsonObject { ["type"] = "input", ["block_id"] = id, ["label"] = Plain(label), ["optional"] = isOptional, ["element"] = element };
        if (!string.IsNullOrEmpty(hint))
            block["hint"] = Plain(hint);
        return block;
    }

    private static string? ValueOf(JsonObject? element) =>
        Text(element?["value"]) ?? Text((element?["selected_option"] as JsonObject)?["value"]);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static JsonObject Choice(string label, string value) => new() { ["text"] = Plain(label), ["value"] = value };

    private static string Words(string name) => char.ToUpperInvariant(name[0]) + name[1..].Replace('-', ' ').Replace('_', ' ');

    private static JsonObject Plain(string text) => new() { ["type"] = "plain_text", ["text"] = text };

    [JsonSerializable(typeof(Origin))]
    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    private sealed partial class Json : JsonSerializerContext;
}
