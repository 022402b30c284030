using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Running.Auditing;

namespace ChatOps.Running.Rest;

/// <summary><c>DELETE /people/{id}</c>: forgets a person, for admins.</summary>
internal sealed class PeopleEndpoints(Database database, People people, AuditLog audit)
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapDelete("/people/{id}", (string id, HttpContext context, PeopleEndpoints endpoints, CancellationToken cancellationToken) => endpoints.ForgetAsync(id, context, cancellationToken))
            .Describe(new ApiDescription("forgetPerson", "People", "Forget a person, by caller id (encoded), name or pseudonym; for admins. Costs, pull requests and the audit log stay, about nobody")
            {
                Result = typeof(Forgotten),
                ResultExample = """{"pseudonym":"p_4be0643f1d98","deleted":{"operations":12,"diagnoses":9,"people":1}}""",
            });

    private async Task<IResult> ForgetAsync(string id, HttpContext context, CancellationToken cancellationToken)
    {
        if (context.Caller().RoleIn(null) < Role.Admin)
            return Problem.Of(new Refusal(RefusalKind.Forbidden, $"Deletion needs the role admin and yours is {context.Caller().Role.Text()}. Ask an admin."));
        // Routing leaves an encoded slash as it is, and ids have one: slack:T1/U2.
        var name = Uri.UnescapeDataString(id).Replace("\0", "", StringComparison.Ordinal);
        if (await people.FindAsync(name, cancellationToken) is not { } pseudonym)
            return Problem.Of(new Refusal(RefusalKind.NotFound, "Nobody of that id or name has been here. Check it; the audit log names people by pseudonym."));
        var actor = await people.PseudonymAsync(context.Caller(), cancellationToken);
        var deleted = await database.WriteAsync(
            async transaction =>
            {
                if (await PersonalData.IsBusyAsync(transaction, pseudonym, cancellationToken))
                    return null;
                var rows = await PersonalData.ForgetAsync(transaction, pseudonym, cancellationToken);
                await audit.AppendAsync(transaction, new AuditEvent(actor, "forget", pseudonym), cancellationToken);
                return rows;
            },
            cancellationToken);
        return deleted is null
            ? Problem.Of(new Refusal(RefusalKind.Conflict, "Something that this person asked for is still under way. Wait until it is done, or cancel it, and delete again."))
            : Results.Json(new Forgotten(pseudonym, deleted), RestJson.Options);
    }

    /// <summary>What was forgotten.</summary>
    /// <param name="Pseudonym">The name that stays, with nobody behind it.</param>
    /// <param name="Deleted">Rows by what they were.</param>
    internal sealed record Forgotten(string Pseudonym, IReadOnlyDictionary<string, int> Deleted);
}
