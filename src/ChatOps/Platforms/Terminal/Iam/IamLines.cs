using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Iam;
using ChatOps.Iam.Policies;

namespace ChatOps.Platforms.Terminal.Iam;

/// <summary>Commands that answer each line of standard input with one of standard output: for oracles and pipelines.</summary>
internal static class IamLines
{
    /// <summary>Answers line by line.</summary>
    /// <returns>0; 1 when a line is not JSON as the command takes it.</returns>
    public static async Task<int> RunAsync(Func<JsonElement, JsonObject> answer, CancellationToken cancellationToken)
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        await using var output = new StreamWriter(Console.OpenStandardOutput());
        for (var number = 1; await input.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            try
            {
                using var question = JsonDocument.Parse(line);
                await output.WriteLineAsync(answer(question.RootElement).ToJsonString());
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                await output.FlushAsync(cancellationToken);
                await Console.Error.WriteLineAsync($"Line {number} is not what this command takes: see --help.");
                return 1;
            }
        }

        return 0;
    }

    /// <summary>What a snippet of code needs.</summary>
    public static JsonObject Calls(JsonElement question)
    {
        var name = question.GetProperty("language").GetString()!;
        var analysis = AnalysedFiles.LanguageOf(name) is { } language ? CodeAnalyzer.AnalyzeFragment(language, question.GetProperty("code").GetString()!) : new CodeAnalysis([], [$"{name} is no language that is read."]);
        var always = analysis.Required.Where(need => need.When is null).ToList();
        return new JsonObject
        {
            ["id"] = Id(question),
            ["actions"] = List(always.Select(need => need.Action)),
            ["conditional"] = List(analysis.Required.Where(need => need.When is not null).Select(need => need.Action)),
            ["resources"] = List(always.Select(need => need.Resource)),
        };
    }

    /// <summary>What IAM decides.</summary>
    public static JsonObject Simulate(JsonElement question) => new() { ["id"] = Id(question), ["result"] = Simulation.Read(question).Decide().ToString() };

    private static JsonNode? Id(JsonElement question) => question.TryGetProperty("id", out var id) ? JsonNode.Parse(id.GetRawText()) : null;

    private static JsonArray List(IEnumerable<string> texts) => [.. texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(text => (JsonNode)text)];
}
