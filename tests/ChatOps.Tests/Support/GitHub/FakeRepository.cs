using System.Text.Json.Nodes;

namespace ChatOps.Tests.Support.GitHub;

/// <summary>Somebody on the fake.</summary>
/// <param name="Id">GitHub's id.</param>
/// <param name="Login">The login.</param>
/// <param name="Type"><c>User</c> or <c>Bot</c>.</param>
internal sealed record FakeAccount(long Id, string Login, string Type = "User");

/// <summary>A repository on the fake.</summary>
internal sealed class FakeRepository(long id, string owner, string name) : IDisposable
{
    private int nextNumber = 1;

    public long Id => id;

    public string Owner => owner;

    public string Name => name;

    public string FullName => $"{owner}/{name}";

    public BareGit Git { get; } = new();

    public string DefaultBranch { get; set; } = "main";

    public bool Archived { get; set; }

    public bool Private { get; set; } = true;

    public List<string> AllowedMethods { get; } = ["merge", "squash", "rebase"];

    /// <summary>Who may do what, by login: <c>read</c>, <c>write</c> or <c>admin</c>. Who is not in it sees nothing.</summary>
    public Dictionary<string, string> Permissions { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<FakePullRequest> PullRequests { get; } = [];

    public Dictionary<string, long> Labels { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<FakeCheck> Checks { get; } = [];

    /// <summary>Whether the App has the permission to write checks.</summary>
    public bool MayReport { get; set; } = true;

    /// <summary>Classic protection, by branch.</summary>
    public Dictionary<string, FakeProtection> Protections { get; } = [];

    /// <summary>The rules of rulesets, by branch.</summary>
    public Dictionary<string, JsonArray> Rules { get; } = [];

    /// <summary>Commits that GitHub made and signed.</summary>
    public HashSet<string> Signed { get; } = [];

    public bool May(string login, string permission) =>
        Permissions.TryGetValue(login, out var has) && permission switch { "admin" => has == "admin", "write" => has is "admin" or "write", _ => true };

    public int TakeNumber() => nextNumber++;

    /// <summary>Lets the next pull request have this number.</summary>
    public void CountFrom(int number) => nextNumber = Math.Max(nextNumber, number);

    public FakePullRequest? Find(int number) => PullRequests.Find(one => one.Number == number);

    /// <summary>Refuses pushes to branches that match a shell pattern, as a protected branch or ruleset does.</summary>
    public void RefusePushes(string pattern, string message)
    {
        var hook = Path.Combine(Git.Folder, "hooks", "update");
        File.WriteAllText(hook, $"#!/bin/sh\ncase \"$1\" in refs/heads/{pattern}) echo 'error: GH006: Protected branch update failed for' \"$1\". >&2; echo 'error: {message}' >&2; exit 1;; esac\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => Git.Dispose();
}

/// <summary>A check run or, with <see cref="IsStatus"/>, a commit status.</summary>
internal sealed record FakeCheck(string Sha, string Name, string Status, string? Conclusion, bool IsStatus = false)
{
    /// <summary>Its id; 0 of one that a test made.</summary>
    public long Id { get; init; }

    public string ExternalId { get; init; } = "";

    public string? Title { get; init; }

    public string? Summary { get; init; }
}

/// <summary>What a protected branch asks for.</summary>
internal sealed record FakeProtection
{
    public int Approvals { get; init; }

    public bool CodeOwners { get; init; }

    public string[] Checks { get; init; } = [];

    public bool Strict { get; init; }

    /// <summary>Whether administrators merge past it ("Do not allow bypassing the above settings" is off).</summary>
    public bool AdminsMayBypass { get; init; }

    public bool Signatures { get; init; }

    public bool LinearHistory { get; init; }
}
