using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Settings;
using Microsoft.SemanticKernel;

namespace ChatOps.Running;

/// <summary>A command: what people type, and the plugin function that answers. Every door finds it by <see cref="Name"/>.</summary>
internal sealed record CommandRegistration
{
    private readonly bool? _isPrivate;
    private IReadOnlyList<ParameterInfo>? _parameters;

    /// <summary>What people type, in lower case with dashes: <c>diagnose</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One line for help texts.</summary>
    public required string Summary { get; init; }

    /// <summary>The least role that may run it.</summary>
    public required Role MinimumRole { get; init; }

    /// <summary>The class with the <c>[KernelFunction]</c> or <see cref="CommandActionAttribute"/>; created in the operation's scope.</summary>
    public required Type PluginType { get; init; }

    /// <summary>The name given in <c>[KernelFunction("…")]</c> or <c>[CommandAction("…")]</c>.</summary>
    public required string Function { get; init; }

    /// <summary>Writes the result as REST returns it and history keeps it.</summary>
    public required JsonTypeInfo ResultJson { get; init; }

    /// <summary>Shows a result to people.</summary>
    public required Func<object, Card> ToCard { get; init; }

    /// <summary>Adds to a result what people are shown and nothing keeps, such as names; null for nothing.</summary>
    public Func<object, People, CancellationToken, Task<object>>? Complete { get; init; }

    /// <summary>How many seconds it may take.</summary>
    public Func<DeadlineOptions, int> Deadline { get; init; } = seconds => seconds.Diagnose;

    /// <summary>Whether it may ask a model; then <c>Access:CallsPerMinute</c> and the budget of long work hold for it.</summary>
    public bool IsModelBacked { get; init; }

    /// <summary>Whether it is about a repository; otherwise the run has one without a name, who has the role in any repository may run it, and the function keeps to <see cref="Caller.RepositoriesWith"/> or asks <see cref="Caller.RoleIn"/>.</summary>
    public bool NeedsRepository { get; init; } = true;

    /// <summary>The parameters that typed words fill, in order; the last one takes the rest of the text. By default the first parameter takes it all.</summary>
    public IReadOnlyList<string> Words
    {
        get => field ?? (Parameters is [var first, ..] ? [first.Name!] : []);
        init;
    }

    /// <summary>The parameter that long text goes to; null when the function takes none.</summary>
    public string? TextParameter => Words is [.., var last] ? last : null;

    /// <summary>Whether in a chat only who asked sees the answer: lists and figures do not concern the whole channel. The default for what a viewer may ask.</summary>
    public bool IsPrivate
    {
        get => _isPrivate ?? MinimumRole <= Role.Viewer;
        init => _isPrivate = value;
    }

    /// <summary>Whether only who asked sees a result although the command is not private, as where another one answered; null for none.</summary>
    public Func<object, bool>? PrivateIf { get; init; }

    /// <summary>Whether people type it; otherwise only buttons and programs enter it.</summary>
    public bool IsTyped { get; init; } = true;

    /// <summary>Whether a mark on the card that was clicked on is answer enough.</summary>
    public bool AnswersOnCard { get; init; }

    /// <summary>The function's parameters that a person can fill, in its order.</summary>
    public IReadOnlyList<ParameterInfo> Parameters => _parameters ??= [.. Method.GetParameters().Where(parameter => parameter.ParameterType != typeof(CancellationToken))];

    /// <summary>Describes a command.</summary>
    /// <typeparam name="TPlugin">The class with the function.</typeparam>
    /// <typeparam name="TResult">What its <see cref="Answer{T}"/> holds.</typeparam>
    /// <param name="name">What people type.</param>
    /// <param name="function">The function's name.</param>
    /// <param name="summary">One line for help texts.</param>
    /// <param name="minimumRole">The least role that may run it.</param>
    /// <param name="toCard">Shows the result.</param>
    /// <param name="json">A source-generated contract; null for reflection with the contract's own rules (<see cref="Rest.RestJson"/>).</param>
    public static CommandRegistration For<TPlugin, TResult>(string name, string function, string summary, Role minimumRole, Func<TResult, Card> toCard, JsonTypeInfo<TResult>? json = null)
        where TResult : class =>
        new()
        {
            Name = name,
            Function = function,
            Summary = summary,
            MinimumRole = minimumRole,
            PluginType = typeof(TPlugin),
            ResultJson = json ?? Rest.RestJson.Options.GetTypeInfo(typeof(TResult)),
            ToCard = value => toCard((TResult)value),
        };

    /// <summary>The function on an instance of <see cref="PluginType"/>.</summary>
    public KernelFunction FunctionOf(object instance) =>
        CommandActionAttribute.Find(PluginType, Function) is { } action
            ? KernelFunctionFactory.CreateFromMethod(action, instance, Function)
            : KernelPluginFactory.CreateFromObject(instance)[Function];

    private MethodInfo Method =>
        CommandActionAttribute.Find(PluginType, Function)
        ?? PluginType.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public).First(method => method.GetCustomAttribute<KernelFunctionAttribute>()?.Name == Function);

    /// <summary>A result's card, whether the result is fresh or was stored.</summary>
    public async Task<Card> ShowAsync(object value, People people, CancellationToken cancellationToken) => ToCard(Complete is null ? value : await Complete(value, people, cancellationToken));

    /// <summary>Whether in a chat only who asked sees what came of it.</summary>
    /// <param name="result">The stored result; null when there is none.</param>
    public bool IsPrivateWith(string? result) => IsPrivate || (result is not null && PrivateIf is not null && PrivateIf(Read(result)));

    /// <summary>The result as it is stored.</summary>
    public string Write(object value) => JsonSerializer.Serialize(value, ResultJson);

    /// <summary>A stored result.</summary>
    public object Read(string json) => JsonSerializer.Deserialize(json, ResultJson)!;
}

/// <summary>Every registered command.</summary>
internal sealed class CommandCatalog
{
    private readonly Dictionary<string, CommandRegistration> _byName;

    /// <summary>Takes the registered commands, whose names are unique.</summary>
    public CommandCatalog(IEnumerable<CommandRegistration> commands) =>
        _byName = commands.ToDictionary(command => command.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The commands by name.</summary>
    public IEnumerable<CommandRegistration> All => _byName.Values.OrderBy(command => command.Name, StringComparer.Ordinal);

    /// <summary>Finds a command; null for an unknown name.</summary>
    public CommandRegistration? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Finds the command that a plugin's function answers; null for a function that is only a model's tool.</summary>
    public CommandRegistration? FindByFunction(string function) => _byName.Values.FirstOrDefault(command => command.Function == function);
}
