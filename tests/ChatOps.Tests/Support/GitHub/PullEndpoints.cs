using System.Globalization;
using System.Text.Json.Nodes;

namespace ChatOps.Tests.Support.GitHub;

/// <summary>The fake's <c>pulls</c>.</summary>
internal static class PullEndpoints
{
    public static void Map(FakeRoutes routes)
    {
        var fake = routes.Fake;
        routes.Map("GET", "pulls", call => call.Page(Listed(call), pull => fake.Shapes.PullRequest(call.Repository, pull, full: false)));
        routes.Map("POST", "pulls", call => Create(fake, call));
        routes.Map("GET", "pulls/{number:int}", call => Full(fake, call));
        routes.Map("PATCH", "pulls/{number:int}", call => Update(fake, call));
        routes.Map("PUT", "pulls/{number:int}/merge", call => Merge(fake, call));
        routes.Map("GET", "pulls/{number:int}/commits", call => call.Page(call.Pull.Commits, sha => fake.Shapes.Commit(call.Repository, sha)));
        routes.Map("GET", "pulls/{number:int}/files", call => call.Page(Changes.Of(call.Repository.Git, call.Repository.Git.MergeBase(call.Pull.BaseSha, call.Pull.HeadSha), call.Pull.HeadSha),
            change => fake.Shapes.File(call.Repository, change.Path, change.OldPath, change.Status, change.Added, change.Removed, change.Patch, change.Blob)));
        routes.Map("GET", "commits/{sha}/pulls", call => OfCommit(fake, call));
    }

    private static IEnumerable<FakePullRequest> Listed(FakeCall call)
    {
        var head = call.Query("head");
        return call.Repository.PullRequests
            .Where(pull => (call.Query("state") ?? "open") switch { "open" => pull.IsOpen, "closed" => !pull.IsOpen, _ => true })
            .Where(pull => head is null || $"{call.Repository.Owner}:{pull.Branch}" == head)
            .Where(pull => call.Query("base") is not { } wanted || pull.BaseBranch == wanted)
            .OrderByDescending(pull => pull.Number);
    }

    private static JsonObject Full(FakeGitHub fake, FakeCall call)
    {
        var pull = call.Pull;
        var shape = fake.Shapes.PullRequest(call.Repository, pull, full: true);
        var mergeable = pull.Mergeable();
        shape["mergeable"] = mergeable;
        shape["mergeable_state"] = !pull.IsOpen || mergeable is null ? "unknown" : mergeable == false ? "dirty" : pull.Draft ? "draft" : MergeRules.WhyNot(call.Repository, pull) is null ? "clean" : "blocked";
        return shape;
    }

    private static FakeAnswer Create(FakeGitHub fake, FakeCall call)
    {
        call.Require("write");
        var (head, target) = (call.Text("head")!.Split(':')[^1], call.Text("base")!);
        var repository = call.Repository;
        if (repository.Git.Tip(head) is not { } tip) throw FakeRefusal.Invalid("PullRequest", null, "head", "invalid");
        if (repository.Git.Tip(target) is not { } onto) throw FakeRefusal.Invalid("PullRequest", null, "base", "invalid");
        if (repository.PullRequests.Any(pull => pull.IsOpen && pull.Branch == head && pull.BaseBranch == target))
            throw FakeRefusal.Invalid("PullRequest", $"A pull request already exists for {repository.Owner}:{head}.");
        if (repository.Git.Between(onto, tip).Length == 0) throw FakeRefusal.Invalid("PullRequest", $"No commits between {target} and {head}");
        var opened = fake.Open(repository, call.Caller, call.Text("title")!, call.Text("body") ?? "", head, target, call.Body["draft"]?.GetValue<bool>() ?? false);
        return new FakeAnswer(201, fake.Shapes.PullRequest(repository, opened, full: true).With("mergeable", null).With("mergeable_state", "unknown"));
    }

    private static FakeAnswer Update(FakeGitHub fake, FakeCall call)
    {
        call.Require("write");
        var pull = call.Pull;
        pull.Title = call.Text("title") ?? pull.Title;
        pull.Body = call.Text("body") ?? pull.Body;
        if (call.Text("state") == "closed" && pull.IsOpen) pull.Close(fake.Clock.GetUtcNow());
        if (call.Text("state") == "open" && !pull.IsOpen)
        {
            if (pull.MergedAt is not null) throw FakeRefusal.Invalid("PullRequest", "state cannot be changed. The pull request has been merged.", "state", "invalid");
            pull.Reopen();
        }

        return Full(fake, call);
    }

    private static FakeAnswer Merge(FakeGitHub fake, FakeCall call)
    {
        call.Require("write");
        var (repository, pull) = (call.Repository, call.Pull);
        var method = call.Text("merge_method") ?? "merge";
        if (!pull.IsOpen || pull.Draft) throw new FakeRefusal(405, pull.Draft ? "Pull Request is still a draft" : "Pull Request is not mergeable");
        if (call.Text("sha") is { } sha && sha != pull.HeadSha) throw new FakeRefusal(409, "Head branch was modified. Review and try the merge again.");
        if (!repository.AllowedMethods.Contains(method)) throw new FakeRefusal(405, $"{(method == "merge" ? "Merge commits are" : method == "squash" ? "Squash merges are" : "Rebase merges are")} not allowed on this repository.");
        if (pull.Mergeable(lookAgain: true) != true) throw new FakeRefusal(405, "Pull Request is not mergeable");
        var bypasses = repository.Protections.GetValueOrDefault(pull.BaseBranch) is { AdminsMayBypass: true } && repository.May(call.Caller.Login, "admin");
        if (!bypasses && MergeRules.WhyNot(repository, pull) is { } why) throw new FakeRefusal(405, why);
        return new JsonObject { ["sha"] = fake.Merge(repository, pull, method, call.Caller), ["merged"] = true, ["message"] = "Pull Request successfully merged" };
    }

    private static FakeAnswer OfCommit(FakeGitHub fake, FakeCall call)
    {
        var (repository, sha) = (call.Repository, call.Route("sha"));
        if (!repository.Git.Has(sha)) throw new FakeRefusal(422, string.Create(CultureInfo.InvariantCulture, $"No commit found for SHA: {sha}"));
        return call.Page(repository.PullRequests.Where(pull => pull.MergeCommitSha == sha || pull.MadeCommits.Contains(sha) || pull.Commits.Contains(sha)), pull => fake.Shapes.PullRequest(repository, pull, full: false));
    }
}
