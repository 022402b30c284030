using System.Globalization;
using ChatOps.Chat;
using ChatOps.Running.Rest;

namespace ChatOps.Capabilities.Diagnose;

/// <summary><c>POST /diagnose</c>, <c>GET /diagnoses/{id}</c>, <c>POST /diagnoses/{id}/feedback</c>.</summary>
internal static class DiagnoseEndpoints
{
    /// <summary>The most characters of a note.</summary>
    internal const int MaxNoteLength = 2_000;

    private static readonly Refusal Unknown = new(RefusalKind.NotFound, "There is no diagnosis of that id. GET /history/diagnoses lists them.");

    /// <summary>Maps the endpoints.</summary>
    public static void MapDiagnose(this IEndpointRouteBuilder routes)
    {
        routes.MapCommand<DiagnoseBody>("/diagnose", RequestOf, new ApiDescription("diagnose", "Diagnose", "Find the root cause of a production error")
        {
            BodyExample = """{"error_message": "ProvisionedThroughputExceededException: Rate exceeded", "file_path": "src/handlers/order_handler.py"}""",
            Result = typeof(Diagnosis),
            ResultExample = DiagnosisExample.Json,
        });
        routes.MapGet("/diagnoses/{id}", GetAsync).Describe(new ApiDescription("getDiagnosis", "Diagnose", "One diagnosis") { Result = typeof(Diagnosis), ResultExample = DiagnosisExample.Json });
        routes.MapPost("/diagnoses/{id}/feedback", RateAsync).Describe(new ApiDescription("rateDiagnosis", "Diagnose", "Say whether a diagnosis was useful")
        {
            Body = typeof(FeedbackBody),
            BodyExample = """{"useful": true, "note": "It was the retry helper."}""",
        });
    }

    private static Answer<CommandRequest> RequestOf(HttpContext http, DiagnoseBody body) => RequestOf("diagnose", http, body);

    /// <summary>The request of a command that begins with a diagnosis. Everything that a person typed is masked here, before it is stored, queued or logged.</summary>
    /// <param name="command">The command.</param>
    /// <param name="http">Who asks.</param>
    /// <param name="body">The error and what is known of it.</param>
    /// <param name="more">What this command takes besides.</param>
    internal static Answer<CommandRequest> RequestOf(string command, HttpContext http, DiagnoseBody body, params ReadOnlySpan<(string, string?)> more)
    {
        if (body.ErrorMessage is null)
            return Missing("error_message", "is missing: paste the error, a stack trace or the log around it.");
        return MaskedRequest.Create(
            command,
            http.Caller(),
            "rest",
            body.Repo,
            [
                ("error", body.ErrorMessage),
                ("file", body.FilePath),
                ("reference", body.Ref),
                ("remark", body.Context),
                ("fresh", body.Fresh?.ToString(CultureInfo.InvariantCulture)),
                ("panel", body.Panel?.ToString(CultureInfo.InvariantCulture)),
                .. more,
            ]);
    }

    private static async Task<IResult> GetAsync(string id, HttpContext http, DiagnosisStore store, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { } diagnosis && MaySee(http.Caller(), diagnosis)
            ? Results.Json(diagnosis, RestJson.Options)
            : Problem.Of(Unknown);

    private static async Task<IResult> RateAsync(string id, HttpContext http, DiagnosisStore store, CancellationToken cancellationToken)
    {
        var read = await RequestBody.ReadAsync<FeedbackBody>(http, null, cancellationToken);
        if (read.Value is not { } body)
            return Problem.Of(read.Refusal!);
        if (body.Useful is not { } useful)
            return Problem.Of(Missing("useful", "is missing: true or false."));
        if (body.Note is { Length: > MaxNoteLength })
            return Problem.Of(new Refusal(RefusalKind.TooLarge, $"note is over the limit of {MaxNoteLength} characters."));
        var caller = http.Caller();
        if (await store.FindAsync(id, cancellationToken) is not { } diagnosis || !MaySee(caller, diagnosis))
            return Problem.Of(Unknown);
        await store.RateAsync(id, useful, body.Note is { } note ? SecretMasker.Mask(note).Text : null, caller, cancellationToken);
        return Results.NoContent();
    }

    private static bool MaySee(Caller caller, Diagnosis diagnosis) =>
        caller.RoleIn(diagnosis.Repo) >= Role.Viewer;

    private static Refusal Missing(string field, string sentence) =>
        new(RefusalKind.Invalid, $"{field} {sentence}") { Fields = new Dictionary<string, string> { [field] = sentence } };

    /// <summary>The body of <c>POST /diagnose</c>.</summary>
    /// <param name="ErrorMessage">The error as it was pasted, at most 1 MiB. Required.</param>
    /// <param name="FilePath">The file you suspect, relative to the repository.</param>
    /// <param name="Repo">The repository's name, when several are configured.</param>
    /// <param name="Ref">Branch, tag or commit to read.</param>
    /// <param name="Context">What you add in words.</param>
    /// <param name="Fresh">True to diagnose anew also when history has an answer.</param>
    /// <param name="Panel">True to ask several vendors.</param>
    internal record DiagnoseBody(string? ErrorMessage, string? FilePath, string? Repo, string? Ref, string? Context, bool? Fresh, bool? Panel);

    /// <summary>The body of <c>POST /diagnoses/{id}/feedback</c>.</summary>
    /// <param name="Useful">Whether it helped. Required.</param>
    /// <param name="Note">Why.</param>
    internal sealed record FeedbackBody(bool? Useful, string? Note);
}
