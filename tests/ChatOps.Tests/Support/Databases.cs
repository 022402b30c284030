using Npgsql;

namespace ChatOps.Tests.Support;

/// <summary>The databases that storage tests run on, each test with one of its own.</summary>
public static class Databases
{
    /// <summary>The environment variable with the connection string of a PostgreSQL server on which databases may be made.</summary>
    public const string Variable = "CHATOPS_TEST_POSTGRES";

    /// <summary>Both, as a theory's data.</summary>
    public static TheoryData<string> All { get; } = ["Sqlite", "PostgreSql"];

    /// <summary>An empty database's settings; skips the test with a sentence where there is no server.</summary>
    public static async Task<TestDatabase> CreateAsync(string provider)
    {
        if (provider == "Sqlite")
            return new TestDatabase(new() { ["Storage:Provider"] = "Sqlite" }, null);
        var server = Environment.GetEnvironmentVariable(Variable);
        Skip.If(string.IsNullOrEmpty(server), $"No PostgreSQL: set {Variable}, or run .ci/postgres, to test on it too.");
        var name = $"chatops_test_{Guid.NewGuid():N}";
        await ExecuteAsync(server!, $"create database {name}");
        var connection = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 40 };
        return new TestDatabase(
            new() { ["Storage:Provider"] = "PostgreSql", ["Storage:ConnectionString"] = connection.ConnectionString },
            () => ExecuteAsync(server!, $"drop database if exists {name} with (force)"));
    }

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>A test's own database.</summary>
/// <param name="settings">The settings that point a host at it.</param>
/// <param name="drop">Removes it; null when it goes with the data directory.</param>
public sealed class TestDatabase(Dictionary<string, string?> settings, Func<Task>? drop) : IAsyncDisposable
{
    /// <summary>The settings that point a host at it.</summary>
    public IReadOnlyDictionary<string, string?> Settings => settings;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (drop is not null)
            await drop();
    }
}
