using System.Text.Json;

namespace ChatOps.Adapters.GitHub;

/// <summary>Reads rulesets (<c>rules/branches</c>) and classic branch protection, which may both be in force.</summary>
internal static class BranchRulesFormat
{
    /// <summary>The rules of all rulesets together.</summary>
    /// <param name="rules">The list that GitHub gives; null when it gives none.</param>
    public static BranchRules OfRulesets(JsonElement? rules)
    {
        var found = new BranchRules();
        if (rules is not { ValueKind: JsonValueKind.Array } list) return found;
        foreach (var rule in list.EnumerateArray())
        {
            var with = rule.TryGetProperty("parameters", out var parameters) ? parameters : default;
            found = rule.GetProperty("type").GetString() switch
            {
                "required_signatures" => found with { RequiresSignatures = true },
                "required_linear_history" => found with { RequiresLinearHistory = true },
                "merge_queue" => found with { HasMergeQueue = true },
                "required_status_checks" => found with
                {
                    RequiresUpToDate = found.RequiresUpToDate || IsTrue(with, "strict_required_status_checks_policy"),
                    RequiredChecks = [.. found.RequiredChecks.Union(Texts(with, "required_status_checks", "context"))],
                },
                "pull_request" => found with
                {
                    RequiredApprovals = Math.Max(found.RequiredApprovals, Number(with, "required_approving_review_count")),
                    RequiresCodeOwners = found.RequiresCodeOwners || IsTrue(with, "require_code_owner_review"),
                    AllowedMethods = Both(found.AllowedMethods, Methods(with)),
                },
                _ => found,
            };
        }

        return found;
    }

    /// <summary>Adds a branch's protection.</summary>
    public static BranchRules Add(BranchRules rules, JsonElement protection)
    {
        var reviews = Part(protection, "required_pull_request_reviews");
        var checks = Part(protection, "required_status_checks");
        return rules with
        {
            RequiredApprovals = Math.Max(rules.RequiredApprovals, Number(reviews, "required_approving_review_count")),
            RequiresCodeOwners = rules.RequiresCodeOwners || IsTrue(reviews, "require_code_owner_reviews"),
            RequiresUpToDate = rules.RequiresUpToDate || IsTrue(checks, "strict"),
            RequiredChecks = [.. rules.RequiredChecks.Union(Texts(checks, "contexts", null))],
            RequiresSignatures = rules.RequiresSignatures || IsTrue(Part(protection, "required_signatures"), "enabled"),
            RequiresLinearHistory = rules.RequiresLinearHistory || IsTrue(Part(protection, "required_linear_history"), "enabled"),
        };
    }

    /// <summary>The protection as everybody who sees the branch sees it.</summary>
    public static JsonElement PublicPart(JsonElement branch) => Part(branch, "protection");

    private static JsonElement Part(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var part) ? part : default;

    private static bool IsTrue(JsonElement element, string name) => Part(element, name).ValueKind == JsonValueKind.True;

    private static int Number(JsonElement element, string name) => Part(element, name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : 0;

    private static IEnumerable<string> Texts(JsonElement element, string name, string? property) =>
        Part(element, name) is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Select(item => property is null ? item : Part(item, property)).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)
            : [];

    private static IReadOnlyList<MergeMethod>? Methods(JsonElement parameters) =>
        Part(parameters, "allowed_merge_methods").ValueKind != JsonValueKind.Array ? null
        : [.. Texts(parameters, "allowed_merge_methods", null).Where(name => Enum.TryParse<MergeMethod>(name, ignoreCase: true, out _)).Select(name => Enum.Parse<MergeMethod>(name, ignoreCase: true))];

    private static IReadOnlyList<MergeMethod>? Both(IReadOnlyList<MergeMethod>? left, IReadOnlyList<MergeMethod>? right) =>
        left is null ? right : right is null ? left : [.. left.Intersect(right)];
}
