using ChatOps.Adapters.Git;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace ChatOps.Capabilities.Diagnose.Model;

/// <summary>Every function that a model can reach in a diagnosis.</summary>
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

        // A function that is not bound to its kernel would pass the filters by.
        return [.. KernelPluginFactory.CreateFromObject(new RepositoryPlugin(snapshot), "repository").Select(function => function.WithKernel(kernel))];
    }

    /// <summary>The same functions as they are described to a model; they cannot be called.</summary>
    public static IReadOnlyList<AITool> Described { get; } = Over(null!, []);
}
