using ChatOps.Chat;

namespace ChatOps.Adapters.Llm;

/// <summary>Asks the providers of a role in their order, until one answers.</summary>
internal sealed partial class ModelRouter(
    AiOptions options, ProviderClients clients, ModelCallLedger ledger, ModelPrices prices, ProviderStates states, TimeProvider clock, ILogger<ModelRouter> logger)
{
    /// <summary>Kept back from the deadline, for what has to be done with the answer, or without one.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(3);

    /// <summary>Under this a call is not worth starting.</summary>
    private static readonly TimeSpan ShortestCall = TimeSpan.FromSeconds(2);

    /// <summary>Whether anyone can be asked in this role.</summary>
    public bool IsConfigured(ModelRole role) => Candidates(role).Count > 0;

    /// <summary>Asks. Whatever goes wrong with the models is a value; only cancellation and our own faults are thrown.</summary>
    public async Task<ModelResult<T>> AskAsync<T>(ModelRequest<T> request, CancellationToken cancellationToken) where T : class
    {
        var spend = new ModelSpend();
        var failures = new List<string>();
        var candidates = (request.Only is { } only ? options.Providers.Where(provider => provider.Name == only && provider.IsConfigured) : Candidates(request.Role)).OrderByDescending(provider => provider.Name == request.Prefer).ToList();
        if (candidates.Count == 0)
            return new ModelUnavailable<T>(RefusalKind.NotConfigured, "No model is configured: set ANTHROPIC_API_KEY or OPENAI_API_KEY, or Ai:Providers.", spend, []);

        for (var i = 0; i < candidates.Count; i++)
        {
            var provider = candidates[i];
            var hasNext = i + 1 < candidates.Count;
            if (TimeLeft(request.Context) < ShortestCall)
                return new ModelUnavailable<T>(RefusalKind.DeadlinePassed, Sentence("The deadline left no time for a model", failures), spend, failures);

            if (hasNext && states.Of(provider).BusyUntil is { } until && until > clock.GetUtcNow())
            {
                failures.Add($"{provider.Name} is rate-limited");
                continue;
            }

            await request.Context.StepAsync($"Asking {provider.Model}", cancellationToken);
            var meter = new Meter(ledger, prices, clock, Entry(provider, request.Role, request.PromptVersion, request.Context), spend);

            // Not disposed: it holds nothing but the vendor's client, which lives as long as the host.
            var client = new MeteredChatClient(clients.For(provider), meter);
            var conversation = new ModelConversation<T>(provider, client, meter, states, request, () => TimeLeft(request.Context), hasNext);
            try
            {
                var value = await conversation.RunAsync(cancellationToken);
                states.Answered(provider);
                return new ModelReply<T>(value, provider.Name, provider.Model, conversation.Messages, spend, [.. failures.Select(failure => $"{failure}; {provider.Name} answered.")]);
            }
            catch (OverBudgetException budget)
            {
                return new ModelUnavailable<T>(RefusalKind.OverLimit, budget.Message, spend, [.. failures.Select(failure => failure + ".")]);
            }
            catch (CallFailedException failure)
            {
                LogFailed(provider.Name, provider.Model, failure.Failure, failure.Status);
                states.Failed(provider, failure);
                failures.Add(failure.Sentence(provider.Name));
            }
        }

        return new ModelUnavailable<T>(RefusalKind.ProviderFailed, Sentence("No model answered", failures), spend, [.. failures.Select(failure => failure + ".")]);
    }

    /// <summary>A provider of each vendor that can be asked, those of a role first.</summary>
    public IReadOnlyList<string> Vendors(ModelRole role) =>
        [.. Candidates(role).Concat(options.Providers.Where(provider => provider.IsConfigured)).DistinctBy(provider => provider.Vendor).Select(provider => provider.Name)];

    /// <summary>The first provider of a role whose models come from another vendor than a provider's; null when there is none.</summary>
    /// <param name="role">Which providers are looked at.</param>
    /// <param name="provider">The name of the one to differ from.</param>
    public string? OtherVendor(ModelRole role, string provider) =>
        options.Providers.Find(known => known.Name == provider) is { } than ? Candidates(role).Find(known => known.Vendor != than.Vendor)?.Name : null;

    private List<ProviderOptions> Candidates(ModelRole role)
        => [.. options.Roles.For(role)
            .Select(name => options.Providers.Find(provider => string.Equals(provider.Name, name, StringComparison.OrdinalIgnoreCase)))
            .OfType<ProviderOptions>().Where(provider => provider.IsConfigured).Distinct()];

    private TimeSpan TimeLeft(RunContext context) => context.Deadline - Reserve - clock.GetUtcNow();

    private static CallEntry Entry(ProviderOptions provider, ModelRole role, string promptVersion, RunContext context)
        => new()
        {
            Id = "",
            OperationId = context.OperationId,
            Kind = context.Request.Command,
            Role = role,
            Provider = provider.Name,
            Model = provider.Model,
            PromptVersion = promptVersion,
            Caller = context.Caller,
            Repo = context.Repository.Name,
            Attempt = 1,
        };

    private static string Sentence(string head, List<string> failures) => failures.Count == 0 ? head + "." : $"{head}: {string.Join("; ", failures)}.";

    [LoggerMessage(LogLevel.Warning, "Model provider {Provider} ({Model}) gave no answer: {Failure} {Status}")]
    private partial void LogFailed(string provider, string model, CallFailure failure, int? status);
}
