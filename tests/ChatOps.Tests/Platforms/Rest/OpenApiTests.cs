using System.Text.Json.Nodes;
using ChatOps.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace ChatOps.Tests.Platforms.Rest;

public sealed class OpenApiTests
{
    [Fact]
    public async Task The_description_is_valid_OpenAPI()
    {
        await using var app = await ChatOpsApp.StartAsync();

        var read = OpenApiDocument.Parse(await app.Http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)), "json");

        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        var names = read.Document!.Paths.SelectMany(path => path.Value.Operations!.Values).Select(operation => operation.OperationId).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Fact]
    public async Task Every_address_is_described_with_its_summary_parameters_and_problems()
    {
        await using var app = await ChatOpsApp.StartAsync();
        var paths = (await app.GetJsonAsync("/openapi/v1.json"))["paths"]!.AsObject();

        foreach (var endpoint in app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var path = "/" + endpoint.RoutePattern.RawText!.Trim('/');
            // What Slack posts to us is Slack's contract.
            if (path.StartsWith("/test/", StringComparison.Ordinal) || path.StartsWith("/openapi/", StringComparison.Ordinal) || path.StartsWith("/slack/", StringComparison.Ordinal))
                continue;
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
            {
                var operation = paths[path]?[method.ToLowerInvariant()];
                Assert.True(operation is not null, $"{method} {path} is not described.");
                Assert.NotEmpty((string?)operation["summary"] ?? "");
                Assert.NotEmpty((string?)operation["operationId"] ?? "");
                Assert.NotNull(operation["responses"]!["default"]!["content"]!["application/problem+json"]);
                foreach (var parameter in endpoint.RoutePattern.Parameters)
                    Assert.Contains(operation["parameters"]!.AsArray(), known => (string?)known!["name"] == parameter.Name && (string?)known["in"] == "path");
                if (operation["requestBody"] is { } body)
                    Assert.NotNull(body["content"]!["application/json"]!["example"]);
            }
        }
    }

    [Fact]
    public async Task The_examples_are_the_contracts_and_work_as_they_stand()
    {
        await using var app = await ChatOpsApp.StartAsync();
        var description = await app.GetJsonAsync("/openapi/v1.json");
        var diagnose = description["paths"]!["/diagnose"]!["post"]!;

        var example = diagnose["requestBody"]!["content"]!["application/json"]!["example"]!;

        Assert.True(JsonNode.DeepEquals(example, JsonNode.Parse("""{"error_message": "ProvisionedThroughputExceededException: Rate exceeded", "file_path": "src/handlers/order_handler.py"}""")));
        var answer = await app.SendAsync(HttpMethod.Post, "/diagnose", ChatOpsApp.Json(example.ToJsonString()));
        Assert.True(answer.IsSuccessStatusCode);
        // What is described is what is answered, member by member.
        var described = Properties(description, diagnose["responses"]!["200"]!["content"]!["application/json"]!["schema"]!);
        Assert.Equal(described.Order(), (await ChatOpsApp.JsonAsync(answer)).AsObject().Select(member => member.Key).Order());
        Assert.Equal(described.Order(), diagnose["responses"]!["200"]!["content"]!["application/json"]!["example"]!.AsObject().Select(member => member.Key).Order());
        Assert.Equal(["error_message", "file_path", "repo", "ref", "context", "fresh", "panel"], Properties(description, diagnose["requestBody"]!["content"]!["application/json"]!["schema"]!));
        foreach (var header in (string[])["Prefer", "Idempotency-Key"])
            Assert.Contains(diagnose["parameters"]!.AsArray(), parameter => (string?)parameter!["name"] == header);
        foreach (var query in (string[])["limit", "since_days", "cursor", "repo", "user"])
            Assert.Contains(description["paths"]!["/history/diagnoses"]!["get"]!["parameters"]!.AsArray(), parameter => (string?)parameter!["name"] == query);
    }

    private static IEnumerable<string> Properties(JsonNode document, JsonNode schema)
    {
        var name = ((string?)schema["$ref"])?.Split('/')[^1];
        return (name is null ? schema : document["components"]!["schemas"]![name]!)["properties"]!.AsObject().Select(property => property.Key);
    }
}
