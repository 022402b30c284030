namespace ChatOps.Chat.Secrets;

/// <summary>Finds payment card numbers: a known issuer's first digits and length, in one run or in the groups printed on cards, with a right check digit.</summary>
internal static class CardScanner
{
    public static void Scan(string text, List<SecretSpan> spans)
    {
        Span<char> digits = stackalloc char[19];
        var at = 0;
        while (at < text.Length)
        {
            var next = text.AsSpan(at).IndexOfAnyInRange('0', '9');
            if (next < 0)
                return;
            at += next;
            var (length, count, end) = Read(text, at, digits);
            if (length > 0 && StandsAlone(text, at, length) && IsIssued(digits[..count]) && PassesLuhn(digits[..count]))
                spans.Add(new SecretSpan(at, length, "credit_card"));
            at = end;
        }
    }

    // Digits in one run, or in groups of 4-4-4-4 and 4-6-5 with one kind of separator.
    private static (int Length, int Count, int End) Read(string text, int start, Span<char> digits)
    {
        var (at, count, separator, groups) = (start, 0, '\0', new List<int>(5) { 0 });
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (char.IsAsciiDigit(c))
            {
                if (count == digits.Length)
                    return (0, 0, SkipDigits(text, at));
                digits[count++] = c;
                groups[^1]++;
            }
            else if (c is ' ' or '-' && (separator == '\0' || separator == c) && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]) && groups.Count < 5)
            {
                separator = c;
                groups.Add(0);
            }
            else
            {
                break;
            }
        }
        var known = groups is [_] or [4, 4, 4, 4] or [4, 6, 5];
        // An unknown grouping may hide a card behind its first group ("12 4111111111111111").
        return known ? (at - start, count, Math.Max(at, start + 1)) : (0, 0, start + groups[0]);
    }

    private static int SkipDigits(string text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return at;
    }

    // Part of a longer name, number, path or hash: not a card.
    private static bool StandsAlone(string text, int start, int length) =>
        (start == 0 || !(char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '-' or '.' or '/' or '#' or '@' or '+'))
        && (start + length == text.Length || !(char.IsLetterOrDigit(text[start + length]) || text[start + length] is '_' or '-' or '/' or '@'));

    // Issuer ranges: ISO/IEC 7812 and the networks' published lists.
    private static bool IsIssued(ReadOnlySpan<char> digits)
    {
        if (digits.Length < 13)
            return false;
        var four = int.Parse(digits[..4], provider: null);
        var two = four / 100;
        return digits.Length switch
        {
            13 => digits[0] == '4',
            14 => two is 30 or 36 or 38,
            15 => two is 34 or 37,
            16 => digits[0] == '4' || two is >= 51 and <= 55 or 65 or 35 || four is >= 2221 and <= 2720 or 6011,
            19 => digits[0] == '4' || two == 62,
            _ => false,
        };
    }

    private static bool PassesLuhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[digits.Length - 1 - i] - '0';
            sum += i % 2 == 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
        }
        return sum % 10 == 0 && digits.ContainsAnyExcept(digits[0]);
    }
}
