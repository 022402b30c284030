using System.Reflection;
using ChatOps.Chat;
using ChatOps.Running.Rest;

namespace ChatOps.Platforms.Rest;

/// <summary>How the host and what it leans on are.</summary>
internal sealed class HealthEndpoints(HealthReport report, IHostApplicationLifetime lifetime)
{
    /// <summary>The program's version.</summary>
    public static string Version { get; } = typeof(HealthEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Maps the endpoints. The probes need no key: they say nothing but yes or no.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/health").WithTags("Health");
        group.MapGet("", (HealthEndpoints health, CancellationToken cancellationToken) => health.GetAsync(cancellationToken))
            .WithName("getHealth").WithSummary("State of every component; 503 only when storage or jobs are down").Produces<HealthView>().Produces<HealthView>(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/live", () => Results.Json(new { Status = "ok" }, RestJson.Options)).AllowAnonymous().WithName("getLive").WithSummary("Whether the process answers");
        group.MapGet("/ready", (HealthEndpoints health, CancellationToken cancellationToken) => health.ReadyAsync(cancellationToken)).AllowAnonymous().WithName("getReady").WithSummary("Whether requests should be sent here");
    }

    private async Task<IResult> GetAsync(CancellationToken cancellationToken)
    {
        var found = await report.CheckAsync(cancellationToken);
        var down = HealthReport.IsDown(found);
        var worst = down ? HealthState.Down : found.Values.Any(health => health.State is HealthState.Degraded or HealthState.Down) ? HealthState.Degraded : HealthState.Ok;
        var view = found.ToDictionary(entry => entry.Key, entry => Show(entry.Value));
        return Results.Json(new HealthView(worst, Version, view), RestJson.Options, statusCode: down ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }

    private static object Show(ComponentHealth health) =>
        health.Parts is { } parts ? parts.ToDictionary(part => part.Key, part => new HealthPart(part.Value.State, part.Value.Detail)) : new HealthPart(health.State, health.Detail);

    private async Task<IResult> ReadyAsync(CancellationToken cancellationToken)
    {
        var ready = !lifetime.ApplicationStopping.IsCancellationRequested
            && !HealthReport.IsDown(await report.CheckVitalAsync(cancellationToken));
        return Results.Json(new { Status = ready ? "ok" : "down" }, RestJson.Options, statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>The answer of <c>GET /health</c>.</summary>
    internal sealed record HealthView(HealthState Status, string Version, IReadOnlyDictionary<string, object> Components);

    /// <summary>One component of it.</summary>
    internal sealed record HealthPart(HealthState State, string Detail);
}
