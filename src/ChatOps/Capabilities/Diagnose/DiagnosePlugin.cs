using System.ComponentModel;
using ChatOps.Adapters.Git;
using ChatOps.Adapters.GitHub;
using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Capabilities.Diagnose.Model;
using ChatOps.Capabilities.Diagnose.Verification;
using ChatOps.Capabilities.IamCheck;
using ChatOps.Capabilities.Patches;
using ChatOps.Chat;
using Microsoft.SemanticKernel;

namespace ChatOps.Capabilities.Diagnose;

/// <summary>Finds the root cause of a production error in the run's repository.</summary>
internal sealed class DiagnosePlugin(Permalinks links, RunContext context, GitStore git, TeamKnowledge knowledge, FallbackAnalyst analyst, ModelAnalyst model, SeenBefore history, DiagnosisStore store, LiveCheck live, TimeProvider clock)
{
    /// <summary>The most characters of an error text (<c>api.md</c>).</summary>
    public const int MaxErrorLength = 1024 * 1024;

    private const int MaxContextLength = 32 * 1024;

    /// <summary>Diagnoses an error. Changes nothing in the repository.</summary>
    /// <param name="error">The error as it was pasted: a trace, a log, one line.</param>
    /// <param name="file">The file the reporter suspects, relative to the repository; null when none.</param>
    /// <param name="reference">Branch, tag or commit to read; null for what is deployed.</param>
    /// <param name="remark">What the reporter adds in words; null for nothing.</param>
    /// <param name="fresh">Whether to diagnose anew also when history has an answer.</param>
    /// <param name="panel">Whether to ask several vendors' models independently; then history does not answer.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    [KernelFunction("diagnose"), Description("Finds the root cause of a production error in the team's repository, with evidence.")]
    public async Task<Answer<Diagnosis>> DiagnoseAsync(
        [Description("The error as it was pasted: a stack trace, a log, or one line.")] string error,
        [Description("The file the reporter suspects, relative to the repository.")] string? file = null,
        [Description("Branch, tag or commit to read.")] string? reference = null,
        [Description("What the reporter adds in words.")] string? remark = null,
        [Description("Whether to diagnose anew even when the same error was diagnosed before.")] bool fresh = false,
        [Description("Whether to ask several vendors' models independently and compare them.")] bool panel = false,
        CancellationToken cancellationToken = default)
    {
        var started = clock.GetTimestamp();
        file = RepositoryPath.Tidy(file);
        if (Wrong(error, file, remark) is { } wrong)
            return wrong;
        if (await store.FindByOperationAsync(context.OperationId, cancellationToken) is { } done)
            return done;

        await context.StepAsync($"Reading {context.Repository.Name}", cancellationToken);
        var opened = await git.OpenAsync(context.Repository, reference, cancellationToken);
        if (opened.Value is not { } snapshot)
            return opened.Refusal!;

        await context.StepAsync("Gathering evidence", cancellationToken);
        var (signatures, warnings) = await knowledge.MatchAsync(snapshot, error, cancellationToken);
        var evidence = await EvidenceGatherer.GatherAsync(snapshot, error, file, remark, signatures, cancellationToken);
        evidence = evidence with { Warnings = [.. evidence.Warnings, .. warnings] };

        var recollection = await history.RecallAsync(evidence, model.IsConfigured ? Engine.Model : Engine.Rules, cancellationToken);
        DiagnosisFacts Facts() => new()
        {
            Id = Identifier.New("dg", clock),
            CreatedAt = clock.GetUtcNow(),
            DurationMs = (long)clock.GetElapsedTime(started).TotalMilliseconds,
            MaskedSecrets = context.Request.MaskedSecrets,
            Similar = recollection.Similar,
        };
        var answer = !fresh && !panel && recollection.Answer is { } earlier
            ? Again(earlier, evidence, Facts())
            : await DiagnoseAnewAsync(evidence, panel, Facts, cancellationToken);
        if (answer.Value is not { } diagnosis)
            return answer;
        if (recollection.CameBack is { } cameBack)
            diagnosis = diagnosis with { Warnings = [cameBack, .. diagnosis.Warnings] };
        diagnosis = diagnosis with { RepoUrl = links.Repository(Origin.Identify(context.Repository)) };
        await store.SaveAsync(diagnosis, error, context, cancellationToken);
        return diagnosis;
    }

