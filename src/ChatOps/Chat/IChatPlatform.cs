namespace ChatOps.Chat;

/// <summary>A place where people talk, as far as answers are concerned. What it takes in are its own doors.</summary>
internal interface IChatPlatform
{
    /// <summary>Its name, which is also the door's: <c>slack</c>.</summary>
    string Name { get; }

    /// <summary>Completes a request just before it runs: finds out what the person may do, and reads what the text only points at (messages, files). May be called again after a crash.</summary>
    /// <param name="request">As stored; its caller has no role yet.</param>
    /// <param name="address">Where it came from.</param>
    /// <param name="cancellationToken">The host stops.</param>
    Task<Answer<CommandRequest>> CompleteAsync(CommandRequest request, ChatAddress address, CancellationToken cancellationToken);

    /// <summary>Shows a message to everybody there: a new one, or in place of <see cref="ChatTarget.Message"/>.</summary>
    Task<Shown> PostAsync(ChatTarget target, PostedCard message, CancellationToken cancellationToken);

    /// <summary>Shows a message to the requester only.</summary>
    Task<Shown> TellAsync(ChatTarget target, PostedCard message, CancellationToken cancellationToken);

    /// <summary>Redraws the card that was clicked on.</summary>
    Task<Shown> RedrawAsync(ChatTarget target, PostedCard message, CancellationToken cancellationToken);
}

/// <summary>Where an answer goes. Ids only, in the platform's own words; stored until the answer is there.</summary>
internal sealed record ChatAddress
{
    /// <summary>The platform's name.</summary>
    public required string Platform { get; init; }

    /// <summary>Slack's team, Teams' tenant.</summary>
    public required string Workspace { get; init; }

    /// <summary>The channel or conversation.</summary>
    public required string Channel { get; init; }

    /// <summary>The thread that it was asked in; null for the channel itself.</summary>
    public string? Thread { get; init; }

    /// <summary>Who asked, to be mentioned; empty when a timetable did.</summary>
    public required string Requester { get; init; }

    /// <summary>What the text only points at; read when the request runs.</summary>
    public IReadOnlyList<ChatSource> Sources { get; init; } = [];

    /// <summary>The click that it was asked by; null when it was typed.</summary>
    public CardClick? Click { get; init; }
}

/// <summary>Text that is somewhere else.</summary>
/// <param name="Kind"><c>message</c> or <c>file</c>.</param>
/// <param name="Place">A message's channel and id, a file's address.</param>
/// <param name="Argument">The argument that it belongs to, e.g. <c>error</c>.</param>
internal sealed record ChatSource(string Kind, string Place, string Argument);

/// <summary>A click on a card's button.</summary>
/// <param name="OperationId">The operation whose answer the card is.</param>
/// <param name="Place">The button's place on the card, from 0.</param>
/// <param name="Message">The card's message; null when only its reader sees it.</param>
internal sealed record CardClick(string OperationId, int Place, string? Message);

/// <summary>Where and how a message is shown.</summary>
/// <param name="Address">Where.</param>
internal sealed record ChatTarget(ChatAddress Address)
{
    /// <summary>The message to edit; null for a new one.</summary>
    public string? Message { get; init; }

    /// <summary>A secret address that answers this one request, for a while; null when there is none.</summary>
    public string? Reply { get; init; }

    /// <summary>Whether the message may be there already, posted by a host that then died: look before posting.</summary>
    public bool MayBeThere { get; init; }
}

/// <summary>A card and what is around it.</summary>
/// <param name="OperationId">The operation whose answer it is.</param>
/// <param name="Card">The card.</param>
internal sealed record PostedCard(string OperationId, Card Card)
{
    /// <summary>Whether it is the answer, which tells the requester; otherwise it is progress.</summary>
    public bool IsFinal { get; init; }

    /// <summary>Why there is no answer; null when there is one, and of progress.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>What people did with the card: who, by caller id, and what.</summary>
    public IReadOnlyList<(string CallerId, string What)> Marks { get; init; } = [];

    /// <summary>The places of the buttons that are gone.</summary>
    public IReadOnlySet<int> Used { get; init; } = new HashSet<int>();
}

/// <summary>What became of showing a message.</summary>
internal abstract record Shown
{
    private Shown()
    {
    }

    /// <summary>The platform took it.</summary>
    /// <param name="Message">Its id, for edits; null when it cannot be edited.</param>
    internal sealed record Done(string? Message) : Shown;

    /// <summary>Not now.</summary>
    /// <param name="After">When it is worth another try; null when that is not known.</param>
    internal sealed record Later(TimeSpan? After) : Shown;

    /// <summary>The message to edit is not there, or takes no edit: post a new one.</summary>
    internal sealed record Gone : Shown;

    /// <summary>Not here, whenever it is tried.</summary>
    /// <param name="Reason">The platform's word, for the audit log.</param>
    internal sealed record Never(string Reason) : Shown;
}
