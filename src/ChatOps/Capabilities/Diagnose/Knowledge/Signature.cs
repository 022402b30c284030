namespace ChatOps.Capabilities.Diagnose.Knowledge;

/// <summary>A known kind of error: how to recognise it, what causes it, what to do.</summary>
internal sealed record Signature
{
    /// <summary>Unique, kebab-case, <c>aws-dynamodb-throughput-exceeded</c>.</summary>
    public required string Id { get; init; }

    public required Category Category { get; init; }

    /// <summary>One sentence: what is wrong. May contain <c>{name}</c> of a named group of the pattern, and <c>{file}</c>.</summary>
    public required string Cause { get; init; }

    /// <summary>One paragraph: what to do, naming <c>{file}</c> and <c>{line}</c> where they are known.</summary>
    public required string Advice { get; init; }

    /// <summary>Name of a built-in fix recipe; null when no mechanical, safe change exists.</summary>
    public string? Recipe { get; init; }
}

/// <summary>A signature found in a text.</summary>
/// <param name="Signature">The signature.</param>
/// <param name="Captures">The pattern's named groups.</param>
/// <param name="TextLine">Line of the pasted text, from 1.</param>
/// <param name="Weight">0 to 1: how specific the match is.</param>
internal sealed record SignatureMatch(Signature Signature, IReadOnlyDictionary<string, string> Captures, int TextLine, double Weight);
