using System.Globalization;
using System.Xml.Linq;
using ChatOps.Chat;

namespace ChatOps.Adapters.Aws;

/// <summary>Reads what an account says of a role: what IAM would decide for it, and its policies. Changes nothing.</summary>
internal sealed class IamAccount(AwsOptions options, QueryApi api, AwsSession session, AwsHealth health)
{
    private const string Version = "2010-05-08";

    /// <summary>No role has more pages: IAM's quotas are 20 attached policies and 10,240 characters of inline ones.</summary>
    private const int MostPages = 20;

    /// <summary>A role by its name.</summary>
    public async Task<Answer<AccountRole>> RoleAsync(string name, CancellationToken cancellationToken)
    {
        var answer = await AskAsync("GetRole", [("RoleName", name)], cancellationToken);
        if (answer.Value is not { } result)
            return answer.Refusal!;
        return Text(result, "Role", "Arn") is { } arn && Text(result, "Role", "RoleName") is { } known
            ? new AccountRole(known, arn, Text(result, "Role", "PermissionsBoundary", "PermissionsBoundaryArn"))
            : Unreadable("GetRole");
    }

    /// <summary>What IAM would decide for a role, with the organisation's policies and the role's boundary; policies of resources do not count in it.</summary>
    /// <param name="roleArn">The role.</param>
    /// <param name="actions">The actions.</param>
    /// <param name="resource">The resource: an ARN, or <c>*</c>.</param>
    /// <param name="condition">A condition key of type string and its value; null for none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Answer<SimulatedAction[]>> SimulateAsync(string roleArn, IReadOnlyList<string> actions, string resource, (string Key, string Value)? condition, CancellationToken cancellationToken)
    {
        List<(string, string)> parameters = [("PolicySourceArn", roleArn), ("ResourceArns.member.1", resource)];
        parameters.AddRange(actions.Select((action, index) => (string.Create(CultureInfo.InvariantCulture, $"ActionNames.member.{index + 1}"), action)));
        if (condition is var (key, value))
            parameters.AddRange([("ContextEntries.member.1.ContextKeyName", key), ("ContextEntries.member.1.ContextKeyType", "string"), ("ContextEntries.member.1.ContextKeyValues.member.1", value)]);
        var read = await PagesAsync("SimulatePrincipalPolicy", parameters, "EvaluationResults", cancellationToken);
        if (read.Value is not { } members)
            return read.Refusal!;
        var decisions = members.Select(Simulated).ToArray();
        // Half an answer is none.
        return Array.TrueForAll(decisions, decision => decision is not null) && actions.All(action => Array.Exists(decisions, decision => decision!.Action.Equals(action, StringComparison.OrdinalIgnoreCase)))
            ? decisions.OfType<SimulatedAction>().ToArray()
            : Unreadable("SimulatePrincipalPolicy");
    }

    /// <summary>Every policy of a role, its inline ones first.</summary>
    public async Task<Answer<AccountPolicy[]>> PoliciesAsync(string roleName, CancellationToken cancellationToken)
    {
        var policies = new List<AccountPolicy>();
        var inline = await PagesAsync("ListRolePolicies", [("RoleName", roleName)], "PolicyNames", cancellationToken);
        if (inline.Value is not { } names)
            return inline.Refusal!;
        foreach (var name in names.Select(member => member.Value))
        {
            var answer = await AskAsync("GetRolePolicy", [("RoleName", roleName), ("PolicyName", name)], cancellationToken);
            if (answer.Value is not { } result)
                return answer.Refusal!;
            if (Text(result, "PolicyDocument") is not { } document)
                return Unreadable("GetRolePolicy");
            policies.Add(new AccountPolicy(name, Uri.UnescapeDataString(document)));
        }

        var attached = await PagesAsync("ListAttachedRolePolicies", [("RoleName", roleName)], "AttachedPolicies", cancellationToken);
        if (attached.Value is not { } members)
            return attached.Refusal!;
        foreach (var arn in members.Select(member => Text(member, "PolicyArn") ?? ""))
        {
            var answer = await PolicyAsync(arn, cancellationToken);
            if (answer.Value is not { } policy)
                return answer.Refusal!;
            policies.Add(policy);
        }

        return policies.ToArray();
    }

