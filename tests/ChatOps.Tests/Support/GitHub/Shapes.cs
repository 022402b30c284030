using System.Globalization;
using System.Text.Json.Nodes;

namespace ChatOps.Tests.Support.GitHub;

/// <summary>GitHub's JSON, with every field that its OpenAPI description requires: the contract tests hold it to that.</summary>
/// <param name="web">The fake's address, without a final slash.</param>
internal sealed class Shapes(string web)
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
            ["head"] = Side(repository, pull.Branch, pull.HeadSha),
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

    /// <summary>A commit as lists of commits show it.</summary>
    public JsonObject Commit(FakeRepository repository, string sha) => new()
    {
        ["sha"] = sha,
        ["node_id"] = $"C_{sha}",
        ["url"] = $"{Api}/repos/{repository.FullName}/commits/{sha}",
        ["html_url"] = $"{web}/{repository.FullName}/commit/{sha}",
        ["comments_url"] = $"{Api}/repos/{repository.FullName}/commits/{sha}/comments",
        ["author"] = null,
        ["committer"] = null,
        ["commit"] = new JsonObject
        {
            ["author"] = Person(repository, sha, 'a'),
            ["committer"] = Person(repository, sha, 'c'),
            ["message"] = repository.Git.Show(sha, "%B"),
            ["comment_count"] = 0,
            ["tree"] = Tree(repository, sha),
            ["url"] = $"{Api}/repos/{repository.FullName}/git/commits/{sha}",
        },
        ["parents"] = Parents(repository, sha),
    };

    /// <summary>A commit as git has it.</summary>
    public JsonObject GitCommit(FakeRepository repository, string sha) => new()
    {
        ["sha"] = sha,
        ["node_id"] = $"C_{sha}",
        ["url"] = $"{Api}/repos/{repository.FullName}/git/commits/{sha}",
        ["html_url"] = $"{web}/{repository.FullName}/commit/{sha}",
        ["author"] = Person(repository, sha, 'a'),
        ["committer"] = Person(repository, sha, 'c'),
        ["message"] = repository.Git.Show(sha, "%B"),
        ["tree"] = Tree(repository, sha),
        ["parents"] = Parents(repository, sha),
        ["verification"] = new JsonObject { ["verified"] = repository.Signed.Contains(sha), ["reason"] = repository.Signed.Contains(sha) ? "valid" : "unsigned", ["signature"] = null, ["payload"] = null, ["verified_at"] = null },
    };

    public JsonObject Reference(FakeRepository repository, string branch, string sha) => new()
    {
        ["ref"] = $"refs/heads/{branch}",
        ["node_id"] = "REF_1",
        ["url"] = $"{Api}/repos/{repository.FullName}/git/refs/heads/{Uri.EscapeDataString(branch)}",
        ["object"] = new JsonObject { ["type"] = "commit", ["sha"] = sha, ["url"] = $"{Api}/repos/{repository.FullName}/git/commits/{sha}" },
    };

    public JsonObject Branch(FakeRepository repository, string branch, string sha)
    {
        var url = $"{Api}/repos/{repository.FullName}/branches/{Uri.EscapeDataString(branch)}";
        var protection = repository.Protections.GetValueOrDefault(branch);
        return new JsonObject
        {
            ["name"] = branch,
            ["commit"] = Commit(repository, sha),
            ["protected"] = protection is not null,
            ["protection"] = new JsonObject
            {
                ["enabled"] = protection is not null,
                ["required_status_checks"] = new JsonObject { ["enforcement_level"] = protection is { Checks.Length: > 0 } ? "non_admins" : "off", ["contexts"] = Texts(protection?.Checks ?? []), ["checks"] = new JsonArray() },
            },
            ["protection_url"] = url + "/protection",
            ["_links"] = new JsonObject { ["self"] = url, ["html"] = $"{web}/{repository.FullName}/tree/{branch}" },
        };
    }

    public JsonObject Protection(FakeRepository repository, string branch, FakeProtection protection)
    {
        var url = $"{Api}/repos/{repository.FullName}/branches/{Uri.EscapeDataString(branch)}/protection";
        var shape = new JsonObject
        {
            ["url"] = url,
            ["required_signatures"] = new JsonObject { ["url"] = url + "/required_signatures", ["enabled"] = protection.Signatures },
            ["required_linear_history"] = new JsonObject { ["enabled"] = protection.LinearHistory },
            ["enforce_admins"] = new JsonObject { ["url"] = url + "/enforce_admins", ["enabled"] = true },
        };
        if (protection.Checks.Length > 0)
            shape["required_status_checks"] = new JsonObject { ["url"] = url + "/required_status_checks", ["contexts_url"] = url + "/required_status_checks/contexts", ["strict"] = protection.Strict, ["contexts"] = Texts(protection.Checks), ["checks"] = new JsonArray() };
        if (protection.Approvals > 0 || protection.CodeOwners)
            shape["required_pull_request_reviews"] = new JsonObject { ["url"] = url + "/required_pull_request_reviews", ["dismiss_stale_reviews"] = false, ["require_code_owner_reviews"] = protection.CodeOwners, ["required_approving_review_count"] = protection.Approvals };
        return shape;
    }

    public JsonObject CheckRun(FakeRepository repository, FakeCheck check, long id) => new()
    {
        ["id"] = id,
        ["node_id"] = $"CR_{id}",
        ["head_sha"] = check.Sha,
        ["name"] = check.Name,
        ["status"] = check.Status,
        ["conclusion"] = check.Conclusion,
        ["started_at"] = Time(DateTimeOffset.UnixEpoch),
        ["completed_at"] = check.Conclusion is null ? null : Time(DateTimeOffset.UnixEpoch),
        ["external_id"] = "",
        ["url"] = $"{Api}/repos/{repository.FullName}/check-runs/{id}",
        ["html_url"] = null,
        ["details_url"] = null,
        ["check_suite"] = null,
        ["app"] = null,
        ["pull_requests"] = new JsonArray(),
        ["output"] = new JsonObject { ["title"] = null, ["summary"] = null, ["text"] = null, ["annotations_count"] = 0, ["annotations_url"] = $"{Api}/repos/{repository.FullName}/check-runs/{id}/annotations" },
    };

    public JsonObject CombinedStatus(FakeRepository repository, string sha, IReadOnlyList<FakeCheck> all, JsonArray page) => new()
    {
        ["sha"] = sha,
        ["state"] = all.Any(one => one.Conclusion is "failure" or "error") ? "failure" : all.Count == 0 || all.Any(one => one.Conclusion is null) ? "pending" : "success",
        ["total_count"] = all.Count,
        ["statuses"] = page,
        ["repository"] = Repository(repository),
        ["commit_url"] = $"{Api}/repos/{repository.FullName}/commits/{sha}",
        ["url"] = $"{Api}/repos/{repository.FullName}/commits/{sha}/status",
    };

    public JsonObject Status(FakeCheck status) => new()
    {
        ["id"] = 1,
        ["node_id"] = "SC_1",
        ["state"] = status.Conclusion ?? "pending",
        ["context"] = status.Name,
        ["description"] = null,
        ["target_url"] = null,
        ["avatar_url"] = null,
        ["url"] = $"{Api}/statuses/{status.Sha}",
        ["created_at"] = Time(DateTimeOffset.UnixEpoch),
        ["updated_at"] = Time(DateTimeOffset.UnixEpoch),
    };

    public JsonObject File(FakeRepository repository, string path, string? oldPath, string status, int added, int removed, string? patch, string sha)
    {
        var shape = new JsonObject { ["sha"] = sha, ["filename"] = path, ["status"] = status, ["additions"] = added, ["deletions"] = removed, ["changes"] = added + removed };
        foreach (var name in (string[])["blob", "raw", "contents"]) shape[$"{name}_url"] = $"{web}/{repository.FullName}/{name}/{Uri.EscapeDataString(path)}";
        if (patch is not null) shape["patch"] = patch;
        if (oldPath is not null) shape["previous_filename"] = oldPath;
        return shape;
    }

    public JsonObject Content(FakeRepository repository, string path, byte[] content)
    {
        var url = $"{Api}/repos/{repository.FullName}/contents/{path}";
        return new JsonObject
        {
            ["type"] = "file",
            ["encoding"] = "base64",
            ["size"] = content.Length,
            ["name"] = path.Split('/')[^1],
            ["path"] = path,
            ["content"] = Convert.ToBase64String(content),
            ["sha"] = "0123456789012345678901234567890123456789",
            ["url"] = url,
            ["git_url"] = null,
            ["html_url"] = null,
            ["download_url"] = null,
            ["_links"] = new JsonObject { ["self"] = url, ["git"] = null, ["html"] = null },
        };
    }

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

    private static JsonObject Person(FakeRepository repository, string sha, char who)
    {
        var parts = repository.Git.Show(sha, $"%{who}n%x00%{who}e%x00%{who}I").Split('\0');
        return new JsonObject { ["name"] = parts[0], ["email"] = parts[1], ["date"] = Time(DateTimeOffset.Parse(parts[2], CultureInfo.InvariantCulture)) };
    }

    private JsonObject Tree(FakeRepository repository, string sha)
    {
        var tree = repository.Git.Show(sha, "%T");
        return new JsonObject { ["sha"] = tree, ["url"] = $"{Api}/repos/{repository.FullName}/git/trees/{tree}" };
    }

    private JsonArray Parents(FakeRepository repository, string sha) => [.. repository.Git.Show(sha, "%P").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(parent => (JsonNode)new JsonObject
    {
        ["sha"] = parent,
        ["url"] = $"{Api}/repos/{repository.FullName}/commits/{parent}",
        ["html_url"] = $"{web}/{repository.FullName}/commit/{parent}",
    })];
}
