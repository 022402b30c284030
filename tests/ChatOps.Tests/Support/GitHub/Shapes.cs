using System.Globalization;
using System.Text.Json.Nodes;

namespace ChatOps.Tests.Support.GitHub;

/// <summary>GitHub's JSON, with every field that its OpenAPI description requires: the contract tests hold it to that.</summary>
/// <param name="web">The fake's address, without a final slash.</param>
internal sealed partial class Shapes(string web)
{
    private static readonly string[] RepositoryUrls =
    [
        "archive", "assignees", "blobs", "branches", "collaborators", "comments", "commits", "compare", "contents", "contributors", "deployments", "downloads", "events", "forks", "git_commits", "git_refs",
        "git_tags", "hooks", "issue_comment", "issue_events", "issues", "keys", "labels", "languages", "merges", "milestones", "notifications", "pulls", "releases", "stargazers", "statuses", "subscribers",
        "subscription", "tags", "teams", "trees", "svn",
    ];

    public string Api => $"{web}/api/v3";

    public JsonObject Account(FakeAccount account)
    {
        var url = $"{Api}/users/{account.Login}";
        var shape = new JsonObject { ["login"] = account.Login, ["id"] = account.Id, ["node_id"] = $"U_{account.Id}", ["gravatar_id"] = "", ["url"] = url, ["html_url"] = $"{web}/{account.Login}", ["avatar_url"] = $"{web}/avatars/{account.Id}", ["type"] = account.Type, ["site_admin"] = false };
        foreach (var name in (string[])["followers", "following", "gists", "starred", "subscriptions", "organizations", "repos", "events", "received_events"])
            shape[$"{name}_url"] = $"{url}/{name}";
        return shape;
    }

    public JsonObject User(FakeAccount account)
    {
        var shape = Account(account);
        foreach (var name in (string[])["bio", "blog", "company", "location", "name", "email", "hireable"])
            shape[name] = null;
        foreach (var name in (string[])["followers", "following", "public_gists", "public_repos", "collaborators", "disk_usage", "owned_private_repos", "private_gists", "total_private_repos"])
            shape[name] = 0;
        (shape["two_factor_authentication"], shape["created_at"], shape["updated_at"]) = (true, Time(DateTimeOffset.UnixEpoch), Time(DateTimeOffset.UnixEpoch));
        return shape;
    }

    /// <param name="repository">The repository.</param>
    /// <param name="viewer">Whose permissions are shown; null for none.</param>
    public JsonObject Repository(FakeRepository repository, FakeAccount? viewer = null)
    {
        var url = $"{Api}/repos/{repository.FullName}";
        var shape = new JsonObject
        {
            ["id"] = repository.Id,
            ["node_id"] = $"R_{repository.Id}",
            ["name"] = repository.Name,
            ["full_name"] = repository.FullName,
            ["owner"] = Account(new FakeAccount(repository.Id + 100_000, repository.Owner, "Organization")),
            ["private"] = repository.Private,
            ["fork"] = false,
            ["archived"] = repository.Archived,
            ["disabled"] = false,
            ["description"] = null,
            ["language"] = null,
            ["homepage"] = null,
            ["mirror_url"] = null,
            ["license"] = null,
            ["default_branch"] = repository.DefaultBranch,
            ["url"] = url,
            ["html_url"] = $"{web}/{repository.FullName}",
            ["clone_url"] = $"{web}/{repository.FullName}.git",
            ["git_url"] = $"git://localhost/{repository.FullName}.git",
            ["ssh_url"] = $"git@localhost:{repository.FullName}.git",
        };
        foreach (var name in RepositoryUrls) shape[$"{name}_url"] = $"{url}/{name}";
        foreach (var name in (string[])["forks", "forks_count", "open_issues", "open_issues_count", "size", "stargazers_count", "watchers", "watchers_count", "network_count", "subscribers_count"]) shape[name] = 0;
        foreach (var name in (string[])["has_issues", "has_projects", "has_wiki", "has_pages", "has_downloads", "has_discussions"]) shape[name] = true;
        foreach (var name in (string[])["created_at", "updated_at", "pushed_at"]) shape[name] = Time(DateTimeOffset.UnixEpoch);
        if (viewer is null) return shape;
        shape["permissions"] = new JsonObject { ["admin"] = repository.May(viewer.Login, "admin"), ["maintain"] = false, ["push"] = repository.May(viewer.Login, "write"), ["triage"] = false, ["pull"] = true };
        if (!repository.May(viewer.Login, "write")) return shape;
        foreach (var (field, method) in (ReadOnlySpan<(string, string)>)[("allow_merge_commit", "merge"), ("allow_squash_merge", "squash"), ("allow_rebase_merge", "rebase")])
            shape[field] = repository.AllowedMethods.Contains(method);
        return shape;
    }

