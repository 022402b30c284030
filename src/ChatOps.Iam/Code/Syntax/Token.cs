namespace ChatOps.Iam.Code.Syntax;

/// <summary>What a token is.</summary>
internal enum TokenKind : byte
{
    /// <summary>A name or a keyword.</summary>
    Name,

    /// <summary>A string without expressions in it.</summary>
    String,

    /// <summary>A string with expressions in it.</summary>
    Template,

    /// <summary>A number, a character or a regular expression: nothing that a call's service or resource is read from.</summary>
    Other,

    /// <summary>An operator or a bracket.</summary>
    Punct,

    /// <summary>The end of the text.</summary>
    End,
}

/// <summary>A token, with its matching bracket.</summary>
internal struct Token
{
    /// <summary>What it is.</summary>
    public TokenKind Kind;

    /// <summary>Whether it is the first on its line (in Python: on its logical line).</summary>
    public bool First;

    /// <summary>For <see cref="TokenKind.Punct"/> its characters, for a name the name; null for strings, whose text is read when needed.</summary>
    public string? Text;

    /// <summary>Where it starts in the text.</summary>
    public int Start;

    /// <summary>Where it ends, exclusive.</summary>
    public int End;

    /// <summary>Its line, from 1.</summary>
    public int Line;

    /// <summary>For a bracket its partner's index (an opening one without partner: where its content ends); -1 for the rest.</summary>
    public int Match;

    /// <summary>How far its line is indented.</summary>
    public int Column;
}
