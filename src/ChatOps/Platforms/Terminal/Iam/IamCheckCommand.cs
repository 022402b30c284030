using System.Text.Json;
using ChatOps.Iam;
using ChatOps.Running.Rest;

namespace ChatOps.Platforms.Terminal.Iam;

/// <summary><c>chatops iam check</c>: files as they are on disk against the policies as they are on disk.</summary>
internal static class IamCheckCommand
{
    private const int AllGranted = 0;
    private const int SomethingMissing = 1;
    private const int CannotRead = 2;

    private static readonly JsonSerializerOptions Indented = new(RestJson.Options) { WriteIndented = true };

    /// <summary>What was typed.</summary>
    internal sealed record Request(string[] Paths, bool Diff, string? Repository, string Format);

    /// <summary>Checks, and prints text, JSON or SARIF.</summary>
    /// <returns>0 when all is granted, 1 when something is missing, 2 when something could not be read.</returns>
    public static async Task<int> RunAsync(Request request, CancellationToken cancellationToken)
    {
        var root = request.Repository ?? WorkingFiles.RootOf(Directory.GetCurrentDirectory());
        if (request.Paths.FirstOrDefault(path => !Path.Exists(path)) is { } missing || (!Directory.Exists(root) && (missing = root) is not null))
        {
            await Console.Error.WriteLineAsync($"There is no {missing}.");
            return CannotRead;
        }

        if (!request.Diff && request.Paths.Length == 0)
        {
            await Console.Error.WriteLineAsync("Name the files or folders to check: chatops iam check src");
            return CannotRead;
        }

        var infrastructure = await WorkingFiles.ReadAsync(root, root, AnalysedFiles.IsInfrastructure, cancellationToken);
        var analysis = request.Diff
            ? IamAnalyzer.AnalyzeDiff(await DiffAsync(request.Paths, cancellationToken), infrastructure)
            : IamAnalyzer.Analyze(await CodeAsync(request.Paths, root, cancellationToken), infrastructure);
        await Console.Out.WriteLineAsync(request.Format switch
        {
            "json" => JsonSerializer.Serialize(analysis, Indented),
            "sarif" => Sarif.Write(analysis),
            _ => Text(analysis),
        });
        return analysis.MissingPermissions.Count == 0 ? AllGranted : SomethingMissing;
    }

    private static async Task<string> DiffAsync(string[] paths, CancellationToken cancellationToken)
    {
        if (paths.Length > 0)
            return string.Join('\n', await Task.WhenAll(paths.Select(path => File.ReadAllTextAsync(path, cancellationToken))));
        using var input = new StreamReader(Console.OpenStandardInput());
        return await input.ReadToEndAsync(cancellationToken);
    }

    private static async Task<Dictionary<string, string>> CodeAsync(string[] paths, string root, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            foreach (var (name, text) in await WorkingFiles.ReadAsync(path, root, AnalysedFiles.IsCode, cancellationToken))
                files[name] = text;
        }

        return files;
    }

    private static string Text(IamAnalysis analysis)
    {
        List<string> lines = [.. analysis.Findings.Where(finding => finding.GrantedBy is null).Select(finding => $"{finding.Path}:{finding.Line}: {finding.SdkCall} needs {finding.Action} on {finding.Resource}")];
        if (lines.Count == 0)
            lines.Add("Every permission that the code needs is granted.");
        lines.AddRange(analysis.ConditionalPermissions.Select(permission => $"{permission.Action} is needed when {permission.When}"));
        lines.AddRange(analysis.Warnings);
        if ((analysis.TerraformDiff ?? analysis.PolicyDiff) is { } diff)
            lines.AddRange(["", diff.TrimEnd('\n')]);
        else if (analysis.TerraformUpdate is { } update)
            lines.AddRange(["", update]);
        return string.Join('\n', lines);
    }
}
