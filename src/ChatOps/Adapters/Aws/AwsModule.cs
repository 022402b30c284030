using ChatOps.Chat;
using ChatOps.Settings;

namespace ChatOps.Adapters.Aws;

/// <summary>Registers AWS: who signs, and what reads an account.</summary>
internal static class AwsModule
{
    /// <summary>Adds everything of this folder; nothing is asked before somebody checks permissions and <c>Aws:LiveCheck</c> is on.</summary>
    public static void AddAws(this WebApplicationBuilder builder)
    {
        builder.AddSettings<AwsOptions>("Aws");
        var services = builder.Services;
        services.AddSingleton<AwsIdentity>(_ => AwsKey.FromEnvironmentAsync);
        services.AddSingleton<QueryApi>();
        services.AddSingleton<AwsSession>();
        services.AddSingleton<IamAccount>();
        services.AddSingleton<AwsHealth>();
        services.AddSingleton<IHealthComponent>(provider => provider.GetRequiredService<AwsHealth>());
    }
}
