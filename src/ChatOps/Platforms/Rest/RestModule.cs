using ChatOps.Running.Auditing;
using ChatOps.Running.Plans;
using ChatOps.Running.Rest;
using ChatOps.Settings;
using Microsoft.AspNetCore.Http.Json;

namespace ChatOps.Platforms.Rest;

/// <summary>Registers the REST platform.</summary>
internal static class RestModule
{
    /// <summary>Registers keys, gate, limits and the description of the API.</summary>
    public static void AddRest(this WebApplicationBuilder builder)
    {
        var host = (HostSettings)builder.Services.First(service => service.ServiceType == typeof(HostSettings)).ImplementationInstance!;
        builder.WebHost.UseUrls([.. ListenAddresses.Read(builder.Configuration, host)]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = RequestBody.DrainLimit;
            kestrel.AddServerHeader = false;
        });
        builder.Services.Configure<JsonOptions>(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = RestJson.Options.PropertyNamingPolicy;
            foreach (var converter in RestJson.Options.Converters)
                json.SerializerOptions.Converters.Add(converter);
        });
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(25));
        builder.Services.AddApiDocument();
        builder.Services.AddSingleton<ApiKeys>();
        builder.Services.AddSingleton<CallerGate>();
        builder.Services.AddSingleton<ProblemGuard>();
        builder.Services.AddSingleton<HealthEndpoints>();
        builder.Services.AddSingleton<HealthReport>();
    }

    /// <summary>Puts guard and gate in front of everything, and maps the platform's own endpoints.</summary>
    public static void MapRest(this WebApplication app)
    {
        app.UseMiddleware<ProblemGuard>();
        app.UseRouting();
        app.UseMiddleware<CallerGate>();
        HealthEndpoints.Map(app);
        OperationEndpoints.Map(app);
        AuditEndpoints.Map(app);
        PlanEndpoints.Map(app);
        PeopleEndpoints.Map(app);
        app.MapOpenApi("/openapi/v1.json");
    }
}
