using System.Net;
using ChatOps.Chat;
using ChatOps.Running;
using ChatOps.Tests.Running.Operations;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Running;

/// <summary>Which role may do what, through every door that asks.</summary>
public sealed class AccessTests
{
    private static readonly string[] Names = ["viewer", "responder", "approver", "admin"];

    // What each address asks for; a new one that is not here fails the test below.
    private static readonly (string Method, string Path, Role Least)[] Endpoints =
    [
        ("POST", "/diagnose", Role.Responder),
        ("POST", "/diagnose-and-fix", Role.Responder),
        ("GET", "/diagnoses/{id}", Role.Viewer),
        ("POST", "/diagnoses/{id}/feedback", Role.Viewer),
        ("GET", "/context", Role.Viewer),
        ("POST", "/rollback", Role.Approver),
        ("GET", "/pr/{number}/status", Role.Viewer),
        ("POST", "/iam/check", Role.Responder),
        ("POST", "/iam/policy", Role.Responder),
        ("POST", "/orchestrate", Role.Responder),
        ("GET", "/history/diagnoses", Role.Viewer),
        ("GET", "/history/orchestrations", Role.Viewer),
        ("GET", "/history/audit", Role.Admin),
        ("GET", "/analytics/costs", Role.Viewer),
        ("GET", "/analytics/costs/timeline", Role.Viewer),
        ("POST", "/analytics/export", Role.Admin),
        ("DELETE", "/people/{id}", Role.Admin),
        ("GET", "/health", Role.Viewer),
        ("GET", "/health/live", Role.None),
        ("GET", "/health/ready", Role.None),
        ("GET", "/operations/{id}", Role.Viewer),
        ("GET", "/operations/{id}/events", Role.Viewer),
        ("POST", "/operations/{id}/cancel", Role.Viewer),
        ("GET", "/openapi/v1.json", Role.Viewer),
        ("GET", "/plans/{id}", Role.Viewer),
        ("POST", "/plans/{id}/apply", Role.Responder),
        ("GET", "/prs/ai", Role.Viewer),
        ("POST", "/pr/{number}/approve", Role.Approver),
        ("POST", "/pr/{number}/merge", Role.Approver),
        ("POST", "/pr/{number}/close", Role.Approver),
        ("POST", "/github/webhooks", Role.None),
        ("GET", "/me/github", Role.Viewer),
        ("POST", "/me/github", Role.Viewer),
        ("DELETE", "/me/github", Role.Viewer),
        ("GET", "/history/workflows", Role.Viewer),
        ("GET", "/analytics/stats", Role.Viewer),
        ("POST", "/test/echo", Role.Responder),
        ("POST", "/test/admin", Role.Admin),
    ];

    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Each_address_is_open_to_its_role_and_those_above_and_to_nobody_below(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Provider = provider, Settings = OperationTests.Keys([.. Names.Select(name => (name, name))]) });
        foreach (var (method, path, least) in Endpoints)
        {
            foreach (var name in (string?[])[null, .. Names])
            {
                var role = name is null ? Role.None : Enum.Parse<Role>(name, ignoreCase: true);
                var headers = name is null ? [] : new[] { ("Authorization", $"Bearer {name}") };

                var answer = await app.SendAsync(new HttpMethod(method), path.Replace("{id}", "no_1", StringComparison.Ordinal).Replace("{number}", "1", StringComparison.Ordinal), method == "POST" ? ChatOpsApp.Json("""{"error_message": "KeyError: 'a'", "text": "a", "useful": true, "digest": "x", "pr_number": 1, "task": "a"}""") : null, headers);

                var expected = least == Role.None ? "open" : name is null ? "401" : role < least ? "403" : "open";
                var found = answer.StatusCode switch { HttpStatusCode.Unauthorized => "401", HttpStatusCode.Forbidden => "403", HttpStatusCode.OK or HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.ServiceUnavailable => "open", var other => other.ToString() };
                Assert.Equal($"{method} {path} for {role}: {expected}", $"{method} {path} for {role}: {found}");
            }
        }

        var denied = (await app.SendAsync(HttpMethod.Get, "/history/audit?limit=200", null, ("Authorization", "Bearer admin")));
        Assert.Contains((await ChatOpsApp.JsonAsync(denied))["items"]!.AsArray(), row => (string?)row!["action"] == "denied" && (string?)row["subject"] == "diagnose");
    }

    [Fact]
    public async Task Every_address_of_the_host_stands_in_the_table_above()
    {
        await using var app = await ChatOpsApp.StartAsync();
        var known = Endpoints.Select(endpoint => $"{endpoint.Method} {endpoint.Path}").ToHashSet();

        var mapped = from path in (await app.GetJsonAsync("/openapi/v1.json"))["paths"]!.AsObject()
                     where !path.Key.StartsWith("/test/", StringComparison.Ordinal)
                     from method in path.Value!.AsObject()
                     select $"{method.Key.ToUpperInvariant()} {path.Key}";

        Assert.Empty(mapped.Except(known));
    }

    [Theory]
    [InlineData("responder", true, "diagnose", "orders", true)]
    [InlineData("viewer", true, "diagnose", "orders", false)]
    [InlineData("none", true, "diagnose", "orders", false)]
    [InlineData("responder", false, "diagnose", "orders", false)]
    public void The_default_role_is_for_full_members_only(string standard, bool isFullMember, string command, string repository, bool may)
    {
        var caller = new Access(new AccessOptions { Default = standard }).Identify(new Access.Identity { Id = "slack:T1/U1", Name = "Ann", IsFullMember = isFullMember });

        Assert.Equal(may, Access.Check(Command(command), caller, repository) is null);
    }

    [Theory]
    [InlineData("orders", "approver")]
    [InlineData("ORDERS", "approver")]
    [InlineData("billing", "viewer")]
    [InlineData(null, "viewer")]
    public void A_grant_that_names_repositories_holds_in_those_only(string? repository, string expected)
    {
        var access = new Access(new AccessOptions { Default = "viewer", Grants = [new GrantOptions { Role = "approver", SlackGroups = ["S9"], Repositories = ["orders"] }] });

        var caller = access.Identify(new Access.Identity { Id = "slack:T1/U1", Name = "Ann", IsFullMember = true, SlackGroups = ["S9"] });

        Assert.Equal(expected, caller.RoleIn(repository).Text());
        Assert.Null(caller.RepositoriesWith(Role.Viewer));
        Assert.Equal(["orders"], caller.RepositoriesWith(Role.Approver));
        Assert.Empty(caller.RepositoriesWith(Role.Admin)!);
    }

    [Fact]
    public void Of_several_grants_the_best_counts_and_nobody_has_another_ones()
    {
        var access = new Access(new AccessOptions
        {
            Default = "none",
            Grants = [new GrantOptions { Role = "viewer", Slack = ["T1/U1"] }, new GrantOptions { Role = "admin", Teams = ["abc"] }, new GrantOptions { Role = "responder", GitHub = ["ann"], Slack = ["T1/U1"] }],
        });

        Assert.Equal(Role.Responder, access.Identify(new Access.Identity { Id = "slack:T1/U1", Name = "Ann", IsFullMember = true, Slack = ["T1/U1", "U1"] }).Role);
        Assert.Equal(Role.None, access.Identify(new Access.Identity { Id = "slack:T1/U2", Name = "Bob", IsFullMember = true, Slack = ["abc"] }).Role);
        // A guest has what a grant gives by name, and no default.
        Assert.Equal(Role.Admin, access.Identify(new Access.Identity { Id = "teams:abc", Name = "Eve", IsFullMember = false, Teams = ["ABC"] }).Role);
    }

    [Fact]
    public void A_refusal_says_which_role_is_missing_and_where()
    {
        var viewer = new Caller("key:a", "a", Role.Viewer);

        Assert.Equal("diagnose needs the role responder in orders and yours is viewer. Ask an admin for it.", Access.Check(Command("diagnose"), viewer, "orders")!.Sentence);
    }

    [Theory]
    [InlineData("responder", true, "billing", true)]
    [InlineData("responder", true, null, false)]
    [InlineData("responder", false, null, true)]
    [InlineData("approver", false, null, false)]
    [InlineData("admin", false, null, false)]
    public void What_is_about_no_repository_is_open_to_who_has_the_role_in_any_but_for_what_admins_do(string least, bool needsRepository, string? repository, bool may)
    {
        var limited = new Caller("slack:T1/U1", "Ann", Role.None) { RepositoryRoles = new Dictionary<string, Role> { ["billing"] = Role.Responder } };

        Assert.Equal(may, Access.Check(Command("x") with { MinimumRole = Enum.Parse<Role>(least, ignoreCase: true), NeedsRepository = needsRepository }, limited, repository) is null);
    }

    [Fact]
    public void An_admin_of_one_repository_is_no_admin_of_all()
    {
        var limited = new Caller("slack:T1/U1", "Ann", Role.Admin) { Repositories = ["billing"] };

        Assert.NotNull(Access.Check(Command("x") with { MinimumRole = Role.Admin, NeedsRepository = false }, limited, null));
        Assert.Null(Access.Check(Command("x") with { MinimumRole = Role.Approver, NeedsRepository = false }, limited, null));
    }

    private static CommandRegistration Command(string name) => CommandRegistration.For<TestCommands.Plugin, TestCommands.Echo>(name, "test_echo", "", Role.Responder, _ => new Card { Tone = Tone.Good, Title = "", Parts = [] });
}
