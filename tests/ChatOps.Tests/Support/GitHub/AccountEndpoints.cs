using System.Text.Json.Nodes;

namespace ChatOps.Tests.Support.GitHub;

/// <summary>The fake's users, limits and Apps.</summary>
internal static class AccountEndpoints
{
    public static void Map(FakeRoutes routes)
    {
        var fake = routes.Fake;
        routes.MapGlobal("GET", "user", call => call.Caller.Type == "Bot" ? throw new FakeRefusal(403, "Resource not accessible by integration") : fake.Shapes.User(call.Caller));
        routes.MapGlobal("GET", "rate_limit", _ =>
        {
            JsonObject Limit() => new() { ["limit"] = 5000, ["remaining"] = fake.Remaining, ["used"] = 5000 - fake.Remaining, ["reset"] = fake.Clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds() };
            return new JsonObject { ["resources"] = new JsonObject { ["core"] = Limit(), ["search"] = Limit() }, ["rate"] = Limit() };
        });
        routes.MapGlobal("GET", "app", _ => new JsonObject
        {
            ["id"] = FakeApp.Id,
            ["slug"] = FakeApp.Slug,
            ["node_id"] = "A_1",
            ["name"] = "ChatOps",
            ["owner"] = fake.Shapes.Account(new FakeAccount(99, "acme", "Organization")),
            ["description"] = "",
            ["external_url"] = "https://example.com",
            ["html_url"] = $"{fake.Address}/apps/{FakeApp.Slug}",
            ["created_at"] = Shapes.Time(DateTimeOffset.UnixEpoch),
            ["updated_at"] = Shapes.Time(DateTimeOffset.UnixEpoch),
            ["permissions"] = new JsonObject { ["contents"] = "write", ["pull_requests"] = "write" },
            ["events"] = new JsonArray("pull_request"),
        });
        routes.Map("GET", "installation", call => call.Repository.Permissions.ContainsKey(FakeApp.Login) ? Installation(fake, call.Repository) : throw new FakeRefusal(404, "Not Found"));
        routes.MapGlobal("POST", "app/installations/{installation:long}/access_tokens", call =>
        {
            var (token, expires) = fake.App.CreateToken(fake.Clock.GetUtcNow());
            return new FakeAnswer(201, new JsonObject { ["token"] = token, ["expires_at"] = Shapes.Time(expires), ["permissions"] = new JsonObject { ["contents"] = "write" }, ["repository_selection"] = "selected" });
        });
    }

    private static JsonObject Installation(FakeGitHub fake, FakeRepository repository) => new()
    {
        ["id"] = 500 + repository.Id,
        ["account"] = fake.Shapes.Account(new FakeAccount(99, repository.Owner, "Organization")),
        ["app_id"] = FakeApp.Id,
        ["app_slug"] = FakeApp.Slug,
        ["target_id"] = 99,
        ["target_type"] = "Organization",
        ["repository_selection"] = "selected",
        ["permissions"] = new JsonObject { ["contents"] = "write" },
        ["events"] = new JsonArray("pull_request"),
        ["single_file_name"] = null,
        ["access_tokens_url"] = $"{fake.Shapes.Api}/app/installations/{500 + repository.Id}/access_tokens",
        ["repositories_url"] = $"{fake.Shapes.Api}/installation/repositories",
        ["html_url"] = $"{fake.Address}/organizations/{repository.Owner}/settings/installations/{500 + repository.Id}",
        ["created_at"] = Shapes.Time(DateTimeOffset.UnixEpoch),
        ["updated_at"] = Shapes.Time(DateTimeOffset.UnixEpoch),
        ["suspended_by"] = null,
        ["suspended_at"] = null,
    };
}
