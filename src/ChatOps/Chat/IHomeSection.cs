namespace ChatOps.Chat;

/// <summary>A part of what somebody sees on the bot's own page in a chat. Each capability brings its own.</summary>
internal interface IHomeSection
{
    /// <summary>Where it stands; lower comes first.</summary>
    int Order { get; }

    /// <summary>The section for a person; null when there is nothing to show. Its buttons enter commands of theirs.</summary>
    Task<Card?> ForAsync(Caller caller, CancellationToken cancellationToken);
}

/// <summary>A list on the bot's own page.</summary>
internal static class HomeList
{
    /// <summary>The card; null when there is nothing to list.</summary>
    public static Card? Of(string title, IReadOnlyList<CardItem> items) => items.Count == 0 ? null : new Card { Tone = Tone.Neutral, Title = title, Parts = [new ListPart(items)] };
}
