using System.Reflection;
using ChatOps.Running;
using ChatOps.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace ChatOps.Tests.Rules;

/// <summary>What a model or a protocol can ever be given: functions that read, and functions that propose a plan. Nothing that applies one.</summary>
public sealed class ReachableFunctionTests
{
    private static readonly Dictionary<string, string> Known = new()
    {
        ["ask"] = "reads",
        ["diagnose"] = "reads",
        ["diagnose_again"] = "reads",
        ["repository_context"] = "reads",
        ["list"] = "reads",
        ["orchestrate"] = "proposes",
        ["costs"] = "reads",
        ["weekly_digest"] = "reads",
        ["history"] = "reads",
        ["rollback_status"] = "reads",
        ["plan_rollback"] = "proposes",
        ["search"] = "reads",
        ["read"] = "reads",
        ["log"] = "reads",
        ["blame"] = "reads",
        ["iam_check"] = "reads",
        ["list_ai_prs"] = "reads",
        ["decide_pull_request"] = "proposes",
        ["plan_approve"] = "proposes",
        ["plan_merge"] = "proposes",
        ["plan_close"] = "proposes",
        ["plan_fix"] = "proposes",
        ["plan_policy"] = "proposes",
    };

    [Fact]
    public void Every_function_is_known_to_read_or_to_propose()
    {
        var found = Methods<KernelFunctionAttribute>().Select(method => method.GetCustomAttribute<KernelFunctionAttribute>()!.Name!).Order(StringComparer.Ordinal);

        Assert.Equal(Known.Keys.Order(StringComparer.Ordinal), found);
    }

    [Fact]
    public void Nothing_that_a_model_can_reach_is_an_action_or_may_apply_a_plan()
    {
        Assert.Empty(Methods<KernelFunctionAttribute>().Intersect(Methods<CommandActionAttribute>()));
        Assert.NotEmpty(Methods<CommandActionAttribute>());
        foreach (var type in Methods<KernelFunctionAttribute>().Select(method => method.DeclaringType!).Distinct())
            Assert.DoesNotContain(type.GetConstructors().SelectMany(constructor => constructor.GetParameters()), parameter => parameter.ParameterType.Name is "PlanApplier" or "PullRequestChanges" or "SignedCommits");
    }

    [Fact]
    public async Task Every_command_that_changes_something_is_an_action()
    {
        await using var host = await ChatOpsApp.StartAsync();
        foreach (var command in host.Services.GetServices<CommandRegistration>().Where(command => command.PluginType.Assembly == typeof(CommandRegistration).Assembly))
            Assert.True(CommandActionAttribute.Find(command.PluginType, command.Function) is not null || Known.ContainsKey(command.Function), $"{command.Name} answers with {command.Function}, which is neither known to be harmless nor an action.");
    }

    private static IEnumerable<MethodInfo> Methods<T>() where T : Attribute =>
        from type in typeof(CommandRegistration).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where method.GetCustomAttribute<T>() is not null
        select method;
}
