namespace ChatOps.Iam.Patches;

/// <summary>A statement to add.</summary>
/// <param name="Actions">The actions, sorted.</param>
/// <param name="Resource">The resource as HCL: <c>aws_sns_topic.orders.arn</c> or a quoted ARN.</param>
/// <param name="Arn">The resource as an ARN or <c>*</c>.</param>
/// <param name="Condition">A condition that keeps it narrow; null for none.</param>
internal sealed record NewStatement(IReadOnlyList<string> Actions, string Resource, string Arn, (string Key, string Value)? Condition)
{
    /// <summary>A Sid that says what it is for: <c>SnsPublish</c>.</summary>
    public string Sid(Func<string, bool> isTaken)
    {
        var (service, first) = Actions[0].Split(':') is [var prefix, var action] ? (prefix, action) : ("", Actions[0]);
        var name = string.Concat(service.Split('-').Where(part => part.Length > 0).Select(part => char.ToUpperInvariant(part[0]) + part[1..])) + (Actions.Count == 1 ? first : "Access");
        var sid = name;
        for (var i = 2; isTaken(sid); i++)
            sid = name + i;
        return sid;
    }
}
