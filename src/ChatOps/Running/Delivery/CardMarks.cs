using System.Globalization;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Running.Operations;
using Dapper;

namespace ChatOps.Running.Delivery;

/// <summary>The table <c>card_marks</c>: who did what with an answer's card, so that nothing on it is done twice.</summary>
internal sealed class CardMarks(Database database, OperationStore operations, CommandCatalog catalog, RepositoryDirectory repositories, People people, TimeProvider clock)
{
    // Buttons that change something go together: once one is used, what the others were made on may have moved.
    private const string Change = "change";

    private static readonly Refusal Stale = new(RefusalKind.Conflict, "This card is too old to act on, or shows something else by now. Ask again to get a fresh one. Nothing was changed.");

    /// <summary>An answer's card as it is to be drawn now.</summary>
    public async Task<PostedCard?> DrawAsync(string operationId, CancellationToken cancellationToken)
    {
        if (await operations.FindAsync(operationId, cancellationToken) is not { Result: { } result } operation || catalog.Find(operation.Kind) is not { } command)
            return null;
        var card = await command.ShowAsync(command.Read(result), people, cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(
            "select m.mark Mark, m.place Place, m.done Done, m.at At, m.operation_id OperationId, p.caller_id CallerId from card_marks m left join people p on p.pseudonym = m.person where m.card_operation_id = @operationId order by m.at",
            new { operationId },
            cancellationToken: cancellationToken))).AsList();
        return new PostedCard(operationId, card)
        {
            IsFinal = true,
            Marks = [.. rows.Where(row => row.Place < card.Buttons.Count).Select(row => (row.CallerId ?? "", Words(card.Buttons[row.Place], row)))],
            Used = card.Buttons.Select((button, place) => (button, place)).Where(item => rows.Exists(row => row.Mark == MarkOf(item.button))).Select(item => item.place).ToHashSet(),
        };
    }

    /// <summary>Takes a click for an operation, before it runs. Of two clicks the second is told about the first.</summary>
    /// <param name="click">The click.</param>
    /// <param name="request">What it asks for.</param>
    /// <param name="operationId">The operation that it became.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>Why the click has no effect, null when it has; and whether it left a mark.</returns>
    public async Task<(Refusal? Refusal, bool IsMarked)> TakeAsync(CardClick click, CommandRequest request, string operationId, CancellationToken cancellationToken)
    {
        if (await DrawAsync(click.OperationId, cancellationToken) is not { } message || click.Place >= message.Card.Buttons.Count)
            return (Stale, false);
        var button = message.Card.Buttons[click.Place];
        if (catalog.Find(button.Command) is not { } command || command.Name != request.Command)
            return (Stale, false);
        var meant = CommandText.Read(command, button.Argument, repositories.All);
        if (!meant.Arguments.SequenceEqual(request.Arguments) || (meant.Repository is not null && meant.Repository != request.Repository))
            return (Stale, false);
        if (button.Confirm is null && !command.AnswersOnCard)
            return (null, false);
        var person = await people.PseudonymAsync(request.Caller, cancellationToken);
        var row = new { card = click.OperationId, mark = MarkOf(button), operationId, place = click.Place, person, now = clock.GetUtcNow().ToUnixTimeMilliseconds() };
        var holder = await database.WriteAsync(
            async transaction =>
            {
                await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                    "insert into card_marks (card_operation_id, mark, operation_id, place, person, done, at) values (@card, @mark, @operationId, @place, @person, 0, @now) on conflict (card_operation_id, mark) do nothing", row, transaction, cancellationToken: cancellationToken));
                return await transaction.Connection!.QuerySingleAsync<Row>(new CommandDefinition(
                    "select m.mark Mark, m.place Place, m.done Done, m.at At, m.operation_id OperationId, p.name CallerId from card_marks m left join people p on p.pseudonym = m.person where m.card_operation_id = @card and m.mark = @mark", row, transaction, cancellationToken: cancellationToken));
            },
            cancellationToken);
        if (holder.OperationId == operationId)
            return (null, true);
        var who = holder.CallerId ?? "Somebody";
        var what = holder.Place < message.Card.Buttons.Count ? message.Card.Buttons[holder.Place].Label : button.Label;
        return (new Refusal(RefusalKind.Conflict, holder.Done == 0
            ? $"{who} clicked {what} a moment ago, and that is being done. Nothing was done a second time."
            : $"{who} clicked {what} before you. Nothing was done a second time."), false);
    }

    /// <summary>Whether an operation left a mark, so that the card that was clicked on shows that it is under way.</summary>
    public async Task<bool> IsMarkedAsync(string operationId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<int>(new CommandDefinition("select count(*) from card_marks where operation_id = @operationId", new { operationId }, cancellationToken: cancellationToken)) > 0;
    }

    /// <summary>Keeps the mark of an operation that was done, and lets go of one that was not.</summary>
    /// <returns>Whether it had left a mark.</returns>
    public async Task<bool> SettleAsync(string operationId, bool isDone, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition(
                isDone ? "update card_marks set done = 1 where operation_id = @operationId" : "delete from card_marks where operation_id = @operationId", new { operationId }, transaction, cancellationToken: cancellationToken)),
            cancellationToken) > 0;

    private static string MarkOf(CardButton button) => button.Confirm is null ? button.Command : Change;

    private static string Words(CardButton button, Row row) => row.Done == 0
        ? $"{button.Label} …"
        : string.Create(CultureInfo.InvariantCulture, $"{button.Label}, {DateTimeOffset.FromUnixTimeMilliseconds(row.At):yyyy-MM-dd HH:mm} UTC");

    private sealed class Row
    {
        public string Mark { get; set; } = "";
        public int Place { get; set; }
        public int Done { get; set; }
        public long At { get; set; }
        public string OperationId { get; set; } = "";
        public string? CallerId { get; set; }
    }
}
