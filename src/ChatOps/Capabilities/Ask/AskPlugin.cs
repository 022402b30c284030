using System.ComponentModel;
using System.Text.Json;
using ChatOps.Adapters.Llm;
using ChatOps.Chat;
using ChatOps.Running;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace ChatOps.Capabilities.Ask;

/// <summary>Understands free words: a model chooses among the functions that read or propose, and what it chose answers.</summary>
internal sealed class AskPlugin(RunContext context, CommandCatalog catalog, ModelRouter router, IServiceProvider services)
{
    private const int MostCharacters = 32 * 1024;

    /// <summary>Answers what somebody asked in free words. Changes nothing.</summary>
    /// <param name="words">Their words.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    [KernelFunction("ask"), Description("Answers what somebody asks in free words.")]
    public async Task<Answer<AskAnswer>> AskAsync([Description("Their words.")] string words, CancellationToken cancellationToken)
    {
        if (words.Length > MostCharacters)
            return new Refusal(RefusalKind.TooLarge, $"That is over the limit of {MostCharacters} characters. Use diagnose for a long text.");
        var chosen = new Choice();
        var kernel = new Kernel(services);
        var result = await router.AskAsync(
            new ModelRequest<AskDraft>
            {
                Role = ModelRole.Diagnose,
                PromptVersion = Prompt.Version,
                System = Prompt.Text,
                Messages = [new ChatMessage(ChatRole.User, words)],
                Format = AskDraft.Format,
                Read = AskDraft.Read,
                Functions = [.. Readable().Select(command => new Offered(command, command.FunctionOf(services.GetRequiredService(command.PluginType)), kernel, chosen))],
                MaxFunctionCalls = 1,
                MaxOutputTokens = 2_000,
                Context = context,
            },
            cancellationToken);
        // What was done is shown, whatever the model said of it afterwards.
        if (chosen.Refusal is { } refusal)
            return refusal;
        if (chosen.Command is { } command)
            return new AskAnswer(command.Name, JsonDocument.Parse(command.Write(chosen.Value!)).RootElement);
        return result switch
        {
            ModelReply<AskDraft> { Value.Say: { Length: > 0 } say } => new Refusal(RefusalKind.Unprocessable, say),
            ModelUnavailable<AskDraft> unavailable => new Refusal(unavailable.Kind, unavailable.Sentence),
            _ => new Refusal(RefusalKind.Unprocessable, "That was not understood. /chatops help lists what can be asked."),
        };
    }

    // An action is nobody's to call but a person's; and this one would call itself.
    private IEnumerable<CommandRegistration> Readable() =>
        catalog.All.Where(command => command.IsTyped && command.PluginType != typeof(AskPlugin) && CommandActionAttribute.Find(command.PluginType, command.Function) is null);

    private static PromptFile Prompt { get; } = PromptFile.Load("Ask.ask.md");

    /// <summary>What the model chose, once.</summary>
    private sealed class Choice
    {
        public CommandRegistration? Command { get; set; }

        public object? Value { get; set; }

        public Refusal? Refusal { get; set; }
    }

    /// <summary>A function as it is offered; it runs through the kernel, so that the filters that authorise it run too.</summary>
    private sealed class Offered(CommandRegistration command, KernelFunction function, Kernel kernel, Choice choice) : DelegatingAIFunction(function)
    {
        // Without the plugin's name, which is ours only.
        public override string Name => command.Function;

        protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
        {
            var given = arguments.Where(argument => argument.Value is not null).ToDictionary(argument => argument.Key, argument => argument.Value!.ToString()!);
            if (FunctionArguments.Check(function, given) is { } wrong)
                return wrong.Sentence;
            var result = await function.InvokeAsync(kernel, new KernelArguments(given.ToDictionary(argument => argument.Key, argument => (object?)argument.Value)), cancellationToken);
            switch (result.GetValue<object>())
            {
                case IAnswer { Refusal: { } refusal }:
                    choice.Refusal = refusal;
                    return refusal.Sentence;
                case Refusal refusal:
                    choice.Refusal = refusal;
                    return refusal.Sentence;
                case IAnswer { Value: { } value }:
                    (choice.Command, choice.Value) = (command, value);
                    break;
                case { } value:
                    (choice.Command, choice.Value) = (command, value);
                    break;
            }

            return "It is shown to them.";
        }
    }
}
