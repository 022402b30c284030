using System.Text.RegularExpressions;

namespace ChatOps.Capabilities.Diagnose.Rules;

/// <summary>Names the expression of a failing line that the error is about.</summary>
/// <param name="Expression">As it stands in the line.</param>
/// <param name="Clause">What is wrong with it: <c>is None</c>, <c>has no key 'id'</c>.</param>
internal sealed partial record SuspectExpression(string Expression, string Clause)
{
    /// <summary>Reads the error's message and finds its subject in the line; null when the line does not show it.</summary>
    public static SuspectExpression? Find(string message, string code)
    {
        if (code.Length is 0 or > 1_000)
            return null;
        if (NullMember().Match(message) is { Success: true } member)
            return BeforeMember(code, member.Groups["member"].Value, $"is {NullName(message)}");
        if (message.Contains("is not subscriptable", StringComparison.Ordinal) && message.Contains("NoneType", StringComparison.Ordinal))
            return Before(code, code.IndexOf('[', StringComparison.Ordinal), "is None");
        if (JavaNull().Match(message) is { Success: true } java)
            return new SuspectExpression(java.Groups["what"].Value, "is null");
        if (MissingKey().Match(message) is { Success: true } key)
            return Key(code, key.Groups["key"].Value);
        if (Index().IsMatch(message))
            return Before(code, code.IndexOf('[', StringComparison.Ordinal), "has fewer elements than the index needs");
        if (AnyNull().IsMatch(message))
            return Dereferenced(code);
        return null;
    }

    private static string NullName(string message) => message.Contains("NoneType", StringComparison.Ordinal) ? "None"
        : message.Contains("undefined (", StringComparison.Ordinal) || message.EndsWith("of undefined", StringComparison.Ordinal) ? "undefined"
        : message.Contains("nil", StringComparison.Ordinal) ? "nil" : "null";

    private static SuspectExpression? BeforeMember(string code, string member, string clause)
    {
        foreach (var separator in (string[])[".", "->", "?."])
        {
            for (var at = code.IndexOf(separator + member, StringComparison.Ordinal); at >= 0; at = code.IndexOf(separator + member, at + 1, StringComparison.Ordinal))
            {
                var end = at + separator.Length + member.Length;
                if (end == code.Length || !(char.IsLetterOrDigit(code[end]) || code[end] == '_'))
                    return Before(code, at, clause);
            }
        }
        foreach (var quote in (char[])['\'', '"'])
        {
            if (code.IndexOf($"[{quote}{member}{quote}]", StringComparison.Ordinal) is var at and > 0)
                return Before(code, at, clause);
        }
        return int.TryParse(member, out _) && code.IndexOf('[', StringComparison.Ordinal) is var bracket and > 0 ? Before(code, bracket, clause) : null;
    }

    private static SuspectExpression? Key(string code, string key)
    {
        foreach (var quote in (char[])['\'', '"'])
        {
            if (code.IndexOf($"[{quote}{key}{quote}]", StringComparison.Ordinal) is var at and > 0)
                return Before(code, at, $"has no key {quote}{key}{quote}");
        }
        return code.Count(c => c == '[') == 1 ? Before(code, code.IndexOf('[', StringComparison.Ordinal), $"has no key '{key}'") : null;
    }

    // The value left of a position: names, calls, indexes and members, back to where the expression begins.
    private static SuspectExpression? Before(string code, int end, string clause)
    {
        var start = end;
        while (start > 0)
        {
            var c = code[start - 1];
            if (char.IsLetterOrDigit(c) || c is '_' or '.' or '$' or '@' or '!' || (c == '?' && code[start] == '.'))
                start--;
            else if (c is ')' or ']')
                start = Opening(code, start - 1);
            else if (c == '>' && start > 1 && code[start - 2] == '-')
                start -= 2;
            else
                break;
            if (start < 0)
                return null;
        }
        var expression = end < 0 ? "" : code[start..end].Trim('.', '!', '?');
        return expression.Length is 0 or > 160 ? null : new SuspectExpression(expression, clause);
    }

    private static int Opening(string code, int close)
    {
        var depth = 0;
        for (var at = close; at >= 0; at--)
        {
            if (code[at] is ')' or ']')
                depth++;
            else if (code[at] is '(' or '[' && --depth == 0)
                return at;
        }
        return -1;
    }

    // The runtime does not say which; what the line goes through by a dot are the candidates.
    private static SuspectExpression? Dereferenced(string code)
    {
        var candidates = new List<string>();
        for (var at = code.IndexOf('.', StringComparison.Ordinal); at > 0; at = code.IndexOf('.', at + 1))
        {
            if (code[at - 1] is '?' || Before(code, at, "") is not { } found || found.Expression is "this" or "base" or "super" or "self")
                continue;
            if (char.IsLetter(found.Expression[0]) && !(char.IsAsciiLetterUpper(found.Expression[0]) && !found.Expression.Contains('.', StringComparison.Ordinal) && !found.Expression.Contains('(', StringComparison.Ordinal)))
                candidates.Add(found.Expression);
        }
        return candidates.Distinct().ToList() switch
        {
            [] => null,
            [var only] => new SuspectExpression(only, "is null"),
            var several when several.Count <= 4 => new SuspectExpression(string.Join("` or `", several), "is null"),
            _ => null,
        };
    }

    [GeneratedRegex("""('NoneType' object has no attribute '(?<member>\w+)'|Cannot (read|set) propert(y|ies) of (undefined|null) \((reading|setting) '(?<member>[^']+)'\)|Cannot read property '(?<member>[^']+)' of (undefined|null)|undefined method ['`](?<member>\w+[?!=]?)' for nil|Call to a member function (?<member>\w+)\(\) on null)""", RegexOptions.NonBacktracking)]
    private static partial Regex NullMember();

    [GeneratedRegex("""because (the return value of )?"(?<what>[^"]+)" is null""", RegexOptions.NonBacktracking)]
    private static partial Regex JavaNull();

    [GeneratedRegex("""(KeyError: |key not found: :?|The given key )['"`]?(?<key>[\w.-]+)""", RegexOptions.NonBacktracking)]
    private static partial Regex MissingKey();

    [GeneratedRegex("(IndexError|list index out of range|IndexOutOfRange|Index was outside the bounds|ArrayIndexOutOfBounds|index out of range|Index \\d+ out of bounds)", RegexOptions.NonBacktracking)]
    private static partial Regex Index();

    [GeneratedRegex("(NullReferenceException|Object reference not set|NullPointerException|nil pointer dereference)", RegexOptions.NonBacktracking)]
    private static partial Regex AnyNull();
}
