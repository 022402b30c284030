using System.Globalization;
using System.Text.Json.Nodes;

namespace ChatOps.Tests.Support.GitHub;

/// <content>Commits, branches, checks and files.</content>
internal sealed partial class Shapes
{
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
        ["external_id"] = check.ExternalId,
        ["url"] = $"{Api}/repos/{repository.FullName}/check-runs/{id}",
        ["html_url"] = null,
        ["details_url"] = null,
        ["check_suite"] = null,
        ["app"] = null,
        ["pull_requests"] = new JsonArray(),
        ["output"] = new JsonObject { ["title"] = check.Title, ["summary"] = check.Summary, ["text"] = null, ["annotations_count"] = 0, ["annotations_url"] = $"{Api}/repos/{repository.FullName}/check-runs/{id}/annotations" },
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
