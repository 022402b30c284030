namespace ChatOps.Tests.Support.GitHub;

/// <summary>The fake's <c>issues</c>, and the reviews of pull requests.</summary>
internal static class IssueEndpoints
{
    public static void Map(FakeRoutes routes)
    {
        var fake = routes.Fake;
        routes.Map("GET", "issues", call => call.Page(call.Repository.PullRequests
            .Where(pull => (call.Query("state") ?? "open") switch { "open" => pull.IsOpen, "closed" => !pull.IsOpen, _ => true })
            .Where(pull => call.Query("labels") is not { } labels || labels.Split(',').All(label => pull.Labels.Contains(label, StringComparer.OrdinalIgnoreCase)))
            .OrderByDescending(pull => pull.Number), pull => fake.Shapes.Issue(call.Repository, pull)));
        routes.Map("GET", "issues/{number:int}/comments", call => call.Page(call.Pull.Comments, comment => fake.Shapes.Comment(call.Repository, call.Pull, comment)));
        routes.Map("POST", "issues/{number:int}/comments", call =>
        {
            var comment = new FakeComment(fake.NextId(), call.Caller, call.Text("body")!, fake.Clock.GetUtcNow());
            call.Pull.Comments.Add(comment);
            return new FakeAnswer(201, fake.Shapes.Comment(call.Repository, call.Pull, comment));
        });
        routes.Map("PATCH", "issues/comments/{id:int}", call =>
        {
            var id = long.Parse(call.Route("id"), System.Globalization.CultureInfo.InvariantCulture);
            var pull = call.Repository.PullRequests.Find(one => one.Comments.Exists(comment => comment.Id == id)) ?? throw new FakeRefusal(404, "Not Found");
            var at = pull.Comments.FindIndex(comment => comment.Id == id);
            if (pull.Comments[at].By.Login != call.Caller.Login) call.Require("admin");
            pull.Comments[at] = pull.Comments[at] with { Body = call.Text("body")! };
            return fake.Shapes.Comment(call.Repository, pull, pull.Comments[at]);
        });
        routes.Map("POST", "issues/{number:int}/labels", call =>
        {
            call.Require("write");
            var pull = call.Pull;
            foreach (var name in call.Body["labels"]!.AsArray().Select(label => label!.GetValue<string>())) fake.Label(call.Repository, pull, name);
            return fake.Shapes.Labels(call.Repository, pull);
        });
        routes.Map("GET", "pulls/{number:int}/reviews", call => call.Page(call.Pull.Reviews, review => fake.Shapes.Review(call.Repository, call.Pull, review)));
        routes.Map("POST", "pulls/{number:int}/reviews", call => Review(fake, call));
    }

    private static FakeAnswer Review(FakeGitHub fake, FakeCall call)
    {
        var pull = call.Pull;
        var state = call.Text("event") switch { "APPROVE" => "APPROVED", "REQUEST_CHANGES" => "CHANGES_REQUESTED", "COMMENT" => "COMMENTED", _ => "PENDING" };
        if (call.Caller.Login == pull.Author.Login && state is ("APPROVED" or "CHANGES_REQUESTED"))
            throw new FakeRefusal(422, "Unprocessable Entity", [state == "APPROVED" ? "Can not approve your own pull request" : "Can not request changes on your own pull request"]);
        if (!pull.IsOpen) throw new FakeRefusal(422, "Unprocessable Entity", ["Can not review a closed pull request"]);
        var review = new FakeReview(fake.NextId(), call.Caller, state, call.Text("body") ?? "", call.Text("commit_id") ?? pull.HeadSha, fake.Clock.GetUtcNow());
        pull.Reviews.Add(review);
        return fake.Shapes.Review(call.Repository, pull, review);
    }
}