    /// <param name="repository">The repository.</param>
    /// <param name="pull">The pull request.</param>
    /// <param name="full">As it is when asked for by number; lists leave some of it out.</param>
    public JsonObject PullRequest(FakeRepository repository, FakePullRequest pull, bool full)
    {
        var url = $"{Api}/repos/{repository.FullName}/pulls/{pull.Number}";
        var issue = $"{Api}/repos/{repository.FullName}/issues/{pull.Number}";
        var page = $"{web}/{repository.FullName}/pull/{pull.Number}";
        var commits = full ? repository.Git.Between(pull.BaseSha, pull.HeadSha).Length : 0;
        var statuses = $"{Api}/repos/{repository.FullName}/statuses/{pull.HeadSha}";
        var shape = new JsonObject
        {
            ["id"] = repository.Id * 100_000 + pull.Number,
            ["node_id"] = $"PR_{repository.Id}_{pull.Number}",
            ["number"] = pull.Number,
            ["state"] = pull.IsOpen ? "open" : "closed",
            ["title"] = pull.Title,
            ["body"] = pull.Body.Length == 0 ? null : pull.Body,
            ["draft"] = pull.Draft,
            ["locked"] = false,
            ["user"] = Account(pull.Author),
            ["author_association"] = "MEMBER",
            ["assignee"] = null,
            ["milestone"] = null,
            ["auto_merge"] = null,
            ["labels"] = Labels(repository, pull),
            ["created_at"] = Time(pull.CreatedAt),
            ["updated_at"] = Time(pull.ClosedAt ?? pull.CreatedAt),
            ["closed_at"] = Time(pull.ClosedAt),
            ["merged_at"] = Time(pull.MergedAt),
            // Of an open one: the trial merge, which is no commit of any branch.
            ["merge_commit_sha"] = pull.MergeCommitSha ?? (pull.IsOpen ? "0123456789012345678901234567890123456789" : null),
            ["head"] = Side(pull.Fork ?? repository, pull.Branch, pull.HeadSha),
            ["base"] = Side(repository, pull.BaseBranch, pull.BaseSha),
            ["url"] = url,
            ["html_url"] = page,
            ["diff_url"] = page + ".diff",
            ["patch_url"] = page + ".patch",
            ["issue_url"] = issue,
            ["commits_url"] = url + "/commits",
            ["comments_url"] = issue + "/comments",
            ["review_comments_url"] = url + "/comments",
            ["review_comment_url"] = $"{Api}/repos/{repository.FullName}/pulls/comments{{/number}}",
            ["statuses_url"] = statuses,
            ["_links"] = Links(("self", url), ("html", page), ("issue", issue), ("comments", issue + "/comments"), ("review_comments", url + "/comments"), ("review_comment", url + "/comments"), ("commits", url + "/commits"), ("statuses", statuses)),
        };
        if (!full) return shape;
        shape["merged"] = pull.MergedAt is not null;
        shape["merged_by"] = pull.MergedBy is { } by ? Account(by) : null;
        shape["maintainer_can_modify"] = false;
        foreach (var name in (string[])["additions", "deletions", "changed_files", "review_comments"]) shape[name] = 0;
        (shape["commits"], shape["comments"]) = (commits, pull.Comments.Count);
        return shape;
    }

