using ChatOps.Chat;

namespace ChatOps.Running.Rest;

/// <summary>Who is behind an HTTP request, as the gate in front of every endpoint found out.</summary>
internal static class RestCaller
{
    /// <summary>Sets the caller; the gate's to call.</summary>
    public static void SetCaller(this HttpContext context, Caller caller) => context.Features.Set(new Feature(caller));

    /// <summary>The caller.</summary>
    /// <exception cref="InvalidOperationException">The endpoint allows anonymous requests.</exception>
    public static Caller Caller(this HttpContext context) =>
        context.Features.Get<Feature>()?.Caller ?? throw new InvalidOperationException("This endpoint has no caller: it allows anonymous requests.");

    private sealed record Feature(Caller Caller);
}
