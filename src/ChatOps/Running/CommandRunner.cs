using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Running.Auditing;
using ChatOps.Running.Operations;
using ChatOps.Settings;
using Microsoft.SemanticKernel;

namespace ChatOps.Running;

/// <summary>Runs a command the same way for every door: authorise, invoke the plugin's function, record. The one place that catches what nobody foresaw.</summary>
internal sealed partial class CommandRunner(
    CommandCatalog catalog,
    RepositoryDirectory repositories,
    OperationStore operations,
    RunningOperations running,
    AuditLog audit,
    People people,
    Database database,
    HostSettings host,
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<CommandRunner> logger)
{
    // A crash may be the host's own fault twice; a third one is the request's.
    private const int MostAttempts = 3;

    /// <summary>What a request is about, or why that cannot be told: no such command, no such repository.</summary>
    public (CommandRegistration? Command, RepositoryRef? Repository, Refusal? Refusal) Resolve(CommandRequest request)
    {
        if (catalog.Find(request.Command) is not { } command)
            return (null, null, new Refusal(RefusalKind.NotFound, $"There is no command {request.Command}. Use one of: {string.Join(", ", catalog.All.Select(known => known.Name))}."));
        if (!command.NeedsRepository)
            return (command, null, null);
        var found = repositories.Find(request.Repository);
        return (command, found.Value, found.Refusal);
    }

    /// <summary>Why a request cannot be accepted: no such command, no such repository, no right to it. Null when it can.</summary>
    public async Task<(CommandRegistration? Command, RepositoryRef? Repository, Refusal? Refusal)> AdmitAsync(CommandRequest request, CancellationToken cancellationToken)
    {
        var (command, repository, unclear) = Resolve(request);
        if (unclear is not null || command is null)
            return (command, repository, unclear);

        var denied = Access.Check(command, request.Caller, repository?.Name);
        if (denied is not null)
        {
            var actor = await people.PseudonymAsync(request.Caller, cancellationToken);
            await audit.AppendAsync(new AuditEvent(actor, "denied", command.Name) { Repo = repository?.Name, Detail = new() { ["door"] = request.Door } }, cancellationToken);
        }

        return (command, repository, denied);
    }

    /// <summary>Runs a request now, in this process; for the command line. Other doors queue it (<see cref="OperationQueue"/>).</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="onStep">Hears of each step; null for nobody.</param>
    /// <param name="cancellationToken">The person gave up.</param>
    public async Task<CommandOutcome> RunAsync(CommandRequest request, Action<string>? onStep, CancellationToken cancellationToken)
    {
        var (command, repository, refusal) = await AdmitAsync(request, cancellationToken);
        if (refusal is not null)
            return new CommandOutcome("", null, refusal, RefusalCard.Of(request.Command, refusal));
        var operation = await database.WriteAsync(transaction => operations.AddAsync(transaction, Identifier.New("op", clock), request, command!, repository?.Name, OperationState.Running, cancellationToken), cancellationToken);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var tracked = running.Track(operation.Id, cancel);
        return (await ExecuteAsync(operation, command!, repository, onStep, cancel.Token, CancellationToken.None))!;
    }

    /// <summary>Runs a queued operation. Running it again after it was answered does nothing.</summary>
    /// <param name="operationId">Its id.</param>
    /// <param name="complete">Finds out what was left open when the request was stored; null when nothing was.</param>
    /// <param name="leaving">The host stops: the operation goes back to the queue.</param>
    /// <exception cref="OperationCanceledException"><paramref name="leaving"/> was signalled before there was an answer.</exception>
    public async Task RunQueuedAsync(string operationId, Func<CommandRequest, CancellationToken, Task<Answer<CommandRequest>>>? complete, CancellationToken leaving)
    {
        using var cancel = new CancellationTokenSource();
        // Tracked before it is started, so that no request to stop falls in between.
        using var tracked = running.Track(operationId, cancel);
        var before = await operations.FindAsync(operationId, leaving);
        if (before is { State: OperationState.Running, Attempt: >= MostAttempts })
        {
            await operations.FinishAsync(before, OperationState.Failed, null, OperationEnd.Poisonous(before.Attempt), leaving);
            return;
        }

        if (before is null || await operations.StartAsync(operationId, leaving) is not { } operation)
            return;
        if (complete is not null)
        {
            var completed = await CompleteAsync(operation, complete, leaving);
            if (completed.Refusal is { } incomplete)
            {
                await operations.FinishAsync(operation, OperationState.Failed, null, incomplete, CancellationToken.None);
                return;
            }

            operation = operation with { Request = completed.Value };
        }

        var (command, repository, refusal) = await AdmitAsync(operation.Request!, leaving);
        if (refusal is not null)
            await operations.FinishAsync(operation, OperationState.Failed, null, refusal, CancellationToken.None);
        else if (operation.CancelRequested)
            await operations.FinishAsync(operation, OperationState.Cancelled, null, OperationEnd.Cancelled, CancellationToken.None);
        else if (await ExecuteAsync(operation, command!, repository, null, cancel.Token, leaving) is null)
            leaving.ThrowIfCancellationRequested();
    }

    private async Task<Answer<CommandRequest>> CompleteAsync(Operation operation, Func<CommandRequest, CancellationToken, Task<Answer<CommandRequest>>> complete, CancellationToken leaving)
    {
        try
        {
            return await complete(operation.Request!, leaving);
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            await operations.ReleaseAsync(operation, CancellationToken.None);
            LogReleased(operation.Id);
            throw;
        }
#pragma warning disable CA1031 // As for the run itself: whatever it is, the person who asked gets a sentence and the log gets the cause.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogUnexpected(e, operation.Kind, operation.Id);
            return OperationEnd.Unexpected(operation.Id);
        }
    }

    private async Task<CommandOutcome?> ExecuteAsync(Operation operation, CommandRegistration command, RepositoryRef? repository, Action<string>? onStep, CancellationToken cancel, CancellationToken leaving)
    {
        var seconds = command.Deadline(host.DeadlineSeconds);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel, leaving);
        object? value = null;
        Refusal? refusal;
        var started = clock.GetTimestamp();
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var context = new RunContext
            {
                OperationId = operation.Id,
                Request = operation.Request!,
                Repository = repository ?? new RepositoryRef { Name = "" },
                Deadline = clock.GetUtcNow().AddSeconds(seconds),
                Leaving = leaving,
                StepAsync = (name, token) => StepAsync(operation.Id, name, onStep, token),
            };
            scope.ServiceProvider.GetRequiredService<RunScope>().Context = context;
            (value, refusal) = await InvokeAsync(scope.ServiceProvider, command, context, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            if (leaving.IsCancellationRequested && !cancel.IsCancellationRequested && !deadline.IsCancellationRequested)
            {
                await operations.ReleaseAsync(operation, CancellationToken.None);
                LogReleased(operation.Id);
                return null;
            }

            refusal = cancel.IsCancellationRequested ? OperationEnd.Cancelled : OperationEnd.Late(command.Name, seconds);
        }