    public JsonObject Issue(FakeRepository repository, FakePullRequest pull)
    {
        var url = $"{Api}/repos/{repository.FullName}/issues/{pull.Number}";
        var pullUrl = $"{Api}/repos/{repository.FullName}/pulls/{pull.Number}";
        var page = $"{web}/{repository.FullName}/pull/{pull.Number}";
        return new JsonObject
        {
            ["id"] = repository.Id * 100_000 + pull.Number,
            ["node_id"] = $"PR_{repository.Id}_{pull.Number}",
            ["number"] = pull.Number,
            ["state"] = pull.IsOpen ? "open" : "closed",
            ["title"] = pull.Title,
            ["body"] = pull.Body,
            ["user"] = Account(pull.Author),
            ["author_association"] = "MEMBER",
            ["labels"] = Labels(repository, pull),
            ["assignee"] = null,
            ["milestone"] = null,
            ["locked"] = false,
            ["comments"] = pull.Comments.Count,
            ["created_at"] = Time(pull.CreatedAt),
            ["updated_at"] = Time(pull.ClosedAt ?? pull.CreatedAt),
            ["closed_at"] = Time(pull.ClosedAt),
            ["url"] = url,
            ["html_url"] = page,
            ["repository_url"] = $"{Api}/repos/{repository.FullName}",
            ["comments_url"] = url + "/comments",
            ["events_url"] = url + "/events",
            ["labels_url"] = url + "/labels",
            ["pull_request"] = new JsonObject { ["url"] = pullUrl, ["html_url"] = page, ["diff_url"] = page + ".diff", ["patch_url"] = page + ".patch", ["merged_at"] = Time(pull.MergedAt) },
        };
    }

    public JsonArray Labels(FakeRepository repository, FakePullRequest pull) => [.. pull.Labels.Select(name => (JsonNode)new JsonObject
    {
        ["id"] = repository.Labels[name],
        ["node_id"] = $"LA_{repository.Labels[name]}",
        ["name"] = name,
        ["description"] = "",
        ["color"] = "ededed",
        ["default"] = false,
        ["url"] = $"{Api}/repos/{repository.FullName}/labels/{Uri.EscapeDataString(name)}",
    })];

    public JsonObject Review(FakeRepository repository, FakePullRequest pull, FakeReview review)
    {
        var page = $"{web}/{repository.FullName}/pull/{pull.Number}#pullrequestreview-{review.Id}";
        var pullUrl = $"{Api}/repos/{repository.FullName}/pulls/{pull.Number}";
        return new JsonObject
        {
            ["id"] = review.Id,
            ["node_id"] = $"PRR_{review.Id}",
            ["user"] = Account(review.By),
            ["body"] = review.Body,
            ["state"] = review.State,
            ["commit_id"] = review.Sha,
            ["submitted_at"] = Time(review.At),
            ["html_url"] = page,
            ["pull_request_url"] = pullUrl,
            ["author_association"] = "MEMBER",
            ["_links"] = Links(("html", page), ("pull_request", pullUrl)),
        };
    }

    public JsonObject Comment(FakeRepository repository, FakePullRequest pull, FakeComment comment) => new()
    {
        ["id"] = comment.Id,
        ["node_id"] = $"IC_{comment.Id}",
        ["user"] = Account(comment.By),
        ["body"] = comment.Body,
        ["created_at"] = Time(comment.At),
        ["updated_at"] = Time(comment.At),
        ["author_association"] = "MEMBER",
        ["url"] = $"{Api}/repos/{repository.FullName}/issues/comments/{comment.Id}",
        ["html_url"] = $"{web}/{repository.FullName}/pull/{pull.Number}#issuecomment-{comment.Id}",
        ["issue_url"] = $"{Api}/repos/{repository.FullName}/issues/{pull.Number}",
    };

    public static string? Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    private static JsonObject Links(params (string Name, string Href)[] links)
    {
        var shape = new JsonObject();
        foreach (var (name, href) in links) shape[name] = new JsonObject { ["href"] = href };
        return shape;
    }

    private JsonObject Side(FakeRepository repository, string branch, string sha) => new()
    {
        ["label"] = $"{repository.Owner}:{branch}",
        ["ref"] = branch,
        ["sha"] = sha,
        ["user"] = Account(new FakeAccount(repository.Id + 100_000, repository.Owner, "Organization")),
        ["repo"] = Repository(repository),
    };
}
