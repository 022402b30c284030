using ChatOps.Adapters.Jobs;
using ChatOps.Chat;
using ChatOps.Running.Auditing;
using ChatOps.Running.Delivery;
using ChatOps.Running.Operations;
using ChatOps.Running.Plans;
using ChatOps.Running.Rest;
using ChatOps.Settings;
using Microsoft.SemanticKernel;

namespace ChatOps.Running;

/// <summary>Registers what runs commands.</summary>
internal static class RunningModule
{
    /// <summary>Registers runner, queue, operations, audit log and the REST door.</summary>
    public static void AddRunning(this WebApplicationBuilder builder)
    {
        builder.AddRepositories();
        builder.AddSettings<AccessOptions>("Access");
        var services = builder.Services;
        services.AddSingleton<Access>();
        services.AddSingleton<AuditEndpoints>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<CardMarks>();
        services.AddSingleton<ChatPlatforms>();
        services.AddSingleton<CommandCatalog>();
        services.AddSingleton<CommandRunner>();
        services.AddSingleton<Courier>();
        services.AddSingleton<DeliveryStore>();
        services.AddSingleton<IdempotencyKeys>();
        services.AddSingleton<OperationEndpoints>();
        services.AddSingleton<OperationQueue>();
        services.AddSingleton<OperationSignals>();
        services.AddSingleton<OperationStore>();
        services.AddSingleton<PeopleEndpoints>();
        services.AddSingleton<PlanEndpoints>();
        services.AddSingleton<PlanGate>();
        services.AddSingleton<PlanStore>();
        services.AddScoped<PlanApplier>();
        services.AddSingleton<ParkedRequests>();
        services.AddSingleton<RestDoor>();
        services.AddSingleton<RunMessage>();
        services.AddSingleton<RunningOperations>();
        services.AddHostedService(provider => provider.GetRequiredService<RunningOperations>());
        services.AddSingleton<Handover>();
        services.AddHostedService(provider => provider.GetRequiredService<Handover>());
        services.AddHostedService<Forgetting>();
        services.AddKeyedSingleton<IWork, DeliveryWork>(DeliveryWork.Name);
        services.AddKeyedSingleton<IWork, OperationWork>(OperationWork.Name);
        services.AddScoped<RunScope>();
        services.AddScoped(provider => provider.GetRequiredService<RunScope>().Context);
        services.AddScoped<IFunctionInvocationFilter, RoleFilter>();
        services.AddSingleton<IHomeSection, RecentOperations>();
        // The plan's kind decides what role it needs; the gate asks for that one.
        services.AddCommand(CommandRegistration.For<PlanActions, PlanView>("apply", "apply_plan", "Apply a plan that you looked at", Role.Responder, PlanCard.From) with { Words = ["plan", "digest"], IsTyped = false, NeedsRepository = false, Deadline = seconds => seconds.Fix });
    }

    /// <summary>Registers a command and its plugin.</summary>
    public static IServiceCollection AddCommand(this IServiceCollection services, CommandRegistration command)
    {
        if (!services.Any(service => service.ServiceType == command.PluginType))
            services.AddScoped(command.PluginType);
        return services.AddSingleton(command);
    }
}
