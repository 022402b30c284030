using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Iam;

namespace ChatOps.Platforms.Terminal.Iam;

/// <summary>An analysis as SARIF 2.1.0, which code scanning takes.</summary>
internal static class Sarif
{
    private const string Rule = "iam-missing-permission";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes it: one result for each call that lacks a permission.</summary>
    public static string Write(IamAnalysis analysis) => new JsonObject
    {
        ["version"] = "2.1.0",
        ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
        ["runs"] = new JsonArray(new JsonObject
        {
            ["tool"] = new JsonObject
            {
                ["driver"] = new JsonObject
                {
                    ["name"] = "ChatOps",
                    ["rules"] = new JsonArray(new JsonObject
                    {
                        ["id"] = Rule,
                        ["shortDescription"] = new JsonObject { ["text"] = "Code needs an AWS permission that no policy of the repository grants" },
                        ["defaultConfiguration"] = new JsonObject { ["level"] = "error" },
                    }),
                },
            },
            ["results"] = new JsonArray([.. analysis.Findings.Where(finding => finding.GrantedBy is null).Select(Result)]),
        }),
    }.ToJsonString(Indented);

    private static JsonObject Result(IamFinding finding) => new()
    {
        ["ruleId"] = Rule,
        ["level"] = "error",
        ["message"] = new JsonObject { ["text"] = $"{finding.SdkCall} needs {finding.Action} on {finding.Resource}, which no policy grants." },
        ["locations"] = new JsonArray(new JsonObject
        {
            ["physicalLocation"] = new JsonObject
            {
                ["artifactLocation"] = new JsonObject { ["uri"] = Uri.EscapeDataString(finding.Path).Replace("%2F", "/", StringComparison.Ordinal) },
                ["region"] = new JsonObject { ["startLine"] = finding.Line },
            },
        }),
    };
}
