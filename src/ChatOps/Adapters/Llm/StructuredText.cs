namespace ChatOps.Adapters.Llm;

/// <summary>Finds the JSON object in an answer. Endpoints without strict output wrap it in prose or in a fence.</summary>
internal static class StructuredText
{
    /// <summary>The outermost object, or null when there is none.</summary>
    public static string? FindObject(string text)
    {
        var start = text.IndexOf('{', StringComparison.Ordinal);
        if (start < 0)
            return null;

        var (depth, inText) = (0, false);
        for (var at = start; at < text.Length; at++)
            switch (text[at])
            {
                case '\\' when inText:
                    at++;
                    break;
                case '"':
                    inText = !inText;
                    break;
                case '{' when !inText:
                    depth++;
                    break;
                case '}' when !inText && --depth == 0:
                    return text[start..(at + 1)];
            }

        return null;
    }
}
