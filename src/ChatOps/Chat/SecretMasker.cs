using System.Collections.Frozen;
using System.Text;
using ChatOps.Chat.Secrets;

namespace ChatOps.Chat;

/// <summary>Replaces secrets in text from outside before anything is stored, logged or queued. Linear in the length of the text; masking twice changes nothing.</summary>
internal static class SecretMasker
{
    /// <summary>What a masked secret starts with; scanners leave such text alone.</summary>
    internal const string MaskStart = "[masked ";

    // The most specific first: where two find the same text, the first one names it.
    private static readonly Action<string, List<SecretSpan>>[] Scanners =
        [PrivateKeyScanner.Scan, TokenScanner.Scan, AwsSecretScanner.Scan, UrlScanner.Scan, HeaderScanner.Scan, AssignmentScanner.Scan, CardScanner.Scan];

    // Replacing a secret can uncover another one (a boundary appears where there was none), so it is done until nothing is left to find.
    private const int MaxRounds = 4;

    /// <summary>Masks every secret found in <paramref name="text"/>; the text around them stays as it is.</summary>
    public static MaskedText Mask(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var counts = new Dictionary<string, int>();
        for (var round = 0; round < MaxRounds; round++)
        {
            var spans = Find(text);
            if (spans.Count == 0)
                break;
            text = Replace(text, spans);
            foreach (var span in spans)
                counts[span.Kind] = counts.GetValueOrDefault(span.Kind) + 1;
        }
        return new MaskedText(text, counts.ToFrozenDictionary());
    }

    private static List<SecretSpan> Find(string text)
    {
        var found = new List<(SecretSpan Span, int Rank)>();
        var spans = new List<SecretSpan>();
        for (var rank = 0; rank < Scanners.Length; rank++)
        {
            spans.Clear();
            Scanners[rank](text, spans);
            foreach (var span in spans)
            {
                if (!TouchesMask(text, span))
                    found.Add((span, rank));
            }
        }
        found.Sort((a, b) => a.Span.Start != b.Span.Start ? a.Span.Start.CompareTo(b.Span.Start) : a.Rank.CompareTo(b.Rank));
        return Merge(found);
    }

    private static bool TouchesMask(string text, SecretSpan span)
    {
        var mask = text.AsSpan(span.Start, Math.Min(span.Length + MaskStart.Length, text.Length - span.Start)).IndexOf(MaskStart, StringComparison.Ordinal);
        return mask >= 0 && mask < span.Length;
    }

    private static List<SecretSpan> Merge(List<(SecretSpan Span, int Rank)> found)
    {
        var merged = new List<SecretSpan>();
        var last = (Span: default(SecretSpan), Rank: int.MaxValue);
        foreach (var next in found)
        {
            if (merged.Count == 0 || next.Span.Start >= last.Span.End)
            {
                merged.Add(next.Span);
                last = next;
                continue;
            }
            // A token in a cookie header is a cookie; a token that is a whole header value is a token.
            var union = last.Span with { Length = Math.Max(last.Span.End, next.Span.End) - last.Span.Start };
            var named = next.Rank < last.Rank && next.Span.Length * 2 >= union.Length ? next : last;
            last = (union with { Kind = named.Span.Kind }, named.Rank);
            merged[^1] = last.Span;
        }
        return merged;
    }

    private static string Replace(string text, List<SecretSpan> spans)
    {
        var result = new StringBuilder(text.Length);
        var at = 0;
        foreach (var span in spans)
        {
            result.Append(text, at, span.Start - at).Append(MaskStart).Append(span.Kind).Append(']');
            // Line numbers of what follows must not move.
            foreach (var c in text.AsSpan(span.Start, span.Length))
            {
                if (c is '\n' or '\r')
                    result.Append(c);
            }
            at = span.End;
        }
        return result.Append(text, at, text.Length - at).ToString();
    }
}
