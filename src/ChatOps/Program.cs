using ChatOps.Adapters.Aws;
using ChatOps.Adapters.Git;
using ChatOps.Adapters.GitHub;
using ChatOps.Adapters.Jobs;
using ChatOps.Adapters.Llm;
using ChatOps.Adapters.Storage;
using ChatOps.Capabilities.Accounts;
using ChatOps.Capabilities.Ask;
using ChatOps.Capabilities.Context;
using ChatOps.Capabilities.Costs;
using ChatOps.Capabilities.Diagnose;
using ChatOps.Capabilities.Fix;
using ChatOps.Capabilities.History;
using ChatOps.Capabilities.IamCheck;
using ChatOps.Capabilities.Orchestrate;
using ChatOps.Capabilities.PullRequests;
using ChatOps.Capabilities.Rollback;
using ChatOps.Platforms.Rest;
using ChatOps.Platforms.Slack;
using ChatOps.Platforms.Terminal;
using ChatOps.Running;
using ChatOps.Settings;

namespace ChatOps;

/// <summary>The table of contents: one line for each folder.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => CommandLine.RunAsync(args, Build);

    /// <summary>Puts the host together.</summary>
    /// <exception cref="SettingException">A setting cannot be used.</exception>
    internal static WebApplication Build(HostSetup setup)
    {
        var builder = SettingsModule.CreateBuilder(setup);
        var database = builder.AddStorage();
        builder.AddJobs(database);
        builder.AddRunning();
        builder.AddGitHub();
        builder.AddGit();
        builder.AddAws();
        builder.AddLlm();
        builder.AddDiagnose();
        builder.AddContext();
        builder.AddHistory();
        builder.AddCosts();
        builder.AddAccounts();
        builder.AddPullRequests();
        builder.AddOrchestrate();
        builder.AddFix();
        builder.AddRollback();
        builder.AddIamCheck();
        builder.AddAsk();
        builder.AddRest();
        builder.AddSlack();
        setup.Adjust?.Invoke(builder);

        var app = builder.Build();
        app.MapRest();
        app.MapSlack();
        app.MapDiagnose();
        app.MapContext();
        app.MapHistory();
        app.MapCosts();
        app.MapAccounts();
        app.MapPullRequests();
        app.MapFix();
        app.MapRollback();
        app.MapIamCheck();
        app.MapOrchestrate();
        return app;
    }
}
