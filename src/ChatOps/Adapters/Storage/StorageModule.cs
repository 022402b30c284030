using ChatOps.Chat;
using ChatOps.Settings;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace ChatOps.Adapters.Storage;

/// <summary>Registers the database.</summary>
internal static class StorageModule
{
    /// <summary>Registers the database, its migration at start, and the host's keys.</summary>
    /// <returns>The database, for the jobs that share it.</returns>
    public static Database AddStorage(this WebApplicationBuilder builder)
    {
        var options = builder.AddSettings<StorageOptions>("Storage");
        var data = (DataDirectory)builder.Services.First(service => service.ServiceType == typeof(DataDirectory)).ImplementationInstance!;
        var database = new Database(options, data);
        // From a factory, so that the container disposes it.
        builder.Services.AddSingleton(_ => database);
        builder.Services.AddSingleton<HostKeys>();
        builder.Services.AddSingleton<People>();
        builder.Services.AddSingleton<IHealthComponent, StorageHealth>();
        builder.Services.AddHostedService<Preparation>();
        builder.Services.AddHostedService<Checkpoints>();
        AddProtection(builder.Services);
        builder.Services.AddSingleton<Retention>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Retention>());
        return database;
    }

    private static void AddProtection(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("chatops");
        services.AddSingleton<KeyRing>();
        services.AddSingleton<KeyRingCipher>();
        services.AddSingleton<Protector>();
        services.AddOptions<KeyManagementOptions>().Configure<KeyRing, KeyRingCipher>((keys, ring, cipher) => (keys.XmlRepository, keys.XmlEncryptor) = (ring, cipher));
    }

    private sealed class Preparation(Database database, HostKeys keys, KeyRing ring, IKeyManager manager) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await database.MigrateAsync(cancellationToken);
            await keys.CheckAsync(cancellationToken);
            await ring.PrepareAsync(manager, cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
