using ChatOps.Adapters.Llm;
using ChatOps.Chat;
using ChatOps.Running;

namespace ChatOps.Capabilities.Ask;

/// <summary>Registers the understanding of free words, where there is a model for it.</summary>
internal static class AskModule
{
    /// <summary>Adds everything of this folder.</summary>
    public static void AddAsk(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        if (!services.Any(service => service.ImplementationInstance is AiOptions ai && ai.Providers.Exists(provider => provider.IsConfigured)))
            return;
        services.AddScoped<AskPlugin>();
        // The card is another command's, which is looked up when it is drawn.
        services.AddSingleton(provider => CommandRegistration.For<AskPlugin, AskAnswer>("ask", "ask", "Answer what is asked in free words", Role.Viewer, answer => AskCard.From(provider.GetRequiredService<CommandCatalog>(), answer)) with
        {
            IsTyped = false,
            IsPrivate = false,
            PrivateIf = answer => provider.GetRequiredService<CommandCatalog>().Find(((AskAnswer)answer).Command) is { IsPrivate: true },
            IsModelBacked = true,
            Deadline = seconds => seconds.Fix,
            Complete = (answer, people, cancellationToken) => AskCard.CompleteAsync(provider.GetRequiredService<CommandCatalog>(), (AskAnswer)answer, people, cancellationToken),
        });
    }
}
