namespace ChatOps.Adapters.Git;

/// <summary>Reads <c>owner/name</c> out of a remote's address.</summary>
internal static class GitHubName
{
    /// <summary><c>owner/name</c> of <c>https://host/owner/name.git</c>, <c>ssh://git@host/owner/name</c> or <c>git@host:owner/name.git</c>; null when the address has another shape.</summary>
    public static string? Of(string? address)
    {
        if (string.IsNullOrWhiteSpace(address)) return null;
        string path;
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" or "ssh" or "git")
            path = uri.AbsolutePath;
        else if (!address.Contains("://", StringComparison.Ordinal) && address.IndexOf(':', StringComparison.Ordinal) is > 1 and var colon && address.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at && at < colon)
            path = address[(colon + 1)..];
        else
            return null;
        path = path.Trim('/');
        if (path.EndsWith(".git", StringComparison.Ordinal)) path = path[..^4];
        var parts = path.Split('/');
        return parts.Length == 2 && parts.All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')) ? path : null;
    }

    /// <summary>The same repository over https, for a token: <c>git@host:owner/name.git</c> becomes <c>https://host/owner/name.git</c>. Null when the address is not by ssh.</summary>
    public static string? Https(string address)
    {
        if (Of(address) is not { } name) return null;
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri)) return uri.Scheme == "ssh" ? $"https://{uri.Host}/{name}.git" : null;
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return $"https://{address[(at + 1)..address.IndexOf(':', at)]}/{name}.git";
    }
}
