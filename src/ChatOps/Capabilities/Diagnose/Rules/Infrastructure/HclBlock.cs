using System.Text.RegularExpressions;

namespace ChatOps.Capabilities.Diagnose.Rules.Infrastructure;

/// <summary>A block of Terraform, read and edited by lines: comments, order and alignment stay.</summary>
/// <param name="text">The file.</param>
/// <param name="start">The character after the block's opening brace.</param>
/// <param name="end">The block's closing brace.</param>
internal sealed partial class HclBlock(string text, int start, int end) : ISettings
{
    /// <summary>Every block of the form <c>kind "type" "name" {</c> or <c>kind "name" {</c> at the top level.</summary>
    public static IEnumerable<(string Kind, string Type, string Name, int Line, HclBlock Block)> TopLevel(string text)
    {
        var scanner = new HclScanner(text);
        foreach (var (header, open, close) in scanner.Blocks(0, text.Length))
        {
            var match = Header().Match(header);
            if (match.Success)
                yield return (match.Groups["kind"].Value, match.Groups["type"].Value, match.Groups["name"].Value, 1 + text.AsSpan(0, open).Count('\n'), new HclBlock(text, open + 1, close));
        }
    }

    public string? Read(string name) => Find(name) is { } found ? found.Value.Trim('"') : null;

    public int? LineOf(string name) => Find(name) is { } found ? 1 + text.AsSpan(0, found.At).Count('\n') : null;

    public string? With(string name, string value)
    {
        if (Find(name) is { } found)
            return string.Concat(text.AsSpan(0, found.At), value, text.AsSpan(found.At + found.Value.Length));
        // Below the first setting of the block, in its indentation.
        var first = Attributes().FirstOrDefault();
        if (first.Name is null)
            return null;
        var lineEnd = LineEnd(first.At + first.Value.Length);
        return text.Insert(lineEnd, $"{Newline()}{IndentAt(first.At)}{name} = {value}");
    }

    public IReadOnlyDictionary<string, string>? Entries(IReadOnlyList<string> path) =>
        Inner(path) is { } block ? block.Attributes().GroupBy(attribute => attribute.Name).ToDictionary(group => group.Key, group => group.First().Value) : null;

    public string? WithEntry(IReadOnlyList<string> path, string name, string value)
    {
        if (Inner(path) is not { } block || block.Attributes().LastOrDefault() is not { Name: not null } last)
            return null;
        var lineEnd = block.LineEnd(last.At + last.Value.Length);
        // A block on one line, or an entry that goes on over several, is left alone.
        if (lineEnd >= block.End || text.AsSpan(last.At, lineEnd - last.At).ContainsAny("{}[("))
            return null;
        var equals = text.LastIndexOf('=', last.At);
        var padding = new string(' ', Math.Max(1, equals - text.LastIndexOf('\n', equals) - 1 - block.IndentAt(last.At).Length - name.Length));
        return text.Insert(lineEnd, $"{Newline()}{block.IndentAt(last.At)}{name}{padding}= {value}");
    }

    private int End => end;

    private HclBlock? Inner(IReadOnlyList<string> path)
    {
        var block = this;
        foreach (var name in path)
        {
            var scanner = new HclScanner(text);
            // environment { … }, variables = { … }
            var found = scanner.Blocks(block.Start, block.End).FirstOrDefault(inner => inner.Header.TrimEnd(' ', '=', '\t').Trim() == name);
            if (found.Header is null)
                return null;
            block = new HclBlock(text, found.Open + 1, found.Close);
        }
        return block;
    }

    private int Start => start;

    private (string Name, string Value, int At)? Find(string name) => Attributes().FirstOrDefault(attribute => attribute.Name == name) is { Name: not null } found ? found : null;

    // Settings of this block itself: text in inner blocks, strings over several lines and comments is stepped over.
    private IEnumerable<(string Name, string Value, int At)> Attributes()
    {
        var inner = new HclScanner(text).Blocks(start, end).ToList();
        foreach (Match match in Attribute().Matches(text[start..end]))
        {
            var at = start + match.Groups["value"].Index;
            var value = match.Groups["value"].Value.TrimEnd();
            if (!inner.Exists(block => at > block.Open && at < block.Close) && !new HclScanner(text).IsComment(start + match.Groups["name"].Index))
                yield return (match.Groups["name"].Value.Trim('"'), value, at);
        }
    }

    private int LineEnd(int at)
    {
        var newline = text.IndexOf('\n', at);
        return newline < 0 ? text.Length : newline > 0 && text[newline - 1] == '\r' ? newline - 1 : newline;
    }

    private string IndentAt(int at)
    {
        var lineStart = text.LastIndexOf('\n', Math.Max(0, at - 1)) + 1;
        var indent = lineStart;
        while (indent < text.Length && text[indent] is ' ' or '\t')
            indent++;
        return text[lineStart..indent];
    }

    private string Newline() => text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    [GeneratedRegex("""^\s*(?<kind>\w+)\s+("(?<type>[^"]*)"\s+)?"(?<name>[^"]*)"\s*$""", RegexOptions.NonBacktracking)]
    private static partial Regex Header();

    // A value ends at a comment or the end of the line; a quoted one at its quote.
    [GeneratedRegex("""^[ \t]*(?<name>"?[A-Za-z_][\w-]*"?)[ \t]*=[ \t]*(?<value>"[^"\r\n]*"|[^"\s#/{\[][^\r\n#]*|\[[^\r\n]*\])""", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Attribute();
}
