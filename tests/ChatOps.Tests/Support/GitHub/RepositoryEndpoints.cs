using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace ChatOps.Tests.Support.GitHub;

/// <summary>The fake's repositories, branches, refs, commits, checks and files.</summary>
internal static class RepositoryEndpoints
{
    public static void Map(FakeRoutes routes)
    {
        var fake = routes.Fake;
        routes.Map("GET", "", call => fake.Shapes.Repository(call.Repository, call.Caller));
        routes.Map("GET", "branches/{branch}", call => fake.Shapes.Branch(call.Repository, call.Route("branch"), Tip(call, call.Route("branch"))));
        routes.Map("GET", "branches/{branch}/protection", call =>
        {
            if (!call.Repository.May(call.Caller.Login, "admin")) throw new FakeRefusal(404, "Not Found");
            return call.Repository.Protections.TryGetValue(call.Route("branch"), out var protection) ? fake.Shapes.Protection(call.Repository, call.Route("branch"), protection) : throw new FakeRefusal(404, "Branch not protected");
        });
        routes.Map("GET", "rules/branches/{branch}", call => call.Repository.Rules.TryGetValue(call.Route("branch"), out var rules) ? rules.DeepClone() : new JsonArray());
        routes.Map("GET", "git/ref/{**reference}", call => Reference(fake, call));
        routes.Map("POST", "git/refs", call =>
        {
            call.Require("write");
            var branch = call.Text("ref")!["refs/heads/".Length..];
            if (call.Repository.Git.Tip(branch) is not null) throw new FakeRefusal(422, "Reference already exists");
            if (!call.Repository.Git.Has(call.Text("sha")!)) throw new FakeRefusal(422, "Object does not exist");
            call.Repository.Git.Point(branch, call.Text("sha"));
            return new FakeAnswer(201, fake.Shapes.Reference(call.Repository, branch, call.Text("sha")!));
        });
        routes.Map("GET", "git/commits/{sha}", call => call.Repository.Git.Has(call.Route("sha")) ? fake.Shapes.GitCommit(call.Repository, call.Route("sha")) : throw new FakeRefusal(404, "Not Found"));
        routes.Map("GET", "commits/{sha}/check-runs", call =>
        {
            var runs = Checks(call, isStatus: false).Where(run => call.Query("check_name") is not { } name || run.Name == name).ToList();
            return call.Page(runs, run => fake.Shapes.CheckRun(call.Repository, run, run.Id == 0 ? runs.IndexOf(run) + 1 : run.Id), page => new JsonObject { ["total_count"] = runs.Count, ["check_runs"] = page });
        });
        routes.Map("POST", "check-runs", call => Report(fake, call, new FakeCheck(call.Text("head_sha")!, call.Text("name")!, "queued", null) { Id = fake.NextId() }, 201));
        routes.Map("PATCH", "check-runs/{id:int}", call => Report(fake, call, call.Repository.Checks.Find(check => check.Id.ToString(CultureInfo.InvariantCulture) == call.Route("id")) ?? throw new FakeRefusal(404, "Not Found"), 200));
        routes.Map("GET", "collaborators/{login}/permission", call =>
        {
            call.Require("write");
            var account = fake.Account(call.Route("login"));
            var permission = call.Repository.Permissions.GetValueOrDefault(account.Login) ?? "none";
            return new JsonObject { ["permission"] = permission, ["role_name"] = permission, ["user"] = fake.Shapes.Account(account).With("role_name", permission) };
        });
        routes.Map("GET", "commits/{sha}/status", call =>
        {
            var statuses = Checks(call, isStatus: true);
            return call.Page(statuses, fake.Shapes.Status, page => fake.Shapes.CombinedStatus(call.Repository, call.Route("sha"), statuses, page));
        });
        routes.Map("GET", "contents/{**path}", call => Content(fake, call));
    }

    private static List<FakeCheck> Checks(FakeCall call, bool isStatus) =>
        [.. call.Repository.Checks.Where(check => check.Sha == call.Route("sha") && check.IsStatus == isStatus).GroupBy(check => check.Name).Select(group => group.Last())];

    private static FakeAnswer Report(FakeGitHub fake, FakeCall call, FakeCheck check, int status)
    {
        // docs.github.com, "REST API endpoints for check runs": "Write permission … is only available to GitHub Apps".
        if (call.Caller.Type != "Bot" || !call.Repository.MayReport) throw new FakeRefusal(403, "Resource not accessible by integration");
        if (!call.Repository.Git.Has(check.Sha)) throw new FakeRefusal(422, "No commit found for SHA: " + check.Sha);
        var reported = check with
        {
            Status = call.Text("status") ?? check.Status,
            Conclusion = call.Text("conclusion") ?? check.Conclusion,
            ExternalId = call.Text("external_id") ?? check.ExternalId,
            Title = call.Body["output"]?["title"]?.GetValue<string>() ?? check.Title,
            Summary = call.Body["output"]?["summary"]?.GetValue<string>() ?? check.Summary,
        };
        call.Repository.Checks.Remove(check);
        call.Repository.Checks.Add(reported);
        return new FakeAnswer(status, fake.Shapes.CheckRun(call.Repository, reported, reported.Id));
    }

    private static string Tip(FakeCall call, string branch) => call.Repository.Git.Tip(branch) ?? throw new FakeRefusal(404, "Branch not found");

    private static FakeAnswer Reference(FakeGitHub fake, FakeCall call)
    {
        var name = call.Route("reference");
        return name.StartsWith("heads/", StringComparison.Ordinal) && call.Repository.Git.Tip(name["heads/".Length..]) is { } tip
            ? fake.Shapes.Reference(call.Repository, name["heads/".Length..], tip)
            : throw new FakeRefusal(404, "Not Found");
    }

    private static FakeAnswer Content(FakeGitHub fake, FakeCall call)
    {
        var place = $"{call.Query("ref") ?? call.Repository.DefaultBranch}:{call.Route("path")}";
        using var process = Process.Start(new ProcessStartInfo("git", ["-C", call.Repository.Git.Folder, "cat-file", "blob", place]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var content = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(content);
        process.WaitForExit();
        return process.ExitCode == 0 ? fake.Shapes.Content(call.Repository, call.Route("path"), content.ToArray()) : throw new FakeRefusal(404, "Not Found");
    }
}
