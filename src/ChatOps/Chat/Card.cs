namespace ChatOps.Chat;

/// <summary>An answer as people see it, in no platform's words. Renderers turn it into Block Kit, Adaptive Cards, HTML or a terminal panel.</summary>
internal sealed record Card
{
    /// <summary>How it went; decides the colour.</summary>
    public required Tone Tone { get; init; }

    /// <summary>One line: outcome first (<c>Likely cause, medium confidence</c>).</summary>
    public required string Title { get; init; }

    /// <summary>The parts in the order in which they are shown.</summary>
    public required IReadOnlyList<CardPart> Parts { get; init; }

    /// <summary>What can be done next.</summary>
    public IReadOnlyList<CardButton> Buttons { get; init; } = [];

    /// <summary>One line: who asked, model, tokens, cost, seconds, secrets masked, id.</summary>
    public string Footer { get; init; } = "";

    /// <summary>The commit that was judged, its whole SHA; null when the card judges none.</summary>
    public string? Commit { get; init; }
}

/// <summary>The mood of a card.</summary>
internal enum Tone
{
    /// <summary>It worked.</summary>
    Good,

    /// <summary>It worked, with something to look at.</summary>
    Attention,

    /// <summary>Neutral: progress, lists.</summary>
    Neutral,

    /// <summary>Not done, for a reason that the card gives.</summary>
    Refused,

    /// <summary>It failed.</summary>
    Failed,
}

/// <summary>A part of a card.</summary>
internal abstract record CardPart;

/// <summary>Plain text from anywhere; renderers never parse markup in it.</summary>
/// <param name="Text">The text.</param>
internal sealed record TextPart(string Text) : CardPart;

/// <summary>A heading of our own words.</summary>
/// <param name="Text">The heading.</param>
internal sealed record HeadingPart(string Text) : CardPart;

/// <summary>Short labelled values.</summary>
/// <param name="Fields">Label and value.</param>
internal sealed record FieldsPart(IReadOnlyList<(string Label, string Value)> Fields) : CardPart;

/// <summary>A list of items, each with an optional link and remark.</summary>
/// <param name="Items">The items.</param>
internal sealed record ListPart(IReadOnlyList<CardItem> Items) : CardPart;

/// <summary>One item of a list.</summary>
/// <param name="Text">What it is, e.g. <c>src/utils/retry.py:41</c>.</param>
/// <param name="Remark">Why it is here; null for none.</param>
/// <param name="Link">An absolute URL; null for none.</param>
internal sealed record CardItem(string Text, string? Remark = null, Uri? Link = null);

/// <summary>Source code with the numbers of its lines.</summary>
/// <param name="Path">The file.</param>
/// <param name="StartLine">The number of the first line, from 1.</param>
/// <param name="Text">The lines.</param>
/// <param name="MarkedLine">The line to point at; null for none.</param>
internal sealed record CodePart(string Path, int StartLine, string Text, int? MarkedLine = null) : CardPart;

/// <summary>A unified diff.</summary>
/// <param name="Text">The diff.</param>
internal sealed record DiffPart(string Text) : CardPart;

/// <summary>A picture.</summary>
/// <param name="Alt">What it shows, for who cannot see it and where pictures cannot be shown.</param>
/// <param name="Png">The picture, with a background of its own.</param>
internal sealed record ImagePart(string Alt, byte[] Png) : CardPart;

/// <summary>A button. It carries an id, never data.</summary>
/// <param name="Label">What it says.</param>
/// <param name="Command">The command it enters.</param>
/// <param name="Argument">The id it carries.</param>
/// <param name="Confirm">The dialog's text naming the exact effect; null when it changes nothing.</param>
internal sealed record CardButton(string Label, string Command, string Argument, string? Confirm = null);