    /// <summary>Diagnoses an error that was diagnosed before, as if for the first time. Changes nothing in the repository.</summary>
    /// <param name="diagnosis">The earlier diagnosis' id.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    [KernelFunction("diagnose_again"), Description("Diagnoses anew an error that was diagnosed before.")]
    public async Task<Answer<Diagnosis>> AgainAsync([Description("The earlier diagnosis' id, dg_…")] string diagnosis, CancellationToken cancellationToken) =>
        await store.FindAsync(diagnosis, cancellationToken) is { } earlier && earlier.Repo == context.Repository.Name && await store.FindErrorAsync(diagnosis, cancellationToken) is { } error
            ? await DiagnoseAsync(error, fresh: true, cancellationToken: cancellationToken)
            : new Refusal(RefusalKind.NotFound, $"There is no diagnosis of that id in {context.Repository.Name}. Paste the error again.");

    private async Task<Answer<Diagnosis>> DiagnoseAnewAsync(EvidenceSet evidence, bool panel, Func<DiagnosisFacts> facts, CancellationToken cancellationToken)
    {
        var analysed = await analyst.AnalyseAsync(evidence, context, panel, cancellationToken);
        if (analysed.Value is not { } analysis)
            return analysed.Refusal!;
        await context.StepAsync("Checking the answer", cancellationToken);
        var diagnosis = await DiagnosisBuilder.BuildAsync(evidence, analysis, facts(), cancellationToken);
        var (permissions, check) = ChangePermissions.Of(evidence.Snapshot, evidence.Text, diagnosis.FixCode, diagnosis.FixDiff);
        if (permissions is not null)
            permissions = await live.VerifyAsync(permissions, context.Repository.Name, cancellationToken);
        // Checking took time too.
        return diagnosis with { IamAnalysis = permissions, FixChecks = check is null ? diagnosis.FixChecks : [.. diagnosis.FixChecks, check], DurationMs = facts().DurationMs };
    }

    // The earlier answer, with what is true today: its own id, commit, duration and cost.
    private static Diagnosis Again(Diagnosis earlier, EvidenceSet evidence, DiagnosisFacts facts) => earlier with
    {
        Id = facts.Id,
        Sha = evidence.Snapshot.Sha,
        Suspects = evidence.Suspects,
        Evidence = [.. earlier.Evidence.Select(item => item with { Sha = evidence.Snapshot.Sha })],
        Similar = facts.Similar,
        Engine = Engine.History,
        InputTokens = 0,
        OutputTokens = 0,
        CostUsd = 0,
        MaskedSecrets = facts.MaskedSecrets,
        ConfidenceReasons = [$"the same error was diagnosed in {earlier.Id}, and what it cites still stands", .. earlier.ConfidenceReasons],
        Warnings = evidence.Warnings,
        DurationMs = facts.DurationMs,
        CreatedAt = facts.CreatedAt,
    };

    private static Refusal? Wrong(string error, string? file, string? remark)
    {
        if (string.IsNullOrWhiteSpace(error))
            return Invalid("error_message", "is empty: paste the error, a stack trace or the log around it.");
        if (error.Length > MaxErrorLength)
            return new Refusal(RefusalKind.TooLarge, $"error_message is over the limit of {MaxErrorLength} characters. Send the part of the log around the error.");
        if (remark is { Length: > MaxContextLength })
            return new Refusal(RefusalKind.TooLarge, $"context is over the limit of {MaxContextLength} characters.");
        return file is not null && RepositoryPath.Normalise(file) is null
            ? Invalid("file_path", "must be a path inside the repository, like src/app.py: not absolute, without .. and without control characters.")
            : null;
    }

    private static Refusal Invalid(string field, string sentence) =>
        new(RefusalKind.Invalid, $"{field} {sentence}") { Fields = new Dictionary<string, string> { [field] = sentence } };
}
