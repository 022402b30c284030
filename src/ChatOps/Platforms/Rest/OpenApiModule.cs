using System.Text.Json.Nodes;
using ChatOps.Running.Rest;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ChatOps.Platforms.Rest;

/// <summary><c>/openapi/v1.json</c>: what routing knows, and what each endpoint's <see cref="ApiDescription"/> adds.</summary>
internal static class OpenApiModule
{
    private const string Scheme = "apiKey";

    /// <summary>Registers the document.</summary>
    public static void AddApiDocument(this IServiceCollection services) =>
        services.AddOpenApi("v1", options =>
        {
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo { Title = "ChatOps", Version = HealthEndpoints.Version, Description = "Diagnoses production errors against your own repository. Errors are application/problem+json; money is US dollars; times are UTC." };
                document.Servers = [];
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
                {
                    [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key. Not needed on this machine while none is configured." },
                };
                return Task.CompletedTask;
            });
            options.AddOperationTransformer(DescribeAsync);
        });

    private static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Responses ??= [];
        if (!metadata.OfType<IAllowAnonymous>().Any())
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        operation.Responses.TryAdd("default", new OpenApiResponse
        {
            Description = "Why it was not done, and what to do",
            Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = await context.GetOrCreateSchemaAsync(typeof(ProblemView), null, cancellationToken), Example = JsonNode.Parse(ProblemView.Example) } },
        });
        if (metadata.OfType<ApiDescription>().LastOrDefault() is not { } description)
            return;

        operation.Parameters ??= [];
        // A command's handler takes its route values from the request, where routing does not see them.
        foreach (var name in (context.Description.RelativePath ?? "").Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}').Split(':')[0]))
        {
            if (!operation.Parameters.Any(known => known.Name == name && known.In == ParameterLocation.Path))
                operation.Parameters.Add(new OpenApiParameter { Name = name, In = ParameterLocation.Path, Required = true, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
        }

        foreach (var (name, text) in description.Query)
            operation.Parameters.Add(Parameter(name, ParameterLocation.Query, text));
        if (description.IsCommand)
        {
            operation.Parameters.Add(Parameter("Prefer", ParameterLocation.Header, "respond-async answers 202 at once, with the operation's address in Location."));
            operation.Parameters.Add(Parameter("Idempotency-Key", ParameterLocation.Header, "Makes the request repeatable for 24 hours: same key and body, same answer, one effect."));
            operation.Responses.TryAdd("202", new OpenApiResponse { Description = "Accepted; Location names the operation" });
        }

        if (description.Body is { } body)
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Json(await context.GetOrCreateSchemaAsync(body, null, cancellationToken), description.BodyExample) };
        if (description.Result is { } result)
            operation.Responses["200"] = new OpenApiResponse { Description = "OK", Content = Json(await context.GetOrCreateSchemaAsync(result, null, cancellationToken), description.ResultExample) };
    }

    private static Dictionary<string, OpenApiMediaType> Json(OpenApiSchema schema, string? example) =>
        new() { ["application/json"] = new OpenApiMediaType { Schema = schema, Example = example is null ? null : JsonNode.Parse(example) } };

    private static OpenApiParameter Parameter(string name, ParameterLocation place, string text) =>
        new() { Name = name, In = place, Description = text, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    /// <summary>A problem, for its schema.</summary>
    internal sealed record ProblemView(string Type, string Title, int Status, string Detail, string TraceId, IReadOnlyDictionary<string, string>? Errors)
    {
        /// <summary>One of them.</summary>
        public const string Example = """{"type":"https://www.rfc-editor.org/rfc/rfc9110#name-400-bad-request","title":"Bad Request","status":400,"detail":"error_message is required. Correct it and try again.","trace_id":"0af7651916cd43dd8448eb211c80319c","errors":{"error_message":"is required."}}""";
    }
}
