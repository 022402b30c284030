using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChatOps.Tests.Support.GitHub;

/// <summary>A request to the fake's API.</summary>
/// <param name="Context">As it came.</param>
/// <param name="Caller">Whose token it carries; an App's JWT is its bot.</param>
/// <param name="Body">Its JSON; empty when it has none.</param>
internal sealed record FakeCall(HttpContext Context, FakeAccount Caller, JsonObject Body)
{
    private FakeRepository? repository;

    /// <summary>The repository of the path, which the caller may see.</summary>
    public FakeRepository Repository { get => repository!; init => repository = value; }

    /// <summary>The pull request of the path.</summary>
    public FakePullRequest Pull => Repository.Find(int.Parse(Route("number"), CultureInfo.InvariantCulture)) ?? throw new FakeRefusal(404, "Not Found");

    public string Route(string name) => Uri.UnescapeDataString(Context.GetRouteValue(name)?.ToString() ?? "");

    public string? Query(string name) => Context.Request.Query[name];

    public string? Text(string name) => Body[name]?.GetValue<string>();

    public void Require(string permission)
    {
        if (!Repository.May(Caller.Login, permission)) throw new FakeRefusal(403, "Resource not accessible by personal access token");
        if (Repository.Archived) throw new FakeRefusal(403, "Repository was archived so is read-only.");
    }

    /// <summary>A page of a list, with the link to the next.</summary>
    /// <param name="all">The list.</param>
    /// <param name="shape">An item's JSON.</param>
    /// <param name="wrap">What stands around the page, of the whole list's length; null for nothing.</param>
    public FakeAnswer Page<T>(IEnumerable<T> all, Func<T, JsonNode> shape, Func<JsonArray, JsonNode>? wrap = null)
    {
        var size = int.Parse(Query("per_page") ?? "30", CultureInfo.InvariantCulture);
        var page = int.Parse(Query("page") ?? "1", CultureInfo.InvariantCulture);
        var items = all.Skip((page - 1) * size).Take(size + 1).ToList();
        var list = new JsonArray([.. items.Take(size).Select(shape)]);
        var answer = new FakeAnswer(200, wrap is null ? list : wrap(list));
        if (items.Count <= size) return answer;
        var request = Context.Request;
        var query = string.Join('&', request.Query.Where(pair => pair.Key is not ("page" or "per_page")).Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!)}").Append($"per_page={size}").Append($"page={page + 1}"));
        return answer with { Link = $"<{request.Scheme}://{request.Host}{request.PathBase}{request.Path}?{query}>; rel=\"next\"" };
    }
}

/// <summary>What the fake answers.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The JSON.</param>
internal sealed record FakeAnswer(int Status, JsonNode? Body)
{
    public string? Link { get; init; }

    public static implicit operator FakeAnswer(JsonNode body) => new(200, body);
}

/// <summary>GitHub's no.</summary>
internal sealed class FakeRefusal(int status, string message, JsonArray? errors = null) : Exception(message)
{
    public FakeAnswer Answer
    {
        get
        {
            var body = new JsonObject { ["message"] = Message, ["documentation_url"] = "https://docs.github.com/rest", ["status"] = status.ToString(CultureInfo.InvariantCulture) };
            if (errors is not null) body["errors"] = errors.DeepClone();
            return new FakeAnswer(status, body);
        }
    }

    /// <summary>422 as GitHub words it for a field.</summary>
    public static FakeRefusal Invalid(string resource, string? message, string? field = null, string code = "custom") =>
        new(422, "Validation Failed", [new JsonObject { ["resource"] = resource, ["field"] = field ?? "base", ["code"] = code, ["message"] = message ?? $"{field} is {code}" }]);
}
