using ChatOps.Adapters.Llm;
using ChatOps.Capabilities.Diagnose.Model;
using ChatOps.Capabilities.Diagnose.Rules;
using ChatOps.Chat;
using ChatOps.Running;

namespace ChatOps.Capabilities.Diagnose;

/// <summary>Registers the diagnosis of errors.</summary>
internal static class DiagnoseModule
{
    /// <summary>Adds everything of this folder.</summary>
    public static void AddDiagnose(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<TeamKnowledge>();
        services.AddSingleton<DiagnosisStore>();
        services.AddSingleton<SeenBefore>();
        services.AddSingleton<RulesAnalyst>();
        services.AddScoped<ModelAnalyst>();
        services.AddScoped(provider => new FallbackAnalyst(provider.GetRequiredService<ModelAnalyst>(), provider.GetRequiredService<RulesAnalyst>()));
        // The rules engine is free: without a model, no rate and no budget stands in its way.
        var asksModels = services.Any(service => service.ImplementationInstance is AiOptions ai && ai.Providers.Exists(provider => provider.IsConfigured));
        services.AddCommand(CommandRegistration.For<DiagnosePlugin, Diagnosis>("diagnose", "diagnose", "Find the root cause of a production error", Role.Responder, DiagnosisCard.From) with { Words = ["error"], IsModelBacked = asksModels });
        services.AddCommand(CommandRegistration.For<DiagnosePlugin, Diagnosis>("diagnose-again", "diagnose_again", "Diagnose the same error anew", Role.Responder, DiagnosisCard.From) with { Words = ["diagnosis"], IsTyped = false, IsModelBacked = asksModels });
        services.AddCommand(CommandRegistration.For<FeedbackActions, Feedback>("feedback", "rate_diagnosis", "Say whether a diagnosis was useful", Role.Viewer, FeedbackActions.CardOf)
            with
        { Words = ["diagnosis", "useful", "note"], NeedsRepository = false, IsTyped = false, AnswersOnCard = true });
    }
}
