using System.Text;

namespace ChatOps.Capabilities.Diagnose.Knowledge;

/// <summary>Fills the words of a signature: <c>{name}</c>, <c>{name|otherwise}</c>, and <c>[[a part that needs its names]]</c>.</summary>
internal static class Template
{
    // A capture is outside text; longer ones hide the sentence they stand in.
    private const int MaxValue = 120;

    /// <summary>The filled text. A name that has no value and no other words becomes <c>it</c>, which a test keeps built-in signatures from needing.</summary>
    public static string Fill(string text, IReadOnlyDictionary<string, string> values)
    {
        var result = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            if (text.AsSpan(at).StartsWith("[[") && text.IndexOf("]]", at, StringComparison.Ordinal) is var close and > 0)
            {
                var part = text[(at + 2)..close];
                if (Names(part).All(values.ContainsKey))
                    result.Append(Fill(part, values));
                at = close + 2;
            }
            else if (text[at] == '{' && text.IndexOf('}', at) is var end and > 0 && IsName(text.AsSpan(at + 1, end - at - 1)))
            {
                var bar = text.IndexOf('|', at, end - at);
                var name = text[(at + 1)..(bar < 0 ? end : bar)];
                result.Append(values.TryGetValue(name, out var value) ? Tidy(value) : bar < 0 ? "it" : text[(bar + 1)..end]);
                at = end + 1;
            }
            else
            {
                result.Append(text[at++]);
            }
        }
        return result.ToString();
    }

    /// <summary>The names used in a text.</summary>
    public static IEnumerable<string> Names(string text)
    {
        for (var at = text.IndexOf('{', StringComparison.Ordinal); at >= 0; at = text.IndexOf('{', at + 1))
        {
            var end = text.IndexOf('}', at);
            if (end > 0 && IsName(text.AsSpan(at + 1, end - at - 1)))
                yield return text[(at + 1)..end].Split('|')[0];
        }
    }

    private static bool IsName(ReadOnlySpan<char> text)
    {
        var bar = text.IndexOf('|');
        var name = bar < 0 ? text : text[..bar];
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterLower(c) && c != '_')
                return false;
        }
        return name.Length > 0;
    }

    private static string Tidy(string value)
    {
        value = value.ReplaceLineEndings(" ").Trim();
        return value.Length <= MaxValue ? value : value[..MaxValue] + "…";
    }
}
