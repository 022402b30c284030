using System.Text.Json;

namespace ChatOps.Capabilities.Diagnose.Rules.Infrastructure;

/// <summary>Reads a changed template again before it is offered.</summary>
internal static class TemplateCheck
{
    /// <summary>Whether the text still reads as what its path says.</summary>
    public static bool Reads(string path, string text)
    {
        if (path.EndsWith(".json", StringComparison.Ordinal) || text.TrimStart().StartsWith('{'))
        {
            try
            {
                using var document = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
                return true;
            }
            catch (JsonException)
            {
                return false;
            }
        }
        return path.EndsWith(".tf", StringComparison.Ordinal) ? HclBlock.TopLevel(text).Any() : YamlSettings.Parse(text) is not null;
    }
}
