using System.Net;
using ChatOps.Chat;
using ChatOps.Running.Rest;
using Microsoft.AspNetCore.Authorization;

namespace ChatOps.Platforms.Rest;

/// <summary>Finds out who calls, before any endpoint: by API key, or as the local caller on this machine when no key is configured. Endpoints that know their callers by other means (signed webhooks, probes) say <c>AllowAnonymous</c>.</summary>
internal sealed class CallerGate(ApiKeys keys) : IMiddleware
{
    private static readonly string[] LocalHosts = ["localhost", "127.0.0.1", "[::1]"];

    /// <inheritdoc/>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            await next(context);
            return;
        }

        var identified = keys.Any ? ByKey(context) : ByPlace(context);
        if (identified.Refusal is { } refusal)
        {
            if (refusal.Kind == RefusalKind.Unauthenticated)
                context.Response.Headers.WWWAuthenticate = "Bearer realm=\"chatops\"";
            await Problem.Of(refusal).ExecuteAsync(context);
            return;
        }

        context.SetCaller(identified.Value!);
        await next(context);
    }

    private Answer<Caller> ByKey(HttpContext context)
    {
        const string Scheme = "Bearer ";
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return new Refusal(RefusalKind.Unauthenticated, "An API key is needed. Send it with the header Authorization: Bearer KEY; an admin makes one with `chatops key create NAME --role ROLE`.");
        return keys.Find(header[Scheme.Length..].Trim()) is { } caller
            ? caller
            : new Refusal(RefusalKind.Unauthenticated, "This API key is not known. Check that it is complete, or ask an admin for a new one.");
    }

    private static Answer<Caller> ByPlace(HttpContext context)
    {
        var request = context.Request;
        if (context.Connection.RemoteIpAddress is not { } remote || !IPAddress.IsLoopback(remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote))
            return Outside("the request comes from another machine");
        // A page's script reaches this port under a name of its own choice (DNS rebinding) or from its own origin.
        if (!LocalHosts.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
            return Outside("the Host header is not localhost, 127.0.0.1 or [::1]");
        if (request.Headers.TryGetValue("Origin", out var origin) && !origin.ToString().Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
            return Outside("the Origin header names another site");
        if (request.Headers.Keys.FirstOrDefault(IsForwarding) is { } forwarding)
            return Outside($"the {forwarding} header shows a proxy in between");
        return Caller.Local;
    }

    private static bool IsForwarding(string header) =>
        header.Equals("Forwarded", StringComparison.OrdinalIgnoreCase) || header.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase);

    private static Refusal Outside(string why) =>
        new(RefusalKind.Forbidden, $"No API key is configured, so only programs of this machine may call, and {why}. Make a key with `chatops key create NAME --role ROLE`.");
}
