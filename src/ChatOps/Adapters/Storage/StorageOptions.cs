using System.Globalization;
using ChatOps.Settings;
using Npgsql;

namespace ChatOps.Adapters.Storage;

/// <summary>The <c>Storage</c> section.</summary>
internal sealed class StorageOptions : ISettings
{
    /// <summary>Which database.</summary>
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary>PostgreSQL's connection string. For SQLite a connection string or null for <c>chatops.db</c> in the data directory.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The file with the audit log's key, the same for every replica; null for <c>keys/audit.key</c> in the data directory.</summary>
    public string? AuditKeyPath { get; set; }

    /// <summary>How long rows are kept; empty for ever.</summary>
    public RetentionOptions[] Retention { get; set; } = [];

    /// <inheritdoc/>
    public void Check(string section)
    {
        for (var i = 0; i < Retention.Length; i++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{section}:Retention:{i}");
            if (!Storage.Retention.Tables.Contains(Retention[i].Table))
                throw new SettingException($"{key}:Table", $"'{Retention[i].Table}' is not a table that rows may be deleted from; use {string.Join(", ", Storage.Retention.Tables)}.");
            if (Retention[i].Days < 1)
                throw new SettingException($"{key}:Days", $"{Retention[i].Days} is not a number of days from 1.");
            if (Retention[i] is { Table: "model_calls", Days: < Storage.Retention.FewestDaysOfCalls })
                throw new SettingException($"{key}:Days", $"is below {Storage.Retention.FewestDaysOfCalls}; the budget of a month (Ai:Budgets:Month) adds up the calls of 31 days.");
        }

        if (Provider != StorageProvider.PostgreSql)
            return;
        if (string.IsNullOrWhiteSpace(ConnectionString))
            throw new SettingException($"{section}:ConnectionString", "is missing; PostgreSql needs one, e.g. Host=db;Database=chatops;Username=chatops;Password=….");
        try
        {
            _ = new NpgsqlConnectionStringBuilder(ConnectionString);
        }
        catch (ArgumentException)
        {
            throw new SettingException($"{section}:ConnectionString", "is not a PostgreSQL connection string; write it like Host=db;Database=chatops;Username=chatops;Password=….");
        }
    }
}

/// <summary>The databases that the host knows.</summary>
internal enum StorageProvider
{
    /// <summary>A file in the data directory; one host.</summary>
    Sqlite,

    /// <summary>A server; any number of hosts.</summary>
    PostgreSql,
}

/// <summary>How long a table's rows are kept.</summary>
internal sealed class RetentionOptions
{
    /// <summary>The table's name.</summary>
    public string Table { get; set; } = "";

    /// <summary>Days after which its rows are deleted.</summary>
    public int Days { get; set; }
}
