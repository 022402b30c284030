namespace ChatOps.Capabilities.Diagnose.Knowledge;

/// <summary>A known kind of error: how to recognise it, what causes it, what to do.</summary>
internal sealed record Signature
{
    /// <summary>Unique, kebab-case, <c>aws-dynamodb-throughput-exceeded</c>.</summary>
    public required string Id { get; init; }

    public required Category Category { get; init; }

    /// <summary>One sentence: what is wrong. May contain <c>{name}</c> of a named group of the pattern, <c>{name|words when it is absent}</c>, and <c>[[ a part left out when a name in it is absent]]</c>.</summary>
    public required string Cause { get; init; }

    /// <summary>One paragraph: what to do, naming <c>{place}</c> (file and line), <c>{file}</c> and <c>{line}</c> where they are known.</summary>
    public required string Advice { get; init; }

    /// <summary>Name of a built-in fix recipe; null when no mechanical, safe change exists.</summary>
    public string? Recipe { get; init; }

    /// <summary>How specific the signature is, 0 to 1.</summary>
    public double Weight { get; init; } = 0.5;

    /// <summary>Languages it belongs to (<c>python</c>, <c>java</c>, <c>javascript</c>, <c>go</c>, <c>dotnet</c>, <c>ruby</c>, <c>php</c>, <c>rust</c>); empty for any.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Identifiers and words that lead to the code concerned (<c>retry</c>, <c>get_item</c>); empty when none are typical.</summary>
    public IReadOnlyList<string> SearchTerms { get; init; } = [];
}

/// <summary>A signature found in a text.</summary>
/// <param name="Signature">The signature.</param>
/// <param name="Captures">The pattern's named groups.</param>
/// <param name="TextLine">Line of the pasted text, from 1.</param>
/// <param name="Weight">0 to 1: how specific the match is.</param>
internal sealed record SignatureMatch(Signature Signature, IReadOnlyDictionary<string, string> Captures, int TextLine, double Weight)
{
    /// <summary>The signature's search terms with the captures filled in; those that need an absent one are left out.</summary>
    public IReadOnlyList<string> SearchTerms { get; } =
        [.. Signature.SearchTerms.Where(term => Template.Names(term).All(Captures.ContainsKey)).Select(term => Template.Fill(term, Captures))];
}
