using ChatOps.Adapters.Git.Changes;
using ChatOps.Chat;

namespace ChatOps.Capabilities.Patches;

/// <summary>Runs a repository's <see cref="RepositoryRef.CheckCommand"/> on a planned tree, in a sandbox or not at all.</summary>
internal sealed class BuildCheck(CheckSandbox sandbox)
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Most = TimeSpan.FromMinutes(10);

    /// <summary>The check's result; null when no command is set.</summary>
    /// <param name="repository">Whose command it is.</param>
    /// <param name="git">Where the tree is.</param>
    /// <param name="tree">What is checked.</param>
    /// <param name="left">How long it may take.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    public async Task<FixCheck?> RunAsync(RepositoryRef repository, GitChanges git, string tree, TimeSpan left, CancellationToken cancellationToken)
    {
        if (repository.CheckCommand is not { } command)
            return null;
        if (left < Least)
            return NotBuilt("no time was left for it");
        if (await sandbox.WhyNotAsync(cancellationToken) is { } why)
            return NotBuilt(why);
        var checkout = Directory.CreateTempSubdirectory("chatops-check-");
        try
        {
            if (git.Export(tree, checkout.FullName, cancellationToken) is { } incomplete)
                return NotBuilt(incomplete);
            var limit = left < Most ? left : Most;
            return Result(command, await sandbox.RunAsync(checkout.FullName, command, limit, cancellationToken), limit);
        }
        finally
        {
            checkout.Delete(recursive: true);
        }
    }

    private static FixCheck NotBuilt(string why) => new("build", false, $"Not built: {why}.");

    private static FixCheck Result(string command, SandboxRun run, TimeSpan limit) => run switch
    {
        { TimedOut: true } => new FixCheck("build", false, $"{command} was stopped after {limit.TotalSeconds:0} s."),
        { ExitCode: 0 } => new FixCheck("build", true, $"{command} passed."),
        _ => new FixCheck("build", false, $"{command} failed with exit code {run.ExitCode}{Last(run.Output)}."),
    };

    // What a program printed is text from outside: one line of it, with its secrets masked.
    private static string Last(string output)
    {
        var line = output.Split('\n').Select(text => new string([.. text.Where(c => !char.IsControl(c))]).Trim()).LastOrDefault(text => text.Length > 0);
        return line is null ? "" : $": {SecretMasker.Mask(line.Length > 200 ? line[..200] + "…" : line).Text.TrimEnd('.')}";
    }
}
