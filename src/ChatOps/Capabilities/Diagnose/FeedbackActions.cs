using System.ComponentModel;
using ChatOps.Chat;
using ChatOps.Running;

namespace ChatOps.Capabilities.Diagnose;

/// <summary>What was said about a diagnosis.</summary>
/// <param name="DiagnosisId">Which one.</param>
/// <param name="Useful">Whether it helped.</param>
internal sealed record Feedback(string DiagnosisId, bool Useful);

/// <summary>Answers the command <c>feedback</c>: a person's own word on a diagnosis.</summary>
internal sealed class FeedbackActions(RunContext context, DiagnosisStore store)
{
    /// <summary>Records whether a diagnosis helped; the last word counts.</summary>
    /// <param name="diagnosis">Its id.</param>
    /// <param name="useful">Whether it helped.</param>
    /// <param name="note">Why; null for nothing.</param>
    /// <param name="cancellationToken">Stops it before it is recorded.</param>
    [CommandAction("rate_diagnosis"), Description("Says whether a diagnosis was useful.")]
    public async Task<Answer<Feedback>> RateAsync(
        [Description("The diagnosis' id, dg_…")] string diagnosis,
        [Description("Whether it helped: yes or no.")] bool useful,
        [Description("Why.")] string? note = null,
        CancellationToken cancellationToken = default)
    {
        if (note is { Length: > DiagnoseEndpoints.MaxNoteLength })
            return new Refusal(RefusalKind.TooLarge, $"note is over the limit of {DiagnoseEndpoints.MaxNoteLength} characters.");
        if (await store.FindAsync(diagnosis, cancellationToken) is not { } found || context.Caller.RoleIn(found.Repo) < Role.Viewer)
            return new Refusal(RefusalKind.NotFound, "There is no diagnosis of that id. The history lists them.");
        await store.RateAsync(found.Id, useful, note, context.Caller, cancellationToken);
        return new Feedback(found.Id, useful);
    }

    /// <summary>The card of what was said.</summary>
    public static Card CardOf(Feedback feedback) => new()
    {
        Tone = Tone.Good,
        Title = feedback.Useful ? "Noted: useful" : "Noted: not useful",
        Parts = [],
        Footer = feedback.DiagnosisId,
    };
}
