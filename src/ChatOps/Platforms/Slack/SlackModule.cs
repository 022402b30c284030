using ChatOps.Platforms.Slack.Wire;
using ChatOps.Settings;

namespace ChatOps.Platforms.Slack;

/// <summary>Registers Slack.</summary>
internal static class SlackModule
{
    /// <summary>Adds everything of this folder.</summary>
    public static void AddSlack(this WebApplicationBuilder builder)
    {
        builder.AddSettings<SlackOptions>("Slack");
        var services = builder.Services;
        services.AddSingleton<SlackApi>();
        services.AddSingleton<ChannelPace>();
        services.AddSingleton<RequestSignature>();
    }
}
