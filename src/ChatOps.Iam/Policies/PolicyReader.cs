using System.Text.Json;

namespace ChatOps.Iam.Policies;

/// <summary>Reads a policy document from JSON.</summary>
internal static class PolicyReader
{
    /// <summary>Reads a document; parts that are of no use to IAM are left out.</summary>
    public static PolicyDocument Read(JsonElement document)
    {
        var variables = !(document.TryGetProperty("Version", out var version) && version.ValueKind == JsonValueKind.String && version.ValueEquals("2008-10-17"));
        if (!document.TryGetProperty("Statement", out var statements))
            return new PolicyDocument([]);
        return new PolicyDocument(statements.ValueKind == JsonValueKind.Array ? [.. statements.EnumerateArray().Select(statement => Statement(statement, variables))] : [Statement(statements, variables)]);
    }

    private static Statement Statement(JsonElement statement, bool variables)
    {
        var exceptActions = statement.TryGetProperty("NotAction", out var actions);
        if (!exceptActions)
            statement.TryGetProperty("Action", out actions);
        var exceptResources = statement.TryGetProperty("NotResource", out var resources);
        if (!exceptResources)
            statement.TryGetProperty("Resource", out resources);
        return new Statement
        {
            Allows = statement.TryGetProperty("Effect", out var effect) && effect.ValueKind == JsonValueKind.String && effect.ValueEquals("Allow"),
            Actions = Texts(actions, variables: false),
            ExceptActions = exceptActions,
            Resources = Texts(resources, variables),
            ExceptResources = exceptResources,
            Conditions = statement.TryGetProperty("Condition", out var conditions) && conditions.ValueKind == JsonValueKind.Object ? [.. Conditions(conditions, variables)] : [],
        };
    }

    private static IEnumerable<Condition> Conditions(JsonElement conditions, bool variables) =>
        from operation in conditions.EnumerateObject()
        where operation.Value.ValueKind == JsonValueKind.Object
        from key in operation.Value.EnumerateObject()
        select Condition.Read(operation.Name, key.Name, Strings(key.Value), variables);

    private static PolicyText[] Texts(JsonElement values, bool variables) => [.. Strings(values).Select(value => PolicyText.Read(value, variables))];

    /// <summary>One text or a list of them; IAM takes numbers and truth values as texts.</summary>
    internal static IEnumerable<string> Strings(JsonElement values) => values.ValueKind switch
    {
        JsonValueKind.Array => values.EnumerateArray().SelectMany(Strings),
        JsonValueKind.String => [values.GetString()!],
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => [values.GetRawText()],
        _ => [],
    };
}
