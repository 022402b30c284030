using System.Text;
using ChatOps.Adapters.GitHub;
using ChatOps.Adapters.Git;
using ChatOps.Chat;
using ChatOps.Tests.Support.GitHub;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Adapters.GitHub;

public sealed class GitCredentialsTests
{
    [Fact]
    public async Task Git_fetches_a_private_repository_with_them()
    {
        await using var lab = await GitHubLab.StartAsync();
        var data = Directory.CreateTempSubdirectory("chatops-test-");
        try
        {
            using (var store = new GitStore(data.FullName, TimeProvider.System, NullLogger<GitStore>.Instance, lab.Get<GitAuthorization>()))
            {
                var snapshot = (await store.OpenAsync(lab.Orders, null, default)).Value!;

                Assert.Equal(lab.Fake.Orders.Git.Tip("main"), snapshot.Sha);
            }

            using (var store = new GitStore(Path.Combine(data.FullName, "other"), TimeProvider.System, NullLogger<GitStore>.Instance))
                Assert.NotNull((await store.OpenAsync(lab.Orders, null, default)).Refusal);
            Assert.DoesNotContain(Directory.EnumerateFiles(data.FullName, "*", SearchOption.AllDirectories), file => File.ReadAllText(file).Contains(lab.Fake.Token, StringComparison.Ordinal));
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task They_do_not_follow_a_redirect_to_another_host()
    {
        await using var other = await FakeGitHub.StartAsync();
        await using var lab = await GitHubLab.StartAsync();
        lab.Fake.FailNext(new FakeFault.Redirect(new Uri($"{other.UrlOf(other.Orders)}/info/refs?service=git-upload-pack")), path: "orders.git/info/refs");
        var data = Directory.CreateTempSubdirectory("chatops-test-");
        try
        {
            using var store = new GitStore(data.FullName, TimeProvider.System, NullLogger<GitStore>.Instance, lab.Get<GitAuthorization>());

            Assert.NotNull((await store.OpenAsync(lab.Orders, null, default)).Refusal);
            Assert.Contains(lab.Fake.GitRequests, request => !string.IsNullOrEmpty(request.Authorization));
            Assert.All(other.GitRequests, request => Assert.True(string.IsNullOrEmpty(request.Authorization)));
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task An_app_fetches_with_its_installations_token()
    {
        await using var lab = await GitHubLab.StartAsAppAsync();

        var header = await lab.Api.Credentials.AuthorizationAsync(lab.Orders, lab.Orders.Url!, default);

        Assert.StartsWith("x-access-token:ghs_", Encoding.UTF8.GetString(Convert.FromBase64String(header!["Basic ".Length..])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://github.com/acme/orders.git", true)]
    [InlineData("https://github.com/acme/orders", true)]
    [InlineData("https://GitHub.com/acme/orders/", true)]
    [InlineData("http://github.com/acme/orders.git", false)]
    [InlineData("https://github.com:8443/acme/orders.git", false)]
    [InlineData("https://github.com.evil.example/acme/orders.git", false)]
    [InlineData("https://evil.example/github.com/acme/orders.git", false)]
    [InlineData("https://github.com@evil.example/acme/orders.git", false)]
    [InlineData("https://me:pw@github.com/acme/orders.git", false)]
    [InlineData("https://gist.github.com/acme/orders.git", false)]
    [InlineData("https://github.com/acme/../orders.git", false)]
    [InlineData("git@github.com:acme/orders.git", false)]
    [InlineData("ssh://git@github.com/acme/orders.git", false)]
    [InlineData("/srv/git/orders.git", false)]
    [InlineData("file:///srv/git/acme/orders.git", false)]
    public async Task A_token_goes_only_to_the_configured_GitHub(string address, bool sent)
    {
        await using var lab = await GitHubLab.StartAsync(("GitHub:ApiUrl", "https://api.github.com"));

        var header = await lab.Api.Credentials.AuthorizationAsync(new RepositoryRef { Name = "orders", Url = address }, address, default);

        Assert.Equal(sent ? "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"x-access-token:{lab.Fake.Token}")) : null, header);
    }

    [Fact]
    public async Task An_app_that_is_not_installed_there_leaves_git_to_fetch_without()
    {
        await using var lab = await GitHubLab.StartAsAppAsync();
        lab.Fake.Orders.Permissions.Remove(FakeApp.Login);

        Assert.Null(await lab.Api.Credentials.AuthorizationAsync(lab.Orders, lab.Orders.Url!, default));
        Assert.Contains("not installed", lab.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_stay_true_and_hold_any_file_name()
    {
        var links = new Permalinks(new GitHubOptions());
        var orders = new RepositoryRef { Name = "orders", GitHub = "acme/orders" };

        Assert.Equal("https://github.com/acme/orders/blob/abc/src/a%20%23b/retry.py#L1-L9", links.File(orders, "abc", "src/a #b/retry.py", 1, 9));
        Assert.Equal("https://github.com/acme/orders/blob/abc/retry.py#L4", links.File(orders, "abc", "retry.py", 4, 4));
        Assert.Equal("https://github.com/acme/orders/blob/abc/retry.py", links.File(orders, "abc", "retry.py", null, null));
        Assert.Equal("https://github.com/acme/orders/pull/46", links.PullRequest(orders, 46));
        Assert.Equal("https://ghe.example.com/acme/orders/commit/abc", new Permalinks(new GitHubOptions { ApiUrl = "https://ghe.example.com/api/v3" }).Commit(orders, "abc"));
        Assert.Null(links.Commit(orders with { GitHub = null }, "abc"));
    }
}
