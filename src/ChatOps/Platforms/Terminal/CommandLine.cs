using System.CommandLine;
using ChatOps.Chat;
using ChatOps.Platforms.Terminal.Iam;
using ChatOps.Settings;

namespace ChatOps.Platforms.Terminal;

/// <summary>What a person can type: <c>chatops serve | diagnose | key create | audit verify | iam check | slack manifest</c>.</summary>
internal static class CommandLine
{
    /// <summary>The longest that a stopping host may take. System.CommandLine ends the process after two seconds by itself, long before work under way is finished or given back.</summary>
    public static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(40);

    /// <summary>Does what the arguments say. A setting that cannot be used ends it with one sentence.</summary>
    /// <param name="args">The arguments; none means serve, and options of .NET's configuration (<c>--Host:Urls …</c>) mean serve too.</param>
    /// <param name="build">Builds the host.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, Func<HostSetup, WebApplication> build)
    {
        try
        {
            return await Create(build).Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = StopWithin });
        }
        catch (SettingException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
    }

    private static RootCommand Create(Func<HostSetup, WebApplication> build)
    {
        var root = new RootCommand("Diagnoses production errors against the lines of your own repository.") { TreatUnmatchedTokensAsErrors = false };
        root.SetAction((parsed, cancellationToken) => ServeAsync(build, parsed, cancellationToken));
        root.Add(Serve(build));
        root.Add(Diagnose(build));
        root.Add(Key());
        root.Add(Audit(build));
        root.Add(IamCommand.Create());
        root.Add(Slack(build));
        return root;
    }

    private static Command Serve(Func<HostSetup, WebApplication> build)
    {
        var command = new Command("serve", "Serves the API until it is stopped (the default). Takes settings as --Section:Key value.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((parsed, cancellationToken) => ServeAsync(build, parsed, cancellationToken));
        return command;
    }

    // What the command line does not know are settings, and a setting begins with dashes: a mistyped command must not start a server.
    private static async Task<int> ServeAsync(Func<HostSetup, WebApplication> build, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.UnmatchedTokens is not [var first, ..] || first.StartsWith("--", StringComparison.Ordinal))
            return await ServeCommand.RunAsync(build, [.. parsed.UnmatchedTokens], cancellationToken);
        await Console.Error.WriteLineAsync($"There is no command '{first}'. chatops --help lists them.");
        return 1;
    }

    // The root lets unknown words through for the settings of serve, and System.CommandLine then lets them through everywhere.
    private static Func<ParseResult, CancellationToken, Task<int>> Known(string command, Func<ParseResult, CancellationToken, Task<int>> run) => async (parsed, cancellationToken) =>
    {
        if (parsed.UnmatchedTokens is not [var first, ..])
            return await run(parsed, cancellationToken);
        var hint = command == "diagnose" && !first.StartsWith('-') ? "The error is read from standard input: chatops diagnose < error.txt" : $"chatops {command} --help lists what it takes.";
        await Console.Error.WriteLineAsync($"chatops {command} does not take '{first}'. {hint}");
        return 1;
    };

    private static Command Diagnose(Func<HostSetup, WebApplication> build)
    {
        var repository = new Option<string>("--repo") { Description = "The repository to read. Default: the current directory.", HelpName = "DIR" };
        var reference = new Option<string>("--ref") { Description = "Branch, tag or commit to read. Default: what is checked out.", HelpName = "REF" };
        var file = new Option<string>("--file") { Description = "The file that you suspect, relative to the repository.", HelpName = "PATH" };
        var json = new Option<bool>("--json") { Description = "Print the diagnosis as JSON." };
        var fresh = new Option<bool>("--fresh") { Description = "Diagnose anew even when the same error was diagnosed before." };
        var command = new Command("diagnose", "Reads an error from standard input and finds its cause: chatops diagnose < error.txt") { repository, reference, file, json, fresh };
        command.SetAction(Known("diagnose", (parsed, cancellationToken) => DiagnoseCommand.RunAsync(
            build,
            new DiagnoseCommand.Request(parsed.GetValue(repository) ?? Directory.GetCurrentDirectory(), parsed.GetValue(reference), parsed.GetValue(file), parsed.GetValue(json), parsed.GetValue(fresh)),
            cancellationToken)));
        return command;
    }

    private static Command Key()
    {
        var name = new Argument<string>("name") { Description = "What the key is for, e.g. ci." };
        var role = new Option<Role>("--role") { Description = "What it may do: viewer, responder, approver or admin.", HelpName = "ROLE", Required = true };
        role.AcceptOnlyFromAmong("viewer", "responder", "approver", "admin");
        var index = new Option<int>("--index") { Description = "Its place in Host:ApiKeys when others are there already.", HelpName = "N" };
        var create = new Command("create", "Makes an API key, prints it once, and the settings that admit it.") { name, role, index };
        create.SetAction(Known("key create", (parsed, _) => KeyCommand.CreateAsync(parsed.GetRequiredValue(name), parsed.GetRequiredValue(role), parsed.GetValue(index))));
        return new Command("key", "API keys.") { create };
    }

    private static Command Slack(Func<HostSetup, WebApplication> build)
    {
        var url = new Option<string>("--url") { Description = "How Slack reaches this host, like https://chatops.example.com. Default: Socket Mode, which needs no address.", HelpName = "URL" };
        var manifest = new Command("manifest", "Prints the manifest of the Slack app, to be pasted at api.slack.com/apps.") { url };
        manifest.SetAction((parsed, _) => ManifestCommand.PrintAsync(build, parsed.GetValue(url)));
        return new Command("slack", "Slack.") { manifest };
    }

    private static Command Audit(Func<HostSetup, WebApplication> build)
    {
        var head = new Option<string>("--head") { Description = "The head that you noted earlier; the log must still contain it.", HelpName = "COUNT:HASH" };
        var verify = new Command("verify", "Proves that the audit log was not changed.") { head };
        verify.SetAction(Known("audit verify", (parsed, cancellationToken) => AuditCommand.VerifyAsync(build, parsed.GetValue(head), cancellationToken)));
        return new Command("audit", "The audit log.") { verify };
    }
}
