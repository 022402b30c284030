namespace ChatOps.Capabilities.Diagnose.Evidence;

/// <summary>How many tokens a text takes in a model's prompt.</summary>
internal static class TokenEstimate
{
    /// <summary>An estimate for code and logs that is on the safe side.</summary>
    public static int Of(ReadOnlySpan<char> text)
    {
        var tokens = 0;
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            if (char.IsLetter(text[i]))
            {
                // A part of an identifier: up to its next capital or underscore.
                i++;
                while (i < text.Length && char.IsLower(text[i])) i++;
                if (i - start == 1)
                {
                    while (i < text.Length && char.IsUpper(text[i])) i++;
                }
                tokens += 1 + ((i - start) / 8);
            }
            else if (char.IsDigit(text[i]))
            {
                while (i < text.Length && char.IsDigit(text[i])) i++;
                tokens += 1 + ((i - start - 1) / 3);
            }
            else if (text[i] is ' ' or '\t' or '\n' or '\r')
            {
                while (i < text.Length && text[i] is ' ' or '\t' or '\n' or '\r') i++;
                if (i - start > 1) tokens++;
            }
            else
            {
                // Punctuation often comes in pairs that are one token: "()", "->", "//".
                i++;
                if (i < text.Length && !char.IsLetterOrDigit(text[i]) && !char.IsWhiteSpace(text[i])) i++;
                tokens++;
            }
        }
        return tokens;
    }
}
