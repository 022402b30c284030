using System.CommandLine;

namespace ChatOps.Platforms.Terminal.Iam;

/// <summary><c>chatops iam check | calls | simulate | parse-hcl</c>: the permission engine for pipelines. No host is started and no network is used.</summary>
internal static class IamCommand
{
    /// <summary>The command.</summary>
    public static Command Create() => new("iam", "AWS permissions: what code needs, and what the repository's policies grant.") { Check(), Calls(), Simulate(), ParseHcl() };

    private static Command Check()
    {
        var paths = new Argument<string[]>("path") { Description = "Files or folders of code; with --diff, files with a unified diff (none: standard input).", Arity = ArgumentArity.ZeroOrMore };
        var diff = new Option<bool>("--diff") { Description = "Read a unified diff: only the calls that it adds count." };
        var repository = new Option<string>("--repo") { Description = "The repository whose policies count. Default: the one that the current directory is in.", HelpName = "DIR" };
        var format = new Option<string>("--format") { Description = "text, json, or sarif for code scanning.", DefaultValueFactory = _ => "text", HelpName = "FORMAT" };
        format.AcceptOnlyFromAmong("text", "json", "sarif");
        var command = new Command("check", "Says which permissions code needs that no policy grants. Exit code 1 when one is missing.") { paths, diff, repository, format };
        command.SetAction((parsed, cancellationToken) => IamCheckCommand.RunAsync(
            new IamCheckCommand.Request(parsed.GetValue(paths) ?? [], parsed.GetValue(diff), parsed.GetValue(repository), parsed.GetRequiredValue(format)), cancellationToken));
        return command;
    }

    private static Command Calls()
    {
        var command = new Command("calls", "Reads lines of {\"id\", \"language\", \"code\"} and answers each with {\"id\", \"actions\", \"conditional\", \"resources\"}.");
        command.SetAction((_, cancellationToken) => IamLines.RunAsync(IamLines.Calls, cancellationToken));
        return command;
    }

    private static Command Simulate()
    {
        var command = new Command("simulate", "Reads lines of {\"id\", \"action\", \"resource\", \"context\", \"policies\", \"permissionBoundaries\", \"scps\"} and answers each with {\"id\", \"result\"}.");
        command.SetAction((_, cancellationToken) => IamLines.RunAsync(IamLines.Simulate, cancellationToken));
        return command;
    }

    private static Command ParseHcl()
    {
        var files = new Argument<string[]>("file") { Description = "Files of Terraform; of several, each is one line with its name.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("parse-hcl", "Prints HCL as JSON. Exit code 1 when a file is no HCL.") { files };
        command.SetAction((parsed, cancellationToken) => ParseHclCommand.RunAsync(parsed.GetRequiredValue(files), cancellationToken));
        return command;
    }
}
