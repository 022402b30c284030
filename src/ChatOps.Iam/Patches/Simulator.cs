using ChatOps.Iam.Coverage;
using ChatOps.Iam.Infrastructure;
using ChatOps.Iam.Policies;

namespace ChatOps.Iam.Patches;

/// <summary>Asks the evaluator, as IAM would be asked, whether a principal's statements allow one concrete request of a needed permission.</summary>
internal static class Simulator
{
    /// <summary>Whether one of the need's principals may do it.</summary>
    public static bool Allows(Need need, References references)
    {
        var resource = Concrete(need.Resource);
        var context = new RequestContext();
        if (need.Permission.Condition is { } condition)
            context[condition.Key] = [condition.Value];
        return need.Principals.Any(principal => PolicyEvaluator.Evaluate(need.Permission.Action, resource, context, [Document(principal.Grants, references)], principal.Boundary is { } boundary ? [Document(boundary, references)] : null) == Decision.Allowed);
    }

    private static PolicyDocument Document(IEnumerable<Grant> grants, References references) => new(
    [
        .. grants.Select(grant => new Statement
        {
            Allows = grant.Allows,
            Actions = [.. grant.Actions.Select(action => PolicyText.Read(action, variables: false))],
            ExceptActions = grant.ExceptActions,
            Resources = [.. grant.Resources.Select(resource => PolicyText.Read(Named(references.Resolve(resource)), variables: false))],
            ExceptResources = grant.ExceptResources,
            Conditions = [.. grant.Conditions.Select(line => Condition.Read(line.Operator, line.Key, line.Values, variables: true))],
        }),
    ]);

    /// <summary>A pattern as one name that it means: wildcards are filled in.</summary>
    private static string Concrete(string resource)
    {
        if (resource == "*")
            return resource;
        var fields = Named(resource).Split(':', 6);
        if (fields.Length == 6 && fields[3] == "*")
            fields[3] = "eu-west-1";
        if (fields.Length == 6 && fields[4] == "*")
            fields[4] = "123456789012";
        return string.Join(':', fields).Replace('*', 'x').Replace('?', 'x');
    }

    // References become plain characters: the same reference is the same name.
    private static string Named(string text) => text.Replace("${", "-", StringComparison.Ordinal).Replace('}', '-');
}
