using ChatOps.Iam.Hcl;

namespace ChatOps.Iam.Patches;

/// <summary>Adds statements to the list in a <c>jsonencode({ Statement = [ … ] })</c>, laid out as the last statement there is.</summary>
internal static class ObjectStatements
{
    private static readonly string[] Keys = ["Sid", "Effect", "Action", "Resource", "Condition"];

    /// <summary>The edit.</summary>
    public static TextEdit Add(string path, string text, HclTuple list, IReadOnlyList<NewStatement> statements)
    {
        var end = SourceStyle.LineEnd(text);
        var last = list.Items.OfType<HclObject>().LastOrDefault();
        var style = last is null ? ObjectStyle.Default : ObjectStyle.Of(text, last);
        var taken = list.Items.OfType<HclObject>().Select(item => (item.Find("Sid")?.Value as HclTemplate)?.Text).OfType<string>().ToHashSet();
        bool IsTaken(string sid) => !taken.Add(sid);
        if (list.Items is [.., var final])
        {
            // A list of one line stays one; otherwise each statement starts a line as the last does.
            var inline = !SourceStyle.StartsLine(text, final.Span.Start) && !(last is not null && style.IsMultiLine);
            var indent = SourceStyle.Indent(text, final.Span.Start);
            var separator = inline ? ", " : SourceStyle.StartsLine(text, final.Span.Start) ? "," + end + indent : ", ";
            return new TextEdit(path, final.Span.End, string.Concat(statements.Select(statement => separator + Write(statement, style, indent, end, IsTaken))));
        }

        var outer = SourceStyle.Indent(text, list.Span.Start);
        var written = statements.Select(statement => Write(statement, style, outer + "  ", end, IsTaken));
        return new TextEdit(path, list.Span.Start + 1, end + outer + "  " + string.Join("," + end + outer + "  ", written) + end + outer);
    }

    /// <summary>One statement as an object.</summary>
    public static string Write(NewStatement statement, ObjectStyle style, string indent, string end, Func<string, bool> isTaken)
    {
        var members = new Dictionary<string, string>
        {
            ["Effect"] = "\"Allow\"",
            ["Action"] = $"[{string.Join(", ", statement.Actions.Select(action => $"\"{action}\""))}]",
            ["Resource"] = statement.Resource,
        };
        if (style.HasSid)
            members["Sid"] = $"\"{statement.Sid(isTaken)}\"";
        if (statement.Condition is { } condition)
            members["Condition"] = $"{{ StringEquals{style.Assign}{{ \"{condition.Key}\"{style.Assign}\"{condition.Value}\" }} }}";
        var order = style.Order.Where(members.ContainsKey).Concat(Keys.Where(key => members.ContainsKey(key) && !style.Order.Contains(key))).ToList();
        string Key(string key) => style.QuotesKeys ? $"\"{key}\"" : key;
        if (!style.IsMultiLine)
            return $"{{ {string.Join(", ", order.Select(key => Key(key) + style.Assign + members[key]))} }}";
        var width = style.Aligns ? order.Max(key => Key(key).Length) : 0;
        var inner = indent + style.Unit;
        var lines = order.Select((key, i) => $"{inner}{Key(key).PadRight(width)}{style.Assign}{members[key]}{(style.HasCommas && (i < order.Count - 1 || style.TrailingComma) ? "," : "")}");
        return "{" + end + string.Join(end, lines) + end + indent + "}";
    }
}

/// <summary>How a statement's object is written.</summary>
internal sealed record ObjectStyle
{
    public static readonly ObjectStyle Default = new() { IsMultiLine = true, Aligns = true };

    public bool IsMultiLine { get; init; }

    public bool Aligns { get; init; }

    public bool QuotesKeys { get; init; }

    public bool HasSid { get; init; }

    public bool HasCommas { get; init; }

    public bool TrailingComma { get; init; }

    /// <summary>What stands between a key and its value.</summary>
    public string Assign { get; init; } = " = ";

    /// <summary>One level of indentation.</summary>
    public string Unit { get; init; } = "  ";

    public IReadOnlyList<string> Order { get; init; } = ["Sid", "Effect", "Action", "Resource"];

    /// <summary>The style of an object.</summary>
    public static ObjectStyle Of(string text, HclObject last)
    {
        var multiLine = SourceStyle.IsMultiLine(text, last.Span);
        if (last.Items is not [var first, ..])
            return Default;
        var indent = SourceStyle.Indent(text, last.Span.Start);
        var inner = SourceStyle.Indent(text, first.Key.Span.Start);
        var between = last.Items.Select(item => text[item.Key.Span.End..item.Value.Span.Start]).ToList();
        var tight = between.MinBy(gap => gap.Length)!;
        var after = text[last.Items[^1].Value.Span.End..last.Span.End];
        return new ObjectStyle
        {
            IsMultiLine = multiLine,
            Aligns = multiLine && last.Items.Select(item => item.Value.Span.Start - item.Key.Span.Start).Distinct().Count() == 1 && last.Items.Select(item => item.Key.Span.End - item.Key.Span.Start).Distinct().Count() > 1,
            QuotesKeys = first.Key is HclTemplate,
            HasSid = last.Find("Sid") is not null,
            HasCommas = !multiLine || (last.Items.Count > 1 ? text[last.Items[0].Value.Span.End..last.Items[1].Key.Span.Start] : after).Contains(',', StringComparison.Ordinal),
            TrailingComma = after.Contains(',', StringComparison.Ordinal),
            Assign = tight.Contains('\n', StringComparison.Ordinal) ? " = " : tight,
            Unit = multiLine && inner.Length > indent.Length ? inner[indent.Length..] : "  ",
            Order = [.. last.Items.Select(item => item.Name).OfType<string>()],
        };
    }
}