#pragma warning disable CA1031 // The one catch: whatever it is, the person who asked gets a sentence and the log gets the cause.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogUnexpected(e, command.Name, operation.Id);
            refusal = OperationEnd.Unexpected(operation.Id);
        }

        var state = refusal is null ? OperationState.Succeeded : refusal.Kind == RefusalKind.Cancelled ? OperationState.Cancelled : OperationState.Failed;
        await operations.FinishAsync(operation, state, value is null ? null : command.Write(value), refusal, CancellationToken.None);
        LogFinished(command.Name, operation.Id, state, clock.GetElapsedTime(started));
        return new CommandOutcome(operation.Id, value, refusal, refusal is null ? await command.ShowAsync(value!, people, CancellationToken.None) : RefusalCard.Of(command.Name, refusal));
    }

    private static async Task<(object? Value, Refusal? Refusal)> InvokeAsync(IServiceProvider services, CommandRegistration command, RunContext context, CancellationToken cancellationToken)
    {
        // Filters registered in the container run because the kernel is made from it and the function is invoked through it.
        var kernel = new Kernel(services);
        var function = command.FunctionOf(services.GetRequiredService(command.PluginType));
        if (FunctionArguments.Check(function, context.Request.Arguments) is { } wrong)
            return (null, wrong);
        var arguments = new KernelArguments();
        foreach (var (name, value) in context.Request.Arguments)
            arguments[name] = value;
        var result = await function.InvokeAsync(kernel, arguments, cancellationToken);
        return result.GetValue<object>() switch
        {
            IAnswer { Refusal: { } refusal } => (null, refusal),
            IAnswer { Value: { } value } => (value, null),
            Refusal refusal => (null, refusal),
            { } value => (value, null),
            null => throw new InvalidOperationException($"{command.Function} returned nothing."),
        };
    }

    private async Task StepAsync(string operationId, string name, Action<string>? onStep, CancellationToken cancellationToken)
    {
        try
        {
            onStep?.Invoke(name);
            await operations.AddStepAsync(operationId, name, cancellationToken);
        }
#pragma warning disable CA1031 // Progress is best effort: it never stops the work it tells of.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!cancellationToken.IsCancellationRequested)
                LogStepLost(e, operationId);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Command} {OperationId} {State} in {Elapsed}")]
    private partial void LogFinished(string command, string operationId, OperationState state, TimeSpan elapsed);

    [LoggerMessage(LogLevel.Information, "{OperationId} goes back to the queue because the host is stopping")]
    private partial void LogReleased(string operationId);

    [LoggerMessage(LogLevel.Error, "{Command} {OperationId} failed unexpectedly")]
    private partial void LogUnexpected(Exception exception, string command, string operationId);

    [LoggerMessage(LogLevel.Warning, "A step of {OperationId} could not be recorded")]
    private partial void LogStepLost(Exception exception, string operationId);
}
