using System.Net;
using ChatOps.Settings;

namespace ChatOps.Platforms.Rest;

/// <summary>Where the host listens, and the rule that without a key this is only this machine.</summary>
internal static class ListenAddresses
{
    /// <summary>The addresses that are in force: <c>--urls</c> or <c>ASPNETCORE_URLS</c>, else <c>Host:Urls</c>.</summary>
    /// <exception cref="SettingException">One is no address, or is open to other machines while no key is configured.</exception>
    public static IReadOnlyList<string> Read(IConfiguration configuration, HostSettings host)
    {
        var explicitly = configuration["urls"];
        var key = string.IsNullOrWhiteSpace(explicitly) ? "Host:Urls" : "urls";
        var urls = (string.IsNullOrWhiteSpace(explicitly) ? host.Urls : explicitly).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => (Key: $"{endpoint.Path}:Url", Url: endpoint["Url"] ?? "")).ToArray();
        if (urls.Length == 0)
            throw new SettingException(key, "names no address; write it like http://127.0.0.1:8001.");
        foreach (var (name, url) in urls.Select(url => (key, url)).Concat(endpoints))
        {
            if (Parse(url) is not { } address)
                throw new SettingException(name, $"'{url}' is not an address; write it like http://127.0.0.1:8001.");
            if (host.ApiKeys.Length == 0 && !IsLoopback(address.Host))
                throw new SettingException(name, $"{url} is open to other machines, and no API key is configured. Make one with `chatops key create NAME --role ROLE`, or listen on http://127.0.0.1:{address.Port}.");
        }

        return urls;
    }

    // What Kestrel would refuse only once the host is half up.
    private static BindingAddress? Parse(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Port: >= 0 and <= 65535, PathBase: "" or "/" } address && (address.Scheme.ToLowerInvariant() is "http" or "https") ? address : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
