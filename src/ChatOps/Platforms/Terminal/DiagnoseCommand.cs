using System.Text.Json;
using ChatOps.Chat;
using ChatOps.Running;
using ChatOps.Running.Rest;
using ChatOps.Settings;
using Spectre.Console;

namespace ChatOps.Platforms.Terminal;

/// <summary><c>chatops diagnose</c>: one error from standard input, one card.</summary>
internal static class DiagnoseCommand
{
    private const int CauseFound = 0;
    private const int Failed = 1;
    private const int Inconclusive = 2;

    private static readonly JsonSerializerOptions Indented = new(RestJson.Options) { WriteIndented = true };

    /// <summary>What was typed.</summary>
    internal sealed record Request(string Repository, string? Reference, string? File, bool Json, bool Fresh);

    /// <summary>Diagnoses, and prints a card or JSON.</summary>
    /// <returns>0 when a cause was found, 1 when it failed, 2 when it is inconclusive.</returns>
    public static async Task<int> RunAsync(Func<HostSetup, WebApplication> build, Request request, CancellationToken cancellationToken)
    {
        // Progress and failures go to standard error, so that JSON can be piped on.
        var progress = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (!Console.IsInputRedirected)
            progress.MarkupLine("[grey]Paste the error, then press Ctrl+D.[/]");
        var (error, cut) = await LongText.ReadAsync(Console.OpenStandardInput(), cancellationToken);
        if (cut is not null)
            progress.MarkupLineInterpolated($"[yellow]{cut}[/]");

        await using var app = build(Setup(request));
        var command = MaskedRequest.Create("diagnose", Caller.Local, "cli", null, ("error", error), ("file", request.File), ("reference", request.Reference ?? "HEAD"), ("fresh", request.Fresh ? "true" : null));
        var runner = app.Services.GetRequiredService<CommandRunner>();
        var outcome = await progress.Status().StartAsync("Starting", status => runner.RunAsync(command, step => status.Status(Markup.Escape(step)), cancellationToken));

        if (request.Json && outcome.Value is { } value)
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(value, value.GetType(), Indented));
        else
            (outcome.Refusal is null ? AnsiConsole.Console : progress).Write(TerminalCard.Render(outcome.Card));
        return outcome switch
        {
            { Refusal: not null } => Failed,
            { Card.Tone: Tone.Good or Tone.Attention } => CauseFound,
            _ => Inconclusive,
        };
    }

    // No server, no logs among the output, and nothing of ours in the repository that is looked at.
    private static HostSetup Setup(Request request) => new()
    {
        Adjust = builder => builder.Logging.ClearProviders(),
        Repository = request.Repository,
        OwnFolder = true,
    };
}
