using System.Security.Cryptography;
using System.Text;
using ChatOps.Settings;
using Dapper;

namespace ChatOps.Adapters.Storage;

/// <summary>The host's own secrets, kept outside the database in files that only their owner reads.</summary>
internal sealed class HostKeys(StorageOptions options, DataDirectory data, Database database)
{
    private const int Length = 32;
    private readonly Lazy<byte[]> _audit = new(() => ReadOrCreate(options.AuditKeyPath, data));

    /// <summary>The key of the audit log's chain.</summary>
    public byte[] Audit => _audit.Value;

    /// <summary>A key for one purpose, derived from the audit key, so that replicas share it too.</summary>
    /// <param name="purpose">A name that no other use has, e.g. <c>idempotency</c>.</param>
    public byte[] Derive(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, Audit, Length, info: Encoding.UTF8.GetBytes(purpose));

    /// <summary>Makes sure that this key wrote the database's audit log: a replica with another one would break the chain.</summary>
    /// <exception cref="SettingException">It did not.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var fingerprint = Convert.ToHexStringLower(Derive("fingerprint"));
        var stored = await database.WriteAsync(
            async transaction =>
            {
                await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                    "insert into key_fingerprints (name, fingerprint) values ('audit', @fingerprint) on conflict (name) do nothing", new { fingerprint }, transaction, cancellationToken: cancellationToken));
                return await transaction.Connection!.QuerySingleAsync<string>(new CommandDefinition(
                    "select fingerprint from key_fingerprints where name = 'audit'", null, transaction, cancellationToken: cancellationToken));
            },
            cancellationToken);
        if (stored != fingerprint)
            throw new SettingException("Storage:AuditKeyPath", "this key is not the one that the database's audit log was written with; give every replica the same file.");
    }

    private static byte[] ReadOrCreate(string? configured, DataDirectory data)
    {
        var path = string.IsNullOrWhiteSpace(configured) ? data.File("keys/audit.key") : configured;
        try
        {
            if (!File.Exists(path))
                Create(path);
            var key = Convert.FromHexString(File.ReadAllText(path).Trim());
            return key.Length >= Length ? key : throw new FormatException();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new SettingException("Storage:AuditKeyPath", "the key file cannot be used; it holds 64 hexadecimal digits and must be readable by this user.");
        }
    }

    private static void Create(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!OperatingSystem.IsWindows() && !Directory.Exists(folder))
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var file = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            file.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        // Written beside and moved into place: a crash half-way leaves no short key, and of two writers one wins.
        var draft = $"{path}.{Guid.NewGuid():N}";
        using (var writer = new StreamWriter(new FileStream(draft, file)))
            writer.Write(RandomNumberGenerator.GetHexString(Length * 2, lowercase: true));
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
