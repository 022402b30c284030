using ChatOps.Chat;
using ChatOps.Platforms.Slack.Delivery;
using ChatOps.Platforms.Slack.Doors;
using ChatOps.Platforms.Slack.Home;
using ChatOps.Platforms.Slack.Install;
using ChatOps.Platforms.Slack.People;
using ChatOps.Platforms.Slack.Sockets;
using ChatOps.Platforms.Slack.Wire;
using ChatOps.Settings;

namespace ChatOps.Platforms.Slack;

/// <summary>Registers Slack.</summary>
internal static class SlackModule
{
    /// <summary>Adds everything of this folder.</summary>
    public static void AddSlack(this WebApplicationBuilder builder)
    {
        var options = builder.AddSettings<SlackOptions>("Slack");
        var services = builder.Services;
        services.AddSingleton<SlackApi>();
        services.AddSingleton<ChannelPace>();
        services.AddSingleton<RequestSignature>();
        services.AddSingleton<Replays>();
        services.AddSingleton<Installations>();
        services.AddSingleton<Workspaces>();
        services.AddSingleton<SlackPeople>();
        services.AddSingleton<ReplyAddress>();
        services.AddSingleton<Snippets>();
        services.AddSingleton<EarlierMessage>();
        services.AddSingleton<SlackSources>();
        services.AddSingleton<DirectMessages>();
        services.AddSingleton<Notices>();
        services.AddSingleton<Forms>();
        services.AddSingleton<AppHome>();
        services.AddSingleton<SlackIntake>();
        services.AddSingleton<SlashCommands>();
        services.AddSingleton<Interactions>();
        services.AddSingleton<Events>();
        services.AddSingleton<SlackDoor>();
        services.AddSingleton<SlackEndpoints>();
        services.AddSingleton<InstallEndpoints>();
        services.AddSingleton<SocketMode>();
        services.AddHostedService(provider => provider.GetRequiredService<SocketMode>());
        services.AddSingleton<IHealthComponent, SlackHealth>();
        if (options.IsConfigured)
            services.AddSingleton<IChatPlatform, SlackPlatform>();
    }

    /// <summary>Maps the doors.</summary>
    public static void MapSlack(this WebApplication app)
    {
        app.Services.GetRequiredService<SlackEndpoints>().Map(app);
        app.Services.GetRequiredService<InstallEndpoints>().Map(app);
    }
}
