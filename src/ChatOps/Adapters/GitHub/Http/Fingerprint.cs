using System.Security.Cryptography;
using System.Text;

namespace ChatOps.Adapters.GitHub.Http;

/// <summary>Tells tokens apart without keeping them.</summary>
internal static class Fingerprint
{
    /// <summary>A hash over the request's <c>Authorization</c>.</summary>
    public static string Of(HttpRequestMessage request) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(request.Headers.Authorization?.ToString() ?? "")));
}
