using System.ComponentModel;
using ChatOps.Chat;
using ChatOps.Running;
using ChatOps.Running.Rest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace ChatOps.Tests.Support;

/// <summary>Commands that do as a test tells them, through the host's own doors: <c>POST /test/{command}</c>.</summary>
internal static class TestCommands
{
    /// <summary>What a test command answers.</summary>
    internal sealed record Echo(string Text, string OperationId, string Repo, int Runs);

    /// <summary>The body of a test request.</summary>
    internal sealed record Body(string? Text, int? Number, string? Repo);

    /// <summary>Where commands wait for their test, and count; through files for a test in another process.</summary>
    internal sealed class Desk(string? folder)
    {
        private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _runs;

        /// <summary>How often a command's function was entered.</summary>
        public int Runs => folder is null ? _runs : Count(folder);

        /// <summary>How often commands were entered by the processes that share a folder.</summary>
        public static int Count(string folder) => Directory.GetFiles(folder, "run-*").Length;

        /// <summary>Lets the waiting commands of the processes that share a folder go on.</summary>
        public static void Open(string folder) => File.WriteAllText(Path.Combine(folder, "open"), "");

        /// <summary>Counts an entry.</summary>
        public int Enter()
        {
            if (folder is not null)
                File.WriteAllText(Path.Combine(folder, $"run-{Guid.NewGuid():N}"), "");
            return Interlocked.Increment(ref _runs);
        }

        /// <summary>Lets every waiting command go on.</summary>
        public void Open() => _gate.TrySetResult();

        /// <summary>Waits for <see cref="Open()"/>.</summary>
        public async Task WaitAsync(CancellationToken cancellationToken)
        {
            if (folder is null)
                await _gate.Task.WaitAsync(cancellationToken);
            while (folder is not null && !File.Exists(Path.Combine(folder, "open")))
                await Task.Delay(20, cancellationToken);
        }
    }

    /// <summary>The functions behind them.</summary>
    internal sealed class Plugin(RunContext context, Desk desk)
    {
        [KernelFunction("test_echo"), Description("Answers what it was given.")]
        public async Task<Answer<Echo>> EchoAsync(string text, int number = 0, CancellationToken cancellationToken = default)
        {
            await context.StepAsync($"Echoing {number}", cancellationToken);
            return new Echo(text, context.OperationId, context.Repository.Name, desk.Enter());
        }

        [KernelFunction("test_wait"), Description("Waits until the test opens the gate.")]
        public async Task<Answer<Echo>> WaitAsync(string text, CancellationToken cancellationToken)
        {
            var runs = desk.Enter();
            await context.StepAsync("Waiting", cancellationToken);
            await desk.WaitAsync(cancellationToken);
            return new Echo(text, context.OperationId, context.Repository.Name, runs);
        }

        [KernelFunction("test_refuse"), Description("Refuses.")]
        public static Task<Answer<Echo>> RefuseAsync(string text) => Task.FromResult<Answer<Echo>>(new Refusal(RefusalKind.Conflict, $"It cannot be done: {text}. Do another thing."));

        [KernelFunction("test_throw"), Description("Throws.")]
        public static Task<Answer<Echo>> ThrowAsync(string text) => throw new InvalidOperationException($"secret path /srv/{text}");
    }

    /// <summary>Registers the commands.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="folder">Where the desk's files are; null to keep it in memory.</param>
    public static void Add(IServiceCollection services, string? folder = null)
    {
        services.AddSingleton(new Desk(folder));
        foreach (var (name, model) in new[] { ("echo", false), ("wait", false), ("refuse", false), ("throw", false), ("model_echo", true), ("model_wait", true) })
        {
            services.AddCommand(CommandRegistration.For<Plugin, Echo>(name, $"test_{name.Replace("model_", "", StringComparison.Ordinal)}", "For tests.", Role.Responder, echo => new Card { Tone = Tone.Good, Title = echo.Text, Parts = [] })
                with
            { IsModelBacked = model, NeedsRepository = false });
        }

        services.AddCommand(CommandRegistration.For<Plugin, Echo>("figures", "test_echo", "For tests.", Role.Viewer, echo => new Card { Tone = Tone.Good, Title = echo.Text, Parts = [] }) with { NeedsRepository = false });
        services.AddCommand(CommandRegistration.For<Plugin, Echo>("mark", "test_echo", "For tests.", Role.Viewer, echo => new Card { Tone = Tone.Good, Title = echo.Text, Parts = [] }) with { NeedsRepository = false, AnswersOnCard = true, IsTyped = false });
        services.AddCommand(CommandRegistration.For<Plugin, Echo>("offer", "test_echo", "For tests.", Role.Responder, Offer) with { NeedsRepository = false });
        services.AddCommand(CommandRegistration.For<Plugin, Echo>("long", "test_echo", "For tests.", Role.Responder, echo => new Card { Tone = Tone.Good, Title = echo.Text, Parts = [new DiffPart(string.Join('\n', Enumerable.Range(0, 300).Select(i => $"+line {i}")))] }) with { NeedsRepository = false });
        services.AddCommand(CommandRegistration.For<Plugin, Echo>("approve_it", "test_wait", "For tests.", Role.Approver, echo => new Card { Tone = Tone.Good, Title = $"approved {echo.Text}", Parts = [] }) with { NeedsRepository = false, IsTyped = false });
        services.AddCommand(CommandRegistration.For<Plugin, Echo>("admin", "test_admin", "For tests.", Role.Admin, echo => new Card { Tone = Tone.Good, Title = echo.Text, Parts = [] }) with { Function = "test_echo", NeedsRepository = false });
        services.AddCommand(CommandRegistration.For<Plugin, Echo>("in_repo", "test_echo", "For tests.", Role.Responder, echo => new Card { Tone = Tone.Good, Title = echo.Text, Parts = [] }));
    }

    // A card with a button of each kind.
    private static Card Offer(Echo echo) => new()
    {
        Tone = Tone.Attention,
        Title = $"Offer {echo.Text}",
        Parts = [],
        Buttons =
        [
            new CardButton("Do it", "wait", "done it", "Does exactly this."),
            new CardButton("Undo it", "refuse", "twice", "Undoes exactly that."),
            new CardButton("Approve", "approve_it", "pl_1", "Approves exactly this."),
            new CardButton("Useful", "mark", "yes"),
            new CardButton("Not useful", "mark", "no"),
            new CardButton("More", "figures", "more of it"),
        ],
    };

    /// <summary>Maps their endpoint.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/test/{command}", async (string command, HttpContext context, RestDoor door, CancellationToken cancellationToken) =>
        {
            var body = await RequestBody.ReadAsync<Body>(context, null, cancellationToken);
            if (body.Refusal is { } refusal)
                return Problem.Of(refusal);
            var arguments = new Dictionary<string, string>();
            if (body.Value!.Text is { } text)
                arguments["text"] = text;
            if (body.Value.Number is { } number)
                arguments["number"] = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return await door.SubmitAsync(context, new CommandRequest { Command = command, Arguments = arguments, Caller = context.Caller(), Door = "rest", Repository = body.Value.Repo }, cancellationToken);
        });
}
