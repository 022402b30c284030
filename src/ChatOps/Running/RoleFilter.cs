using Microsoft.SemanticKernel;

namespace ChatOps.Running;

/// <summary>Refuses a function that answers a command which the caller may not run, whoever invokes it: the runner, a model or a protocol.</summary>
internal sealed class RoleFilter(CommandCatalog catalog, RunScope scope) : IFunctionInvocationFilter
{
    /// <inheritdoc/>
    public Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
    {
        if (catalog.FindByFunction(context.Function.Name) is not { } command)
            return next(context);
        var run = scope.Context;
        if (Access.Check(command, run.Caller, command.NeedsRepository ? run.Repository.Name : null) is not { } refusal)
            return next(context);
        context.Result = new FunctionResult(context.Function, refusal);
        return Task.CompletedTask;
    }
}
