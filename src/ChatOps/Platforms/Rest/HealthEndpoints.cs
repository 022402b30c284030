using System.Reflection;
using ChatOps.Chat;
using ChatOps.Running.Rest;

namespace ChatOps.Platforms.Rest;

/// <summary>How the host and what it leans on are.</summary>
internal sealed class HealthEndpoints(IEnumerable<IHealthComponent> components, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // What nobody registered is not configured; the sentence names the setting that would change that.
    private static readonly (string Name, string Missing)[] Known =
    [
        ("storage", "No storage is registered."),
        ("jobs", "No jobs are registered."),
        ("repository", "No repository is configured; set REPO_PATH or Repositories:0:Path."),
        ("ai", ""),
        ("github", "Set GITHUB_TOKEN or GitHub:Token to open pull requests."),
        ("slack", "Set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET to answer in Slack."),
        ("teams", "Set Teams:AppId and Teams:AppPassword to answer in Teams."),
    ];

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
        var found = await CheckAsync(components, cancellationToken);
        var down = IsDown(found);
        var worst = down ? HealthState.Down : found.Values.Any(health => health.State is HealthState.Degraded or HealthState.Down) ? HealthState.Degraded : HealthState.Ok;
        var view = new Dictionary<string, object>();
        foreach (var (name, missing) in Known)
            view[name] = found.Remove(name, out var health) ? Show(health) : name == "ai" ? new Dictionary<string, HealthPart>() : new HealthPart(HealthState.NotConfigured, missing);
        foreach (var (name, health) in found)
            view[name] = Show(health);
        return Results.Json(new HealthView(worst, Version, view), RestJson.Options, statusCode: down ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }

    private static object Show(ComponentHealth health) =>
        health.Parts is { } parts ? parts.ToDictionary(part => part.Key, part => new HealthPart(part.Value.State, part.Value.Detail)) : new HealthPart(health.State, health.Detail);

    private async Task<IResult> ReadyAsync(CancellationToken cancellationToken)
    {
        var ready = !lifetime.ApplicationStopping.IsCancellationRequested
            && !IsDown(await CheckAsync(components.Where(component => component.Name is "storage" or "jobs"), cancellationToken));
        return Results.Json(new { Status = ready ? "ok" : "down" }, RestJson.Options, statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static bool IsDown(IReadOnlyDictionary<string, ComponentHealth> found) =>
        found.Any(entry => entry.Key is "storage" or "jobs" && entry.Value.State == HealthState.Down);

    private async Task<Dictionary<string, ComponentHealth>> CheckAsync(IEnumerable<IHealthComponent> asked, CancellationToken cancellationToken)
    {
        var checks = asked.Select(async component => (component.Name, Health: await CheckAsync(component, cancellationToken))).ToArray();
        var all = new Dictionary<string, ComponentHealth>();
        // Of two that share a name, the one registered last knows more.
        foreach (var (name, health) in await Task.WhenAll(checks))
            all[name] = health;
        return all;
    }

    private async Task<ComponentHealth> CheckAsync(IHealthComponent component, CancellationToken cancellationToken)
    {
        try
        {
            return await component.CheckAsync(cancellationToken).WaitAsync(Patience, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return new(HealthState.Down, "It did not answer within two seconds.");
        }
#pragma warning disable CA1031 // A component that fails to look is a component that is down; health itself always answers.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return new(HealthState.Down, "It could not be looked at.");
        }
    }

    /// <summary>The answer of <c>GET /health</c>.</summary>
    internal sealed record HealthView(HealthState Status, string Version, IReadOnlyDictionary<string, object> Components);

    /// <summary>One component of it.</summary>
    internal sealed record HealthPart(HealthState State, string Detail);
}
