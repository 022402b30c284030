using System.Text.Json;
using ChatOps.Iam.Hcl;

namespace ChatOps.Platforms.Terminal.Iam;

/// <summary><c>chatops iam parse-hcl</c>.</summary>
internal static class ParseHclCommand
{
    /// <summary>Prints each file's JSON.</summary>
    /// <returns>0 when all could be read, 1 otherwise.</returns>
    public static async Task<int> RunAsync(string[] files, CancellationToken cancellationToken)
    {
        var code = 0;
        foreach (var file in files)
        {
            var (json, error) = File.Exists(file) ? HclConversion.ToJson(await File.ReadAllTextAsync(file, cancellationToken)) : (null, "there is no such file.");
            if (error is not null)
            {
                await Console.Error.WriteLineAsync($"{file}:{error}");
                code = 1;
            }
            else
            {
                await Console.Out.WriteLineAsync(files.Length == 1 ? json : $"{{\"file\":{JsonSerializer.Serialize(file)},\"json\":{json}}}");
            }
        }

        return code;
    }
}
