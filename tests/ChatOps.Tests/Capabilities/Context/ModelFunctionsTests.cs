using System.Reflection;
using ChatOps.Adapters.Git;
using ChatOps.Capabilities.Context;
using ChatOps.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using FunctionInvocationContext = Microsoft.SemanticKernel.FunctionInvocationContext;

namespace ChatOps.Tests.Capabilities.Context;

public class ModelFunctionsTests
{
    /// <summary>The whole of what a model can reach in a diagnosis. Whoever adds to it says here that it reads only.</summary>
    private static readonly string[] ReadOnly = ["repository_blame", "repository_list", "repository_log", "repository_read", "repository_search"];

    private static readonly string[] Writing = ["Write", "Commit", "Push", "Delete", "Fetch", "Checkout", "Reset", "Set", "Apply"];

    [Fact]
    public void A_model_can_reach_nothing_but_the_functions_that_read()
        => Assert.Equal(ReadOnly, ModelFunctions.Described.Select(function => function.Name).Order());

    [Fact]
    public void The_functions_stand_on_nothing_but_a_snapshot_which_can_only_be_read()
    {
        Assert.Equal([typeof(Snapshot)], typeof(RepositoryPlugin).GetConstructors().Single().GetParameters().Select(parameter => parameter.ParameterType));
        Assert.DoesNotContain(typeof(Snapshot).GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly),
            method => Writing.Any(verb => method.Name.StartsWith(verb, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Filters_run_around_every_function_and_can_forbid_it()
    {
        using var repository = OrdersCase.Repository();
        var filter = new Forbidding();
        foreach (var function in ModelFunctions.Over(repository.Snapshot(), [filter]))
            await Assert.ThrowsAnyAsync<Exception>(async () => await function.InvokeAsync(
                new AIFunctionArguments { ["path"] = OrdersCase.RetryPath, ["text"] = "ATTEMPTS", ["startLine"] = 1, ["endLine"] = 2 }));

        Assert.Equal(["blame", "list", "log", "read", "search"], filter.Seen.Order());
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../../etc/passwd")]
    [InlineData("src/../../x")]
    [InlineData("nowhere.py")]
    public async Task Nothing_outside_the_repository_can_be_read(string path)
    {
        Assert.Contains("no such", await CallAsync("repository_read", new() { ["path"] = path }), StringComparison.Ordinal);
        Assert.Contains("no such", await CallAsync("repository_log", new() { ["path"] = path }), StringComparison.Ordinal);
        Assert.Contains("no such", await CallAsync("repository_blame", new() { ["path"] = path, ["startLine"] = 1, ["endLine"] = 2 }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_come_with_their_numbers()
        => Assert.Equal("3| ATTEMPTS = 3", await CallAsync("repository_read", new() { ["path"] = OrdersCase.RetryPath, ["startLine"] = 3, ["endLine"] = 3 }));

    [Fact]
    public async Task A_search_says_where_a_text_stands()
        => Assert.Contains("src/utils/retry.py:3: ATTEMPTS = 3", await CallAsync("repository_search", new() { ["text"] = "ATTEMPTS", ["folder"] = "src" }), StringComparison.Ordinal);

    [Fact]
    public async Task Secrets_in_the_repository_are_masked()
        => Assert.DoesNotContain("AKIA", await CallAsync("repository_read", new() { ["path"] = "keys.py" }, ("keys.py", "KEY = 'AKIAIOSFODNN7EXAMPLQ'\n")), StringComparison.Ordinal);

    private static async Task<string> CallAsync(string name, AIFunctionArguments arguments, params (string, string)[] files)
    {
        using var repository = OrdersCase.Repository(files);
        var result = await ModelFunctions.Over(repository.Snapshot(), []).Single(function => function.Name == name).InvokeAsync(arguments);
        return result is System.Text.Json.JsonElement json ? json.GetString()! : result!.ToString()!;
    }

    private sealed class Forbidding : IFunctionInvocationFilter
    {
        public List<string> Seen { get; } = [];

        public Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
        {
            Seen.Add(context.Function.Name);
            throw new UnauthorizedAccessException();
        }
    }
}
