namespace ChatOps.Chat.Secrets;

/// <summary>Where a secret stands in a text.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="Length">How many characters it has.</param>
/// <param name="Kind">Its kind, in <c>snake_case</c>.</param>
internal readonly record struct SecretSpan(int Start, int Length, string Kind)
{
    /// <summary>The first character after it.</summary>
    public int End => Start + Length;
}
