using ChatOps.Iam.Code.Flow;
using ChatOps.Iam.Data;

namespace ChatOps.Iam.Permissions;

/// <summary>What a call that was found needs.</summary>
internal sealed class PermissionRules(DeclaredResources declared)
{
    private static readonly string[] Verbs = ["SELECT", "INSERT", "UPDATE", "DELETE", "SHOW", "DESCRIBE", "WITH", "EXISTS"];

    private readonly ResourceNames names = new(declared);

    /// <summary>The permissions, each once.</summary>
    public IEnumerable<RequiredPermission> Of(Found found)
    {
        var call = new SdkCall(found.File.Source.Path, found.Line, $"{found.Service.Prefix}.{found.Method}", found.Service.Prefix, found.Operation.Name);
        var parameters = new CallParameters(found.Arguments);
        HashSet<string> always = [];
        List<(string Action, string When)> sometimes = [];
        List<RequiredPermission> required = [];
        foreach (var fact in found.Operation.Facts ?? [new AwsFact($"{found.Service.Prefix}:{found.Operation.Name}", "")])
        {
            if (fact.Action == "-")
                continue;
            var (needed, when) = Judge(fact.When, found.Operation, parameters);
            if (!needed)
                continue;
            if ((when ?? found.When) is { } condition)
                sometimes.Add((fact.Action, condition));
            else if (always.Add(fact.Action + (fact.When.StartsWith('@') ? "@" : "")))
                required.AddRange((fact.When.StartsWith('@') ? names.Source(parameters) : names.Of(fact.Action, parameters)).Select(resource => new RequiredPermission(fact.Action, resource, call)));
        }
        foreach (var (action, when) in sometimes.Where(one => !always.Contains(one.Action)))
            required.AddRange(names.Of(action, parameters).Select(resource => new RequiredPermission(action, resource, call) { When = when }));
        required.AddRange(PassedRoles(found, parameters, call));
        return required;
    }

    private IEnumerable<RequiredPermission> PassedRoles(Found found, CallParameters parameters, SdkCall call)
    {
        if (found.Operation.Roles.Count == 0)
            yield break;
        (string, string) condition = ("iam:PassedToService", found.Service.PassedTo);
        var passed = found.Operation.Roles.Where(parameters.Has).ToList();
        foreach (var role in names.Roles(passed, parameters))
            yield return new RequiredPermission("iam:PassRole", role, call) { Condition = condition };
        if (passed.Count == 0 && parameters.Open)
            yield return new RequiredPermission("iam:PassRole", "arn:aws:iam::*:role/*", call) { Condition = condition, When = "the call passes a role" };
    }

    private static (bool Needed, string? When) Judge(string when, AwsOperation operation, CallParameters parameters)
    {
        if (when.Length == 0 || when[0] == '@')
            return (true, null);
        if (when[0] == '~')
            return (true, when[1..]);
        if (when[0] == '=')
            return JudgeStatement(when[1..], parameters);
        if (when[0] == '!')
            return (!parameters.Has(when[1..]), null);
        // What stands deeper may be in anything that is not known.
        var open = operation.Members.Contains(when, StringComparer.OrdinalIgnoreCase) ? parameters.Open : parameters.HasUnknown();
        return parameters.Has(when) ? (true, null) : (open, $"the call passes {when}");
    }

    private static (bool Needed, string? When) JudgeStatement(string verb, CallParameters parameters)
    {
        var known = false;
        var statements = parameters.Statements();
        foreach (var statement in statements)
        {
            var text = statement.TrimStart();
            if (text.StartsWith(verb, StringComparison.OrdinalIgnoreCase) || (verb == "SELECT" && text.StartsWith("WITH", StringComparison.OrdinalIgnoreCase)))
                return (true, null);
            known |= Array.Exists(Verbs, other => text.StartsWith(other, StringComparison.OrdinalIgnoreCase));
        }
        return (!known || statements.Contains("*"), $"the statement is {(verb[0] is 'I' or 'U' ? "an" : "a")} {verb}");
    }
}
