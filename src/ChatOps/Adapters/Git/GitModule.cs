using ChatOps.Chat;
using ChatOps.Settings;

namespace ChatOps.Adapters.Git;

/// <summary>Registers the clones, and the sample repository when no other is configured.</summary>
internal static class GitModule
{
    /// <summary>Adds everything of this folder. Call it when the repositories are registered.</summary>
    public static void AddGit(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var data = (DataDirectory)services.Last(service => service.ServiceType == typeof(DataDirectory)).ImplementationInstance!;
        var configured = services.Last(service => service.ServiceType == typeof(RepositoryDirectory));
        if (configured.ImplementationInstance is RepositoryDirectory { All.Count: 0 })
        {
            services.Remove(configured);
            services.AddSingleton(new RepositoryDirectory([SampleRepository.Ensure(data.Path, TimeProvider.System)]));
        }

        services.AddSingleton<IHealthComponent, RepositoryHealth>();
        services.AddSingleton(provider => new GitStore(data.Path, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<GitStore>>(), provider.GetService<GitAuthorization>()));
    }
}