    /// <summary>A managed policy's default version.</summary>
    public async Task<Answer<AccountPolicy>> PolicyAsync(string arn, CancellationToken cancellationToken)
    {
        var described = await AskAsync("GetPolicy", [("PolicyArn", arn)], cancellationToken);
        if (described.Value is not { } policy)
            return described.Refusal!;
        if (Text(policy, "Policy", "DefaultVersionId") is not { } version)
            return Unreadable("GetPolicy");
        var answer = await AskAsync("GetPolicyVersion", [("PolicyArn", arn), ("VersionId", version)], cancellationToken);
        if (answer.Value is not { } result)
            return answer.Refusal!;
        return Text(result, "PolicyVersion", "Document") is { } document
            ? new AccountPolicy(arn[(arn.LastIndexOf('/') + 1)..], Uri.UnescapeDataString(document))
            : Unreadable("GetPolicyVersion");
    }

    private async Task<Answer<List<XElement>>> PagesAsync(string action, IReadOnlyList<(string, string)> parameters, string list, CancellationToken cancellationToken)
    {
        var members = new List<XElement>();
        string? marker = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await AskAsync(action, marker is null ? parameters : [.. parameters, ("Marker", marker)], cancellationToken);
            if (answer.Value is not { } result)
                return answer.Refusal!;
            members.AddRange(Part(result, list)?.Elements() ?? []);
            if (Text(result, "IsTruncated") != "true")
                return members;
            marker = Text(result, "Marker");
            if (marker is null)
                break;
        }

        return Unreadable(action);
    }

    private async Task<Answer<XElement>> AskAsync(string action, IEnumerable<(string, string)> parameters, CancellationToken cancellationToken)
    {
        var key = await session.KeyAsync(cancellationToken);
        var answer = key.Value is { } known ? await api.AskAsync("iam", options.Iam, Version, parameters.Prepend(("Action", action)), known, cancellationToken) : key.Refusal!;
        health.Note(answer.Refusal);
        return answer.Refusal is { Kind: RefusalKind.Forbidden } refusal ? refusal with { Sentence = $"our own credentials may not call iam:{action}" } : answer;
    }

    private static SimulatedAction? Simulated(XElement member)
    {
        AccountDecision? decision = Text(member, "EvalDecision") switch { "allowed" => AccountDecision.Allowed, "implicitDeny" => AccountDecision.NotAllowed, "explicitDeny" => AccountDecision.Denied, _ => null };
        return decision is null || Text(member, "EvalActionName") is not { } action ? null : new SimulatedAction(action, decision.Value)
        {
            Policies = Names(Part(member, "MatchedStatements")?.Elements().Select(statement => Text(statement, "SourcePolicyId"))),
            MissingContext = Names(Part(member, "MissingContextValues")?.Elements().Select(element => element.Value)),
            OrganisationAllows = Text(member, "OrganizationsDecisionDetail", "AllowedByOrganizations") != "false",
            BoundaryAllows = Text(member, "PermissionsBoundaryDecisionDetail", "AllowedByPermissionsBoundary") != "false",
        };
    }

    private static List<string> Names(IEnumerable<string?>? names) => names is null ? [] : [.. names.OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    private static Refusal Unreadable(string action) => new(RefusalKind.ProviderFailed, $"AWS' answer to iam:{action} could not be read");

    private static XElement? Part(XElement element, string name) => element.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    private static string? Text(XElement element, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Part(element, name) is not { } part)
                return null;
            element = part;
        }

        return element.Value;
    }
}
