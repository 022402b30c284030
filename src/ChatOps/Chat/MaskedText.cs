namespace ChatOps.Chat;

/// <summary>A text whose secrets were replaced by <c>[masked kind]</c>.</summary>
/// <param name="Text">The text; it has as many lines as before.</param>
/// <param name="Counts">How many secrets were replaced, by kind (<c>aws_access_key</c>); empty when there were none.</param>
internal sealed record MaskedText(string Text, IReadOnlyDictionary<string, int> Counts);
