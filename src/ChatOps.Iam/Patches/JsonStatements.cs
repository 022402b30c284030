using System.Text.Json;
using ChatOps.Iam.Hcl;

namespace ChatOps.Iam.Patches;

/// <summary>Adds statements to the JSON that stands in a heredoc.</summary>
internal static class JsonStatements
{
    /// <summary>The edit; null when the place is not plain to see.</summary>
    public static TextEdit? Add(string path, string text, HclTemplate heredoc, IReadOnlyList<NewStatement> statements)
    {
        var (from, to) = (text.IndexOf('\n', heredoc.Span.Start) + 1, heredoc.Span.End);
        if (ListEnd(text, from, to) is not { } close)
            return null;
        var before = close - 1;
        while (before > from && char.IsWhiteSpace(text[before]))
            before--;
        // After a control sequence or an interpolation it cannot be told whether a comma is due.
        if (text[before] != '}' || Opening(text, from, before) is not { } open || text[open - 1] is '$' or '%')
            return null;
        var end = SourceStyle.LineEnd(text);
        var indent = SourceStyle.Indent(text, open);
        var key = text.IndexOf('"', open);
        var inner = key > 0 && SourceStyle.StartsLine(text, key) ? SourceStyle.Indent(text, key) : indent + "  ";
        var separator = SourceStyle.StartsLine(text, open) ? "," + end + indent : ", ";
        return new TextEdit(path, before + 1, string.Concat(statements.Select(statement => separator + Write(statement, indent, inner, end))));
    }

    /// <summary>The edit that adds statements to a list of a JSON file; null when the place is not plain to see.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its text.</param>
    /// <param name="last">Where the list's last item begins and ends.</param>
    /// <param name="statements">The statements, with their resources as JSON.</param>
    public static TextEdit? Add(string path, string text, (int Start, int End) last, IReadOnlyList<NewStatement> statements)
    {
        if (text[last.Start] != '{' || text[last.End - 1] != '}')
            return null;
        var end = SourceStyle.LineEnd(text);
        var indent = SourceStyle.Indent(text, last.Start);
        var key = text.IndexOf('"', last.Start);
        var inner = key > 0 && SourceStyle.StartsLine(text, key) ? SourceStyle.Indent(text, key) : indent + "  ";
        var separator = SourceStyle.StartsLine(text, last.Start) ? "," + end + indent : ", ";
        return new TextEdit(path, last.End, string.Concat(statements.Select(statement => separator + Write(statement, indent, inner, end))));
    }

    private static string Write(NewStatement statement, string indent, string inner, string end)
    {
        List<string> members =
        [
            "\"Effect\": \"Allow\"",
            $"\"Action\": [{string.Join(", ", statement.Actions.Select(action => $"\"{action}\""))}]",
            $"\"Resource\": {Resource(statement)}",
        ];
        if (statement.Condition is { } condition)
            members.Add($"\"Condition\": {{ \"StringEquals\": {{ {JsonSerializer.Serialize(condition.Key)}: {JsonSerializer.Serialize(condition.Value)} }} }}");
        return "{" + end + string.Join("," + end, members.Select(member => inner + member)) + end + indent + "}";
    }

    // A reference is put into the JSON; what is quoted already stays.
    private static string Resource(NewStatement statement) => statement.Resource[0] is '"' or '{' ? statement.Resource : $"\"${{{statement.Resource}}}\"";

    /// <summary>Where the list after <c>"Statement"</c> closes.</summary>
    private static int? ListEnd(string text, int from, int to)
    {
        var name = text.IndexOf("\"Statement\"", from, to - from, StringComparison.Ordinal);
        var open = name < 0 ? -1 : text.IndexOf('[', name, to - name);
        if (open < 0 || text[(name + 11)..open].Trim() != ":")
            return null;
        var depth = 0;
        var quoted = false;
        for (var i = open; i < to; i++)
        {
            var c = text[i];
            if (quoted)
            {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            }
            else if (c == '"')
            {
                quoted = true;
            }
            else if (c is '[' or '{')
            {
                depth++;
            }
            else if (c is ']' or '}' && --depth == 0)
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>The brace that one at an offset closes.</summary>
    private static int? Opening(string text, int from, int close)
    {
        var depth = 0;
        for (var i = close; i >= from; i--)
        {
            depth += text[i] switch { '}' => 1, '{' => -1, _ => 0 };
            if (depth == 0)
                return i;
        }

        return null;
    }
}
