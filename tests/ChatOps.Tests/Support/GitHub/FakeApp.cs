using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ChatOps.Tests.Support.GitHub;

/// <summary>The GitHub App on the fake: checks its JWTs as GitHub does, and gives out tokens that end.</summary>
internal sealed class FakeApp : IDisposable
{
    public const int Id = 4711;
    public const string Slug = "chatops";
    public const string Login = "chatops[bot]";

    private readonly RSA key = RSA.Create(2048);
    private readonly Dictionary<string, DateTimeOffset> tokens = [];

    public FakeAccount Account { get; } = new(4711, Login, "Bot");

    /// <summary>How many tokens were given out.</summary>
    public int TokensCreated { get; private set; }

    /// <summary>How long a token lives.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Writes the private key where a host will read it.</summary>
    public string WriteKey(string folder)
    {
        var path = Path.Combine(folder, "app.pem");
        File.WriteAllText(path, key.ExportRSAPrivateKeyPem());
        return path;
    }

    public (string Token, DateTimeOffset ExpiresAt) CreateToken(DateTimeOffset now)
    {
        TokensCreated++;
        var token = $"ghs_{Guid.NewGuid():N}";
        tokens[token] = now + Lifetime;
        return (token, tokens[token]);
    }

    public void RevokeAll() => tokens.Clear();

    public bool Knows(string token, DateTimeOffset now) => tokens.TryGetValue(token, out var until) && until > now;

    /// <summary>Why GitHub does not take a JWT; null when it does.</summary>
    public string? WhyNot(string jwt, DateTimeOffset now)
    {
        var parts = jwt.Split('.');
        if (parts.Length != 3 || !key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)) return "A JSON web token could not be decoded";
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        var (issued, expires) = (claims.RootElement.GetProperty("iat").GetInt64(), claims.RootElement.GetProperty("exp").GetInt64());
        if (claims.RootElement.GetProperty("iss") is not { ValueKind: JsonValueKind.Number } issuer || issuer.GetInt64() != Id) return "'Issuer' claim ('iss') must be an Integer";
        if (issued > now.ToUnixTimeSeconds()) return "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";
        return expires <= now.ToUnixTimeSeconds() || expires - now.ToUnixTimeSeconds() > 600 ? "'Expiration time' claim ('exp') is too far in the future" : null;
    }

    public void Dispose() => key.Dispose();
}
