using System.Text.Json;

namespace ChatOps.Iam.Policies;

/// <summary>A role's policies as an account has them, to be asked about requests of which not all is known.</summary>
public sealed class RolePolicies
{
    private readonly List<(string Name, PolicyDocument Document)> identity = [];
    private readonly PolicyDocument? boundary;

    /// <summary>Reads the policies.</summary>
    /// <param name="policies">Name and JSON of each.</param>
    /// <param name="boundary">The permissions boundary's JSON; null when there is none.</param>
    /// <exception cref="JsonException">One is no JSON.</exception>
    public RolePolicies(IEnumerable<(string Name, string Document)> policies, string? boundary)
    {
        foreach (var (name, document) in policies)
            identity.Add((name, Read(document)));
        this.boundary = boundary is null ? null : Read(boundary);
    }

    /// <summary>Decides as far as it can be known.</summary>
    /// <param name="action">The action.</param>
    /// <param name="resource">The resource; a wildcard in it stands for itself, so that only what grants all of them grants it.</param>
    /// <param name="condition">The one condition key whose value is known; null for none.</param>
    public RoleDecision Decide(string action, string resource, (string Key, string Value)? condition)
    {
        var own = Decide(action, resource, condition, identity);
        if (boundary is null)
            return own;
        var limit = Decide(action, resource, condition, [("the permissions boundary", boundary)]);
        return own.Decision == Decision.ExplicitlyDenied ? own
            : limit.Decision is Decision.ExplicitlyDenied or Decision.ImplicitlyDenied ? limit with { Policies = ["the permissions boundary"] }
            : own.Decision is null or Decision.ImplicitlyDenied ? own
            : limit.Decision is null ? limit
            : own;
    }

    private static RoleDecision Decide(string action, string resource, (string Key, string Value)? condition, IEnumerable<(string Name, PolicyDocument Document)> policies)
    {
        var known = new RequestContext();
        if (condition is var (key, value))
            known[key] = [value];
        List<string> allowing = [];
        SortedSet<string> open = new(StringComparer.OrdinalIgnoreCase);
        var (deniesPerhaps, allowsPerhaps) = (false, false);
        foreach (var (name, document) in policies)
        {
            foreach (var statement in document.Statements)
            {
                var keys = Applies(statement, action, resource, known, condition?.Key);
                if (keys is null)
                    continue;
                if (keys.Count == 0 && !statement.Allows)
                    return new RoleDecision(Decision.ExplicitlyDenied, [name], []);
                if (keys.Count == 0)
                    allowing.Add(name);
                open.UnionWith(keys);
                deniesPerhaps |= keys.Count > 0 && !statement.Allows;
                allowsPerhaps |= keys.Count > 0 && statement.Allows;
            }
        }

        if (allowing.Count > 0 ? deniesPerhaps : allowsPerhaps)
            return new RoleDecision(null, [], [.. open]);
        return allowing.Count > 0 ? new RoleDecision(Decision.Allowed, [.. allowing.Distinct().Order(StringComparer.Ordinal)], []) : new RoleDecision(Decision.ImplicitlyDenied, [], []);
    }

    /// <summary>The unknown keys that it depends on whether a statement applies; none when it does, null when it does not.</summary>
    private static List<string>? Applies(Statement statement, string action, string resource, RequestContext known, string? knownKey)
    {
        var met = statement with { Allows = true, Conditions = [] };
        List<string> keys = [];
        if (Evaluate(met, action, resource) != Decision.Allowed)
        {
            if (!statement.Resources.Any(text => text.Resolve(known) is null) || Evaluate(met with { Resources = [PolicyText.Read("*", variables: false)], ExceptResources = false }, action, resource) != Decision.Allowed)
                return null;
            keys.Add("a policy variable");
        }

        foreach (var line in statement.Conditions)
        {
            if (!line.Key.Equals(knownKey, StringComparison.OrdinalIgnoreCase))
                keys.Add(line.Key);
            else if (!line.IsMet(known))
                return null;
        }

        return keys;
    }

    private static Decision Evaluate(Statement statement, string action, string resource) => PolicyEvaluator.Evaluate(action, resource, new RequestContext(), [new PolicyDocument([statement])]);

    private static PolicyDocument Read(string document)
    {
        using var json = JsonDocument.Parse(document);
        return json.RootElement.ValueKind == JsonValueKind.Object ? PolicyReader.Read(json.RootElement) : throw new JsonException("A policy is an object.");
    }
}

/// <summary>What a role's policies decide.</summary>
/// <param name="Decision">The decision; null when it depends on <paramref name="Keys"/>.</param>
/// <param name="Policies">The policies that decide it, by name.</param>
/// <param name="Keys">The condition keys whose values are not known and would decide it.</param>
public sealed record RoleDecision(Decision? Decision, IReadOnlyList<string> Policies, IReadOnlyList<string> Keys);
