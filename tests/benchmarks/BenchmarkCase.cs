using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatOps.Benchmarks;

/// <summary>A real error with the commit that fixed it: the text that a commit message quotes, and the code files which that commit changed.</summary>
internal sealed record BenchmarkCase
{
    [JsonPropertyName("id")] public required string Id { get; init; }
    [JsonPropertyName("repo")] public required string Repo { get; init; }
    [JsonPropertyName("parent_sha")] public required string ParentSha { get; init; }
    [JsonPropertyName("date")] public long Date { get; init; }
    [JsonPropertyName("stratum")] public required string Stratum { get; init; }
    [JsonPropertyName("language")] public required string Language { get; init; }
    [JsonPropertyName("trace")] public required string Text { get; init; }
    [JsonPropertyName("gold_files")] public required IReadOnlyList<string> Gold { get; init; }

    public static List<BenchmarkCase> Load(string path) =>
        [.. File.ReadLines(path).Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<BenchmarkCase>(line)!)];
}

/// <summary>What was answered to a case: ids, paths and figures, no text of the repository.</summary>
internal sealed record CaseResult
{
    [JsonPropertyName("id")] public required string Id { get; init; }
    [JsonPropertyName("files")] public required IReadOnlyList<string> Files { get; init; }
    [JsonPropertyName("outcome")] public required string Outcome { get; init; }
    [JsonPropertyName("confidence_score")] public required double ConfidenceScore { get; init; }
    [JsonPropertyName("prompt_tokens")] public required int PromptTokens { get; init; }
    [JsonPropertyName("prompt_files")] public required IReadOnlyList<string> PromptFiles { get; init; }
    [JsonPropertyName("ms")] public required long Milliseconds { get; init; }

    public static Dictionary<string, CaseResult> Load(string path) =>
        File.ReadLines(path).Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<CaseResult>(line)!).ToDictionary(result => result.Id);
}
