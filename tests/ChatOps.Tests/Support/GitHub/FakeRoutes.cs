using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ChatOps.Tests.Support.GitHub;

/// <summary>Where everything of the fake is found.</summary>
internal sealed class FakeRoutes(FakeGitHub fake, WebApplication app)
{
    public FakeGitHub Fake => fake;

    public void MapAll()
    {
        RepositoryEndpoints.Map(this);
        PullEndpoints.Map(this);
        IssueEndpoints.Map(this);
        AccountEndpoints.Map(this);
        app.MapPost("/api/graphql", context => FakeFront.AnswerAsync(context, call => fake.Alone(() => GraphQlEndpoint.Answer(fake, call))));
        app.MapPost("/login/device/code", context => FormAsync(context, fake.DeviceFlow.Start));
        app.MapPost("/login/oauth/access_token", context => FormAsync(context, fake.DeviceFlow.Poll));
        app.MapFallback("/api/{**path}", context => FakeFront.AnswerAsync(context, _ => throw new FakeRefusal(404, "Not Found")));
        app.Map("/{owner}/{name}.git/{**path}", GitAsync);
    }

    /// <summary>An endpoint of a repository: what the token may not see is not there.</summary>
    public void Map(string method, string path, Func<FakeCall, FakeAnswer> answer) =>
        MapGlobal(method, $"repos/{{owner}}/{{repository}}{(path.Length == 0 ? "" : "/" + path)}", call =>
        {
            var repository = fake.Find($"{call.Route("owner")}/{call.Route("repository")}");
            if (repository is null || !repository.May(call.Caller.Login, "read")) throw new FakeRefusal(404, "Not Found");
            return answer(call with { Repository = repository });
        });

    /// <summary>An endpoint of no repository.</summary>
    public void MapGlobal(string method, string path, Func<FakeCall, FakeAnswer> answer)
    {
        fake.KnownRoutes.Add($"{method} {path}");
        app.MapMethods($"/api/v3/{path}", [method], context => FakeFront.AnswerAsync(context, call =>
        {
            fake.Routes.AddOrUpdate($"{method} {path}", 1, (_, count) => count + 1);
            return fake.Alone(() => answer(call));
        }));
    }

    private async Task FormAsync(HttpContext context, Func<IFormCollection, JsonObject> answer)
    {
        var form = await context.Request.ReadFormAsync();
        await context.Response.WriteAsJsonAsync(fake.Alone(() => answer(form)));
    }

    private async Task GitAsync(HttpContext context)
    {
        var repository = fake.Find($"{context.Request.RouteValues["owner"]}/{context.Request.RouteValues["name"]}");
        var caller = FakeFront.TokenOf(context.Request.Headers.Authorization) is { } token ? fake.CallerOf(token) : null;
        var writes = context.Request.QueryString.Value!.Contains("receive-pack", StringComparison.Ordinal) || context.Request.Path.Value!.EndsWith("git-receive-pack", StringComparison.Ordinal);
        if (caller is null && (repository is null || repository.Private || writes))
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"GitHub\"";
            context.Response.StatusCode = 401;
            return;
        }

        if (repository is null || (caller is not null && repository.Private && !repository.May(caller.Login, "read")))
            context.Response.StatusCode = 404;
        else if (writes && (repository.Archived || !repository.May(caller!.Login, "write")))
            context.Response.StatusCode = 403;
        else
            await GitBackend.ServeAsync(context, repository.Git.Folder, "/" + context.Request.RouteValues["path"], caller?.Login ?? "");
    }
}
