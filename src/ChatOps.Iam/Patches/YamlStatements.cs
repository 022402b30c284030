using System.Text.RegularExpressions;
using ChatOps.Iam.Infrastructure;

namespace ChatOps.Iam.Patches;

/// <summary>Adds statements to a list in YAML, laid out as the last statement there is.</summary>
internal static partial class YamlStatements
{
    private static readonly string[] Keys = ["Sid", "Effect", "Action", "Resource"];

    /// <summary>The edit; null when the place is not plain to see.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its text.</param>
    /// <param name="list">The statements that there are.</param>
    /// <param name="statements">Those to add, with their resources as YAML.</param>
    public static TextEdit? Add(string path, string text, IacList list, IReadOnlyList<NewStatement> statements)
    {
        if (list is not { Last: var (start, end), Items: [.., IacMap last] } || end <= start || end > text.Length)
            return null;
        var line = start == 0 ? 0 : text.LastIndexOf('\n', start - 1) + 1;
        var dash = text[line..start];
        if (dash.Trim() != "-")
            return null;
        var taken = list.Items.Select(item => item.Member("Sid")?.AsText).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var style = Style.Of(text[start..end], last);
        var eol = SourceStyle.LineEnd(text);
        var keys = new string(' ', dash.Length);
        // After the line that the last one ends in, with the comment that may stand there.
        var at = text.IndexOf('\n', Math.Max(start, end - 1));
        at = at < 0 ? text.TrimEnd().Length : text[at - 1] == '\r' ? at - 1 : at;
        return new TextEdit(path, at, string.Concat(statements.Select(statement => eol + dash + string.Join(eol + keys, Lines(statement, style, sid => !taken.Add(sid))))));
    }

    private static IEnumerable<string> Lines(NewStatement statement, Style style, Func<string, bool> isTaken)
    {
        foreach (var key in style.Order)
        {
            switch (key)
            {
                case "Sid":
                    yield return $"Sid: {statement.Sid(isTaken)}";
                    break;
                case "Effect":
                    yield return $"Effect: {style.Quote}Allow{style.Quote}";
                    break;
                case "Action" when style.IsFlow:
                    yield return $"Action: [{string.Join(", ", statement.Actions.Select(action => style.Quote + action + style.Quote))}]";
                    break;
                case "Action" when statement.Actions.Count == 1 && !style.IsList:
                    yield return $"Action: {style.Quote}{statement.Actions[0]}{style.Quote}";
                    break;
                case "Action":
                    yield return "Action:";
                    foreach (var action in statement.Actions)
                        yield return $"{style.Indent}- {style.Quote}{action}{style.Quote}";
                    break;
                default:
                    yield return $"Resource: {statement.Resource}";
                    break;
            }
        }

        if (statement.Condition is { } condition)
        {
            yield return "Condition:";
            yield return "  StringEquals:";
            yield return $"    {condition.Key}: {condition.Value}";
        }
    }

    /// <summary>How a statement is written.</summary>
    private sealed record Style(IReadOnlyList<string> Order, bool IsFlow, bool IsList, string Indent, string Quote)
    {
        public static Style Of(string text, IacMap last)
        {
            var own = last.Entries.Select(entry => entry.Key).Where(Keys.Contains).ToList();
            var action = ActionValue().Match(text);
            var item = ActionItem().Match(text);
            var first = text.IndexOf('\n', StringComparison.Ordinal) is var end and > 0 ? text[(end + 1)..] : "";
            // How far a list's dashes stand right of the keys.
            var keys = first.Length - first.TrimStart(' ').Length;
            var indent = item.Success ? Math.Max(0, item.Groups["indent"].Length - keys) : 2;
            var value = action.Groups["value"].Value.TrimStart('[', ' ');
            var quote = item.Success ? item.Groups["quote"].Value : value.Length > 0 && value[0] is '"' or '\'' ? value[..1] : "";
            return new Style([.. own, .. Keys.Where(key => key != "Sid" && !own.Contains(key))], action.Groups["value"].Value.StartsWith('['), item.Success, new string(' ', Math.Min(indent, 8)), quote);
        }
    }

    [GeneratedRegex(@"(?m)^[ ]*(?:Action):[ ]*(?<value>[^\r\n]*)", RegexOptions.NonBacktracking)]
    private static partial Regex ActionValue();

    [GeneratedRegex(@"(?m)^[ ]*Action:[ ]*\r?\n(?<indent>[ ]*)-[ ]+(?<quote>[""']?)", RegexOptions.NonBacktracking)]
    private static partial Regex ActionItem();
}
