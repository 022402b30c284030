using System.Buffers;
using System.Text;

namespace ChatOps.Capabilities.Diagnose.Knowledge;

/// <summary>Texts of which every match of a pattern contains at least one, so that a plain search can rule the pattern out.</summary>
internal sealed class RequiredWords
{
    // Shorter ones are in nearly every text.
    private const int MinLength = 3;

    private readonly SearchValues<string> search;

    private RequiredWords(IReadOnlyList<string> words, bool ignoreCase)
    {
        Words = words;
        search = SearchValues.Create([.. words], ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
    }

    /// <summary>The texts.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Reads them off a pattern; null when a match may contain none.</summary>
    public static RequiredWords? Of(string pattern)
    {
        var ignoreCase = pattern.StartsWith("(?i)", StringComparison.Ordinal);
        var at = ignoreCase ? 4 : 0;
        return new Reader(pattern).Alternatives(ref at) is { } words ? new RequiredWords(words, ignoreCase) : null;
    }

    /// <summary>Where one of them stands next; -1 when none does.</summary>
    public int IndexIn(ReadOnlySpan<char> text) => text.IndexOfAny(search);

    private sealed class Reader(string pattern)
    {
        // What every alternative needs, taken together; null when one of them needs nothing that is long enough.
        public List<string>? Alternatives(ref int at)
        {
            var words = new List<string>();
            var all = true;
            while (true)
            {
                var part = Sequence(ref at);
                all &= part is not null;
                words.AddRange(part ?? []);
                if (at >= pattern.Length || pattern[at] != '|')
                    return all ? words : null;
                at++;
            }
        }

        private IReadOnlyList<string>? Sequence(ref int at)
        {
            IReadOnlyList<string>? best = null;
            var run = new StringBuilder();
            while (at < pattern.Length && pattern[at] is not ('|' or ')'))
            {
                switch (pattern[at])
                {
                    case '(':
                        End();
                        Consider(Group(ref at));
                        break;
                    case '[':
                        End();
                        SkipClass(ref at);
                        break;
                    case '?' or '*' or '{':
                        // What stands before it may be absent.
                        if (run.Length > 0)
                            run.Length--;
                        End();
                        at = pattern[at] == '{' ? pattern.IndexOf('}', at) + 1 : at + 1;
                        break;
                    case '+' or '.' or '^' or '$':
                        End();
                        at++;
                        break;
                    case '\\' when at + 1 < pattern.Length:
                        if (char.IsAsciiLetterOrDigit(pattern[at + 1]))
                            End();
                        else
                            run.Append(pattern[at + 1]);
                        at += 2;
                        break;
                    default:
                        run.Append(pattern[at++]);
                        break;
                }
            }
            End();
            return best;

            void End()
            {
                if (run.Length >= MinLength)
                    Consider([run.ToString()]);
                run.Clear();
            }

            // The longer its shortest word, the rarer a false alarm.
            void Consider(IReadOnlyList<string>? words)
            {
                if (words is not null && (best is null || words.Min(word => word.Length) > best.Min(word => word.Length)))
                    best = words;
            }
        }

        private List<string>? Group(ref int at)
        {
            at++;
            if (at < pattern.Length && pattern[at] == '?')
                at = pattern.IndexOfAny([':', '>', '\''], at) + 1;
            var words = Alternatives(ref at);
            at++;
            return at < pattern.Length && pattern[at] is '?' or '*' or '{' ? null : words;
        }

        private void SkipClass(ref int at)
        {
            // A ] right after [ or [^ is a member.
            at += pattern.AsSpan(at).StartsWith("[^]") ? 3 : pattern.AsSpan(at).StartsWith("[]") ? 2 : 1;
            while (at < pattern.Length && pattern[at] != ']')
                at += pattern[at] == '\\' ? 2 : 1;
            at++;
        }
    }
}
