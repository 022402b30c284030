using System.Buffers;

namespace ChatOps.Chat.Secrets;

/// <summary>Finds tokens by how they start, in one pass over the text.</summary>
internal static class TokenScanner
{
    private static readonly SearchValues<string> Prefixes = SearchValues.Create([.. TokenShape.All.Select(shape => shape.Prefix).Distinct()], StringComparison.Ordinal);

    // Two first characters lead to few shapes; the longest prefix is tried first (sk-ant- before sk-).
    private static readonly Dictionary<(char, char), TokenShape[]> ByStart = TokenShape.All
        .GroupBy(shape => (shape.Prefix[0], shape.Prefix[1]))
        .ToDictionary(group => group.Key, group => group.OrderByDescending(shape => shape.Prefix.Length).ToArray());

    public static void Scan(string text, List<SecretSpan> spans)
    {
        // Up to where each shape is known not to occur: what is too short or has no digit has no better tail.
        var refused = new Dictionary<TokenShape, int>(ReferenceEqualityComparer.Instance);
        var at = 0;
        while (at < text.Length)
        {
            var next = text.AsSpan(at).IndexOfAny(Prefixes);
            if (next < 0)
                return;
            at += next;
            at = TryTake(text, at, spans, refused, out var end) ? end : at + 1;
        }
    }

    private static bool TryTake(string text, int at, List<SecretSpan> spans, Dictionary<TokenShape, int> refused, out int end)
    {
        end = at;
        if (!ByStart.TryGetValue((text[at], text[at + 1]), out var shapes))
            return false;
        foreach (var shape in shapes)
        {
            if (!text.AsSpan(at).StartsWith(shape.Prefix, StringComparison.Ordinal) || at < refused.GetValueOrDefault(shape) || !StartsHere(text, at, shape))
                continue;
            var bodyStart = at + shape.Prefix.Length;
            var length = BodyLength(text, bodyStart, shape);
            if (!Fits(text.AsSpan(bodyStart, length), shape))
            {
                if (length <= shape.Max)
                    refused[shape] = bodyStart + length;
                continue;
            }
            end = bodyStart + length;
            while (shape.Max >= TokenShape.Unlimited && end < text.Length && shape.Alphabet.Contains(text[end]))
                end++;
            var start = shape.KeepPrefix ? bodyStart : Start(text, at, shape);
            spans.Add(new SecretSpan(start, end - start, shape.Kind));
            return true;
        }
        return false;
    }

    // A token that is known by what stands inside it starts before that.
    private static int Start(string text, int at, TokenShape shape)
    {
        if (shape.Prefix is not ("8Q~" or ".atlasv1."))
            return at;
        var start = at;
        while (start > 0 && at - start < 20 && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '-' or '~' or '.'))
            start--;
        return start;
    }

    private static bool StartsHere(string text, int at, TokenShape shape) =>
        at == 0 || shape.KeepPrefix || shape.Prefix is "8Q~" or ".atlasv1."
        || !(char.IsAsciiLetterOrDigit(text[at - 1]) || text[at - 1] is '_')
        // %3Aghp_… in a URL and \nghp_… in JSON: the letter before belongs to the escape.
        || (at >= 2 && text[at - 2] == '\\' && text[at - 1] is 'n' or 't' or 'r')
        || (at >= 3 && text[at - 3] == '%' && char.IsAsciiHexDigit(text[at - 2]) && char.IsAsciiHexDigit(text[at - 1]));

    private static int BodyLength(string text, int start, TokenShape shape)
    {
        var limit = Math.Min(text.Length, start + shape.Max + 1);
        var end = start;
        // Chat clients put zero-width characters where a long word may wrap.
        while (end < limit && (shape.Alphabet.Contains(text[end]) || text[end] is '\u200B' or '\u200C' or '\u200D' or '\u2060' or '\uFEFF'))
            end++;
        while (end > start && text[end - 1] is '.' or '-' or '&' or '?' && end - start > shape.Min)
            end--;
        return end - start;
    }

    private static bool Fits(ReadOnlySpan<char> body, TokenShape shape)
    {
        if (body.Length < shape.Min || (body.Length > shape.Max && shape.Max < TokenShape.Unlimited))
            return false;
        return (!shape.DigitNeeded || body.ContainsAnyInRange('0', '9')) && body.Count('.') >= shape.Dots;
    }
}
