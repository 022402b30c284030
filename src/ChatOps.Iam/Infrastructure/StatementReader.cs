namespace ChatOps.Iam.Infrastructure;

/// <summary>Reads grants from a policy document that is JSON, or would become JSON.</summary>
internal static class StatementReader
{
    /// <summary>The statements of a document; null when it cannot be told what they are.</summary>
    public static IReadOnlyList<Grant>? ReadDocument(IacValue document, Place at) => document switch
    {
        IacDocument data => data.Grants,
        IacJson json => ReadDocument(json.Inner, at),
        IacMaybe maybe => ReadOptions(maybe, at),
        IacMap when document.Member("Statement") is { } statements => ReadStatements(statements, document.At ?? at),
        IacText text => PolicyJson.TryRead(text.Text, text.At ?? at) is { } parsed and not IacText ? ReadDocument(parsed, at) : null,
        _ => null,
    };

    /// <summary>One statement or a list of them.</summary>
    public static IReadOnlyList<Grant>? ReadStatements(IacValue statements, Place at)
    {
        List<Grant> grants = [];
        foreach (var statement in Flatten(statements, certain: true))
        {
            if (statement.Value is not IacMap map)
                return grants.Count == 0 ? null : grants;
            if (ReadOne(map, at, statement.Certain) is { } grant)
                grants.Add(grant);
        }

        return grants;
    }

    private static IReadOnlyList<Grant>? ReadOptions(IacMaybe maybe, Place at)
    {
        var read = maybe.Options.Select(option => ReadDocument(option, at)).OfType<IReadOnlyList<Grant>>().ToList();
        return read.Count == 0 ? null : [.. read.SelectMany(grants => grants).Select(grant => grant with { IsCertain = false })];
    }

    private static IEnumerable<(IacValue Value, bool Certain)> Flatten(IacValue value, bool certain) => value switch
    {
        IacList list => list.Items.SelectMany(item => Flatten(item, certain)),
        IacMaybe maybe => maybe.Options.SelectMany(option => Flatten(option, false)),
        _ => [(value, certain)],
    };

    private static Grant? ReadOne(IacMap statement, Place at, bool certain)
    {
        var effect = statement.Member("Effect")?.AsText;
        var (actions, exceptActions) = Either(statement, "Action", "NotAction");
        var (resources, exceptResources) = Either(statement, "Resource", "NotResource");
        // A trust policy names principals and no resources: it grants its role nothing.
        if (actions is null || statement.Member("Principal") is not null)
            return null;
        return new Grant
        {
            Allows = effect != "Deny",
            Actions = [.. actions.Texts()],
            ExceptActions = exceptActions,
            Resources = resources is null ? ["*"] : [.. resources.Texts()],
            ExceptResources = exceptResources,
            Conditions = [.. Conditions(statement.Member("Condition"))],
            IsCertain = certain && !actions.IsUncertain && resources?.IsUncertain != true,
            Sid = statement.Member("Sid")?.AsText,
            At = statement.At ?? at,
        };
    }

    private static (IacValue? Value, bool Except) Either(IacMap statement, string name, string except) =>
        statement.Member(name) is { } found ? (found, false) : (statement.Member(except), true);

    private static IEnumerable<(string, string, IReadOnlyList<string>)> Conditions(IacValue? conditions) =>
        from operation in (conditions as IacMap)?.Entries ?? []
        from key in (operation.Value as IacMap)?.Entries ?? []
        select (operation.Key, key.Key, (IReadOnlyList<string>)[.. key.Value.Texts()]);
}
