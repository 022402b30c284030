using ChatOps.Settings;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Settings;

/// <summary>A setting that cannot be used stops the host with one sentence that begins with its key.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("Host:Urls", "nonsense", "is not an address")]
    [InlineData("Host:Urls", "ftp://localhost:1", "is not an address")]
    [InlineData("Host:Urls", ";", "names no address")]
    [InlineData("Host:PublicUrl", "chatops.example.com", "is not an address")]
    [InlineData("Host:DataDirectory", "/proc/nowhere", "cannot be written")]
    // There, but not to be written.
    [InlineData("Host:DataDirectory", "/proc", "cannot be written")]
    [InlineData("Host:ApiKeys:0:Name", "", "is missing")]
    [InlineData("Host:ApiKeys:0:Sha256", "abc", "is not a SHA-256")]
    [InlineData("Host:ApiKeys:0:Role", "boss", "is not a role")]
    [InlineData("Host:ApiKeys:0:Role", "4", "is not a role")]
    [InlineData("Host:DeadlineSeconds:Diagnose", "0", "is not between 1 and 3600")]
    [InlineData("Host:DeadlineSeconds:Fix", "soon", "is not a whole number")]
    [InlineData("Host:DeadlineSeconds:Orchestrate", "3601", "is not between 1 and 3600")]
    [InlineData("Host:DeadlineSeconds", "60", "takes the keys Diagnose, Fix, Orchestrate below it")]
    [InlineData("Access:Grants", "admin", "is a list; write its items as Access:Grants:0")]
    [InlineData("Host:Urls", "http://127.0.0.1:99999", "is not an address")]
    [InlineData("Host:Urls", "http://127.0.0.1:1/chatops", "is not an address")]
    [InlineData("Storage:Provider", "Oracle", "is not one of Sqlite, PostgreSql")]
    [InlineData("Storage:Provider", "7", "is not one of Sqlite, PostgreSql")]
    [InlineData("Storage:ConnectionString", "Nonsense=1", "is not a SQLite connection string")]
    [InlineData("Storage:ConnectionString", "Data Source=/nowhere/at/all.db", "cannot be opened")]
    [InlineData("Storage:Retention:0:Table", "audit", "is not a table")]
    [InlineData("Storage:Retention:0:Days", "0", "is not a number of days")]
    [InlineData("Storage:AuditKeyPath", "/dev/null", "the key file cannot be used")]
    [InlineData("Repositories:0:Name", "orders", "needs either Path")]
    [InlineData("Repositories:0:GitHub", "orders", "is not of the form owner/name")]
    [InlineData("Access:Default", "everyone", "is not a role")]
    [InlineData("Access:Grants:0:Role", "", "is not a role")]
    [InlineData("Access:CallsPerMinute", "-1", "is below zero")]
    [InlineData("Access:CallsPerMinute", "1e3", "is not a whole number")]
    [InlineData("Access:FourEyes", "maybe", "is not true or false")]
    [InlineData("Ai:Budgets:Month", "lots", "is not a number")]
    [InlineData("Ai:Prices:0:From", "yesterday", "is not a date")]
    public async Task A_value_that_cannot_be_used_stops_the_host(string key, string value, string words)
    {
        var settings = new Dictionary<string, string?> { [key] = value };
        // What stands beside the value is right.
        foreach (var (name, right) in new[] { ("Host:ApiKeys:0:Name", "ci"), ("Host:ApiKeys:0:Sha256", new string('a', 64)), ("Storage:Retention:0:Table", "operations"), ("Storage:Retention:0:Days", "30"), ("Repositories:0:Path", "/srv/orders") })
        {
            if (key.Split(':') is [var section, var list, "0", ..] && name.StartsWith($"{section}:{list}:0:", StringComparison.Ordinal))
                settings.TryAdd(name, right);
            else if (key.StartsWith("Repositories:0:G", StringComparison.Ordinal) && name.StartsWith("Repositories", StringComparison.Ordinal))
                settings.TryAdd(name, right);
        }

        var refused = await Assert.ThrowsAsync<SettingException>(() => ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = settings }));

        Assert.StartsWith(key.StartsWith("Repositories:0:N", StringComparison.Ordinal) ? "Repositories:0" : key, refused.Key, StringComparison.Ordinal);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Theory]
    // Nothing like a database, and one whose pages are lost.
    [InlineData(0)]
    [InlineData(100)]
    public async Task A_damaged_database_is_a_sentence(int kept)
    {
        var folder = Directory.CreateTempSubdirectory("chatops-test-");
        await using (await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { DataDirectory = folder.FullName, Settings = { ["Storage:ConnectionString"] = null } }))
        {
        }

        var file = Path.Combine(folder.FullName, "chatops.db");
        foreach (var beside in new[] { "-wal", "-shm" })
            File.Delete(file + beside);
        var bytes = await File.ReadAllBytesAsync(file);
        bytes.AsSpan(kept).Fill(0xa5);
        await File.WriteAllBytesAsync(file, bytes);

        var refused = await Assert.ThrowsAsync<SettingException>(() => ChatOpsApp.StartAsync(new ChatOpsApp.Setup { DataDirectory = folder.FullName, Settings = { ["Storage:ConnectionString"] = null } }));

        Assert.Equal("Storage:ConnectionString", refused.Key);
        Assert.Contains("is damaged", refused.Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("", "is missing")]
    [InlineData("Nonsense=1", "is not a PostgreSQL connection string")]
    [InlineData("Host=127.0.0.1;Port=9;Username=u;Password=secret-password;Timeout=2", "did not let us in")]
    public async Task A_PostgreSQL_that_cannot_be_used_is_a_sentence_without_its_password(string connection, string words)
    {
        var refused = await Assert.ThrowsAsync<SettingException>(() => ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = { ["Storage:Provider"] = "PostgreSql", ["Storage:ConnectionString"] = connection } }));

        Assert.Equal("Storage:ConnectionString", refused.Key);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-password", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_that_stand_twice_are_refused()
    {
        foreach (var (first, second, key) in new[]
                 {
                     (("Host:ApiKeys:0:Name", "ci"), ("Host:ApiKeys:1:Name", "CI"), "Host:ApiKeys"),
                     (("Repositories:0:Path", "/a/orders"), ("Repositories:1:Url", "https://example.com/Orders.git"), "Repositories:1:Name"),
                 })
        {
            var settings = new Dictionary<string, string?> { [first.Item1] = first.Item2, [second.Item1] = second.Item2 };
            if (key == "Host:ApiKeys")
                (settings["Host:ApiKeys:0:Sha256"], settings["Host:ApiKeys:1:Sha256"]) = (new string('a', 64), new string('b', 64));

            Assert.Equal(key, (await Assert.ThrowsAsync<SettingException>(() => ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = settings }))).Key);
        }
    }

    [Fact]
    public async Task A_key_that_nothing_reads_is_a_warning()
    {
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = { ["Host:Adress"] = "x", ["Access:Grants:0:Role"] = "viewer", ["Access:Grants:0:Slak:0"] = "U1" } });

        Assert.Contains("The setting Host:Adress is not known", app.Log.Text, StringComparison.Ordinal);
        Assert.Contains("The setting Access:Grants:0:Slak is not known", app.Log.Text, StringComparison.Ordinal);
    }
}
