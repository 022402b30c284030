using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Iam.Hcl;

namespace ChatOps.Benchmarks;

/// <summary>Every .tf file below a folder, read by our parser and by HashiCorp's: what differs, and how fast each is.</summary>
internal static class IamHclBenchmark
{
    private const int Shown = 10;

    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var files = Directory.EnumerateFiles(arguments.Required("dir"), "*.tf", SearchOption.AllDirectories).Where(file => File.Exists(file)).Order(StringComparer.Ordinal).Select(File.ReadAllText).ToList();
        var megabytes = files.Sum(text => (long)System.Text.Encoding.UTF8.GetByteCount(text)) / 1e6;
        foreach (var text in files)
            HclFile.Parse(text);
        var watch = Stopwatch.StartNew();
        var ours = files.Select(HclFile.Parse).ToList();
        var parsed = watch.Elapsed.TotalSeconds;
        watch.Restart();
        var json = ours.Select(Json).ToList();
        var seconds = parsed + watch.Elapsed.TotalSeconds;

        var (theirs, theirSeconds) = await AskAsync(arguments.Required("peers"), files, cancellationToken);
        var different = new List<string>();
        for (var i = 0; i < files.Count; i++)
        {
            var other = theirs[i].TryGetProperty("json", out var value) ? JsonNode.Parse(value.GetRawText()) : null;
            if (Canonical.Of(other) != Canonical.Of(json[i] is { } own ? JsonNode.Parse(own) : null))
                different.Add($"{(ours[i].Error is { } error ? error.ToString() : "read")} | {(theirs[i].TryGetProperty("error", out var said) ? said.GetString() : "read")}\n{files[i]}");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{files.Count} files, {megabytes:F2} MB: {different.Count} differ; parse {megabytes / parsed:F1} MB/s, with JSON {megabytes / seconds:F1} MB/s, hcl2json {megabytes / theirSeconds:F2} MB/s, ratio {theirSeconds / seconds:F1}"));
        foreach (var text in different.Take(Shown))
            Console.WriteLine(text[..Math.Min(text.Length, 2000)]);
        return different.Count == 0 ? 0 : 1;
    }

    private static byte[]? Json(HclFile file)
    {
        if (file.Body is null)
            return null;
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            HclJson.Write(file, writer);
        return stream.ToArray();
    }

    private static async Task<(Dictionary<int, JsonElement> Answers, double Seconds)> AskAsync(string folder, List<string> files, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo("node", ["hcl.mjs"]) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        async Task<JsonElement> OneAsync(int id, string text)
        {
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { id, text }).AsMemory(), cancellationToken);
            await process.StandardInput.FlushAsync(cancellationToken);
            using var document = JsonDocument.Parse((await process.StandardOutput.ReadLineAsync(cancellationToken))!);
            return document.RootElement.Clone();
        }

        await OneAsync(-1, "a = 1");
        var answers = new Dictionary<int, JsonElement>();
        var watch = Stopwatch.StartNew();
        for (var id = 0; id < files.Count; id++)
            answers[id] = await OneAsync(id, files[id]);
        var seconds = watch.Elapsed.TotalSeconds;
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken);
        return (answers, seconds);
    }

    /// <summary>JSON with sorted keys, numbers by value, and expressions without blanks.</summary>
    private static class Canonical
    {
        public static string Of(JsonNode? node) => node switch
        {
            null => "null",
            JsonObject members => "{" + string.Join(',', members.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{JsonSerializer.Serialize(pair.Key)}:{Of(pair.Value)}")) + "}",
            JsonArray items => "[" + string.Join(',', items.Select(Of)) + "]",
            _ => node.GetValueKind() switch
            {
                JsonValueKind.String when node.GetValue<string>() is var words => words.Contains("${", StringComparison.Ordinal) || words.Contains("%{", StringComparison.Ordinal) ? string.Concat(words.Where(c => !char.IsWhiteSpace(c))) : "\"" + words,
                JsonValueKind.Number => JsonSerializer.Deserialize<double>(node.ToJsonString()).ToString("R", CultureInfo.InvariantCulture),
                _ => node.ToJsonString(),
            },
        };
    }
}
