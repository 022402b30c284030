using ChatOps.Adapters.Git;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace ChatOps.Capabilities.Context;

/// <summary>Every function that a model can reach while it works on a repository.</summary>
internal static class ModelFunctions
{
    /// <summary>The functions over a snapshot.</summary>
    /// <param name="snapshot">What they read.</param>
    /// <param name="filters">Run around each call.</param>
    public static IReadOnlyList<AIFunction> Over(Snapshot snapshot, IEnumerable<IFunctionInvocationFilter> filters)
    {
        var kernel = new Kernel();
        foreach (var filter in filters)
            kernel.FunctionInvocationFilters.Add(filter);

        return [.. KernelPluginFactory.CreateFromObject(new RepositoryPlugin(snapshot), "repository").Select(function => new Filtered(function, kernel))];
    }

    /// <summary>The same functions as they are described to a model; they cannot be called.</summary>
    public static IReadOnlyList<AITool> Described { get; } = Over(null!, []);

    /// <summary>A kernel's function called as an AI function passes its kernel's filters by, even when it is bound to the kernel; called through the kernel it does not.</summary>
    private sealed class Filtered(KernelFunction function, Kernel kernel) : DelegatingAIFunction(function)
    {
        protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
            => (await function.InvokeAsync(kernel, new KernelArguments(arguments), cancellationToken)).GetValue<object>();
    }
}
