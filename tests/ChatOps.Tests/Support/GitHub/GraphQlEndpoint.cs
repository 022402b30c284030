using System.Text.Json.Nodes;

namespace ChatOps.Tests.Support.GitHub;

/// <summary>The one mutation that the fake knows: <c>createCommitOnBranch</c>.</summary>
internal static class GraphQlEndpoint
{
    public static FakeAnswer Answer(FakeGitHub fake, FakeCall call)
    {
        if (!call.Text("query")!.Contains("createCommitOnBranch", StringComparison.Ordinal)) return Error("NOT_FOUND", "The fake knows createCommitOnBranch only.");
        var input = call.Body["variables"]!["input"]!;
        var repository = fake.Find(input["branch"]!["repositoryNameWithOwner"]!.GetValue<string>());
        var branch = input["branch"]!["branchName"]!.GetValue<string>();
        if (repository is null || !repository.May(call.Caller.Login, "read")) return Error("NOT_FOUND", "Could not resolve to a Repository.");
        if (!repository.May(call.Caller.Login, "write")) return Error("FORBIDDEN", "Resource not accessible by personal access token");
        if (repository.Git.Tip(branch) is not { } tip) return Error("NOT_FOUND", $"Branch \"{branch}\" does not exist.");
        if (input["expectedHeadOid"]!.GetValue<string>() is var expected && expected != tip) return Error("STALE_DATA", $"Expected branch to point to \"{expected}\" but it did not. Pull and try again.");
        var body = input["message"]!["body"]?.GetValue<string>() ?? "";
        var message = input["message"]!["headline"]!.GetValue<string>() + (body.Length == 0 ? "" : $"\n\n{body}");
        var changes = input["fileChanges"]!;
        var files = new List<(string, byte[]?)>();
        foreach (var addition in changes["additions"]!.AsArray()) files.Add((addition!["path"]!.GetValue<string>(), Convert.FromBase64String(addition["contents"]!.GetValue<string>())));
        foreach (var deletion in changes["deletions"]!.AsArray()) files.Add((deletion!["path"]!.GetValue<string>(), null));
        var sha = repository.Git.Commit(tip, message, call.Caller.Login, files.ToArray());
        repository.Git.Point(branch, sha);
        repository.Signed.Add(sha);
        return new JsonObject { ["data"] = new JsonObject { ["createCommitOnBranch"] = new JsonObject { ["commit"] = new JsonObject { ["oid"] = sha } } } };
    }

    private static JsonObject Error(string type, string message) =>
        new() { ["data"] = new JsonObject { ["createCommitOnBranch"] = null }, ["errors"] = new JsonArray(new JsonObject { ["type"] = type, ["message"] = message, ["path"] = new JsonArray("createCommitOnBranch") }) };
}
