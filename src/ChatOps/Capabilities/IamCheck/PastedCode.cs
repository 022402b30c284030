using System.Globalization;
using System.Text.Json;

namespace ChatOps.Capabilities.IamCheck;

/// <summary>Tells apart what a person may give to be checked.</summary>
internal static class PastedCode
{
    /// <summary>A typed text as a pull request's number, a diff, or neither.</summary>
    public static (string? Code, string? Diff, int? Number) Sort(string text)
    {
        var trimmed = text.Trim();
        if (int.TryParse(trimmed.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return (null, null, number);
        var plain = WithoutFence(text);
        return plain.StartsWith("diff --git ", StringComparison.Ordinal) || plain.StartsWith("--- ", StringComparison.Ordinal) || plain.Contains("\n+++ b/", StringComparison.Ordinal) ? (null, plain, null) : (null, null, null);
    }

    /// <summary>The files of a JSON object of paths and texts, with <c>/</c>; null when it is none.</summary>
    public static Dictionary<string, string>? Files(string json)
    {
        try
        {
            var files = JsonSerializer.Deserialize<Dictionary<string, string?>>(json);
            return files?.Values.Any(text => text is null) == false ? files.GroupBy(file => file.Key.Replace('\\', '/'), StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last().Value!, StringComparer.Ordinal) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The text between the fences that chats put around code.</summary>
    public static string WithoutFence(string text)
    {
        var open = text.IndexOf("```", StringComparison.Ordinal);
        if (open < 0)
            return text.TrimStart('\n', '\r');
        var start = text.IndexOf('\n', open);
        var close = start < 0 ? -1 : text.IndexOf("```", start, StringComparison.Ordinal);
        return start < 0 ? text[(open + 3)..].TrimEnd('`') : close < 0 ? text[(start + 1)..] : text[(start + 1)..close];
    }
}
