using ChatOps.Iam.Hcl;

namespace ChatOps.Iam.Patches;

/// <summary>Adds <c>statement</c> blocks to a <c>data "aws_iam_policy_document"</c>, laid out as the last one there is.</summary>
internal static class BlockStatements
{
    /// <summary>The edit.</summary>
    public static TextEdit Add(string path, string text, HclBlock document, IReadOnlyList<NewStatement> statements)
    {
        var end = SourceStyle.LineEnd(text);
        var existing = document.Body.Blocks.Where(block => block.Type == "statement").ToList();
        var taken = existing.Select(block => (block.Body.Find("sid") as HclTemplate)?.Text).OfType<string>().ToHashSet();
        var outer = SourceStyle.Indent(text, document.Span.Start);
        var last = existing.LastOrDefault();
        var indent = last is null ? outer + "  " : SourceStyle.Indent(text, last.Span.Start);
        var unit = indent.Length > outer.Length ? indent[outer.Length..] : "  ";
        var written = statements.Select(statement => Write(statement, last, text, indent, unit, end, sid => !taken.Add(sid))).ToList();
        if (document.Body.Blocks is [.., var final])
            return new TextEdit(path, final.Span.End, string.Concat(written.Select(block => end + end + block)));
        // Only arguments so far, or nothing at all.
        var at = document.Body.Attributes.Count > 0 ? document.Body.Attributes[^1].Span.End : document.Body.Span.Start;
        var closesOnLine = !text.AsSpan(at, document.Body.Span.End - at).Contains('\n');
        return new TextEdit(path, at, string.Concat(written.Select((block, i) => (document.Body.Attributes.Count > 0 || i > 0 ? end : "") + end + block)) + (closesOnLine ? end + outer : ""));
    }

    private static string Write(NewStatement statement, HclBlock? last, string text, string indent, string unit, string end, Func<string, bool> isTaken)
    {
        List<(string Name, string Value)> arguments = [];
        if (last?.Body.Find("sid") is not null)
            arguments.Add(("sid", $"\"{statement.Sid(isTaken)}\""));
        if (last?.Body.Find("effect") is not null)
            arguments.Add(("effect", "\"Allow\""));
        arguments.Add(("actions", $"[{string.Join(", ", statement.Actions.Select(action => $"\"{action}\""))}]"));
        arguments.Add(("resources", $"[{statement.Resource}]"));
        var inner = indent + unit;
        var width = last is null || Aligns(last, text) ? arguments.Max(argument => argument.Name.Length) : 0;
        var lines = arguments.Select(argument => $"{inner}{argument.Name.PadRight(width)} = {argument.Value}").ToList();
        if (statement.Condition is { } condition)
            lines.AddRange(["", $"{inner}condition {{", $"{inner}{unit}test     = \"StringEquals\"", $"{inner}{unit}variable = \"{condition.Key}\"", $"{inner}{unit}values   = [\"{condition.Value}\"]", $"{inner}}}"]);
        return $"{indent}statement {{{end}{string.Join(end, lines)}{end}{indent}}}";
    }

    private static bool Aligns(HclBlock last, string text) =>
        last.Body.Attributes.Count < 2 || last.Body.Attributes.Select(attribute => text.IndexOf('=', attribute.Span.Start) - attribute.Span.Start).Distinct().Count() == 1;
}
