using ChatOps.Adapters.Storage;
using ChatOps.Tests.Support;
using Dapper;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace ChatOps.Tests.Adapters.Storage;

public sealed class ProtectorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatops-keys-");

    [SkippableTheory]
    [MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_one_host_encrypts_a_later_one_reads_and_the_database_does_not_show(string provider)
    {
        await using var database = await Databases.CreateAsync(provider);
        string encrypted;
        await using (var first = await StartAsync(database, Shared("one")))
        {
            encrypted = first.Get<Protector>().Protect("test", "gho_secret");
            Assert.DoesNotContain("gho_secret", encrypted, StringComparison.Ordinal);
            await using var connection = await first.Get<Database>().OpenAsync(default);
            var keys = (await connection.QueryAsync<string>("select element from key_ring")).AsList();
            Assert.Single(keys);
            // Data Protection writes the key itself as masterKey when nothing encrypts it.
            Assert.DoesNotContain("masterKey", keys[0], StringComparison.Ordinal);
        }

        await using var second = await StartAsync(database, Shared("one"));
        Assert.Equal("gho_secret", second.Get<Protector>().Unprotect("test", encrypted));
        Assert.Null(second.Get<Protector>().Unprotect("another purpose", encrypted));
        Assert.Null(second.Get<Protector>().Unprotect("test", encrypted[..^2]));
    }

    [SkippableFact]
    public async Task Replicas_that_start_together_with_data_directories_of_their_own_share_one_key()
    {
        await using var database = await Databases.CreateAsync("PostgreSql");
        var key = Path.Combine(_folder.FullName, "audit.key");
        await File.WriteAllTextAsync(key, new string('7', 64));
        var hosts = await Task.WhenAll(Enumerable.Range(0, 3).Select(number => StartAsync(database, Shared($"replica-{number}"), key)));
        try
        {
            var encrypted = hosts[0].Get<Protector>().Protect("test", "shared");
            Assert.All(hosts, host => Assert.Equal("shared", host.Get<Protector>().Unprotect("test", encrypted)));
            Assert.Single(hosts[2].Get<IKeyManager>().GetAllKeys());
        }
        finally
        {
            foreach (var host in hosts)
                await host.DisposeAsync();
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Shared(string name) => _folder.CreateSubdirectory(name).FullName;

    private static Task<ChatOpsApp> StartAsync(TestDatabase database, string folder, string? key = null) =>
        ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Database = database, DataDirectory = folder, Settings = key is null ? [] : new() { ["Storage:AuditKeyPath"] = key } });
}
