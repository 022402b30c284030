using System.Collections.Concurrent;
using ChatOps.Adapters.GitHub;
using ChatOps.Chat;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Support.GitHub;

/// <summary>
/// A GitHub on loopback that keeps state and refuses as GitHub does, over real bare repositories that git fetches from and pushes to.
/// It looks like a GitHub Enterprise Server: the API is under <c>/api/v3</c>, git and pages under the root.
/// </summary>
internal sealed class FakeGitHub : IAsyncDisposable
{
    /// <summary>The login that our token belongs to.</summary>
    public const string Bot = "chatops-bot";

    private readonly WebApplication app;
    private readonly Lock gate = new();
    private readonly List<FakeRepository> repositories = [];
    private readonly Dictionary<string, FakeAccount> accounts = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> loginsByToken = new();
    private readonly List<PlannedFault> faults = [];
    private long nextId = 1;

    private FakeGitHub(WebApplication app, TimeProvider clock)
    {
        (this.app, Clock) = (app, clock);
        Front = new FakeFront(this);
        DeviceFlow = new FakeDeviceFlow(this);
        Token = TokenOf(Bot);
    }

    /// <summary>Without a final slash.</summary>
    public string Address => field ??= app.Urls.First();

    /// <summary>The REST API, as <c>GitHub:ApiUrl</c> wants it.</summary>
    public string ApiUrl => $"{Address}/api/v3";

    /// <summary>The token that the host acts with.</summary>
    public string Token { get; }

    public TimeProvider Clock { get; }

    public Shapes Shapes => field ??= new Shapes(Address);

    public FakeApp App { get; } = new();

    public FakeDeviceFlow DeviceFlow { get; }

    /// <summary>Every request to the API, in order of arrival.</summary>
    public ConcurrentQueue<FakeRequest> Requests { get; } = new();

    /// <summary>Every request of git's, in order of arrival.</summary>
    public ConcurrentQueue<FakeRequest> GitRequests { get; } = new();

    /// <summary>Every route of the API that answered.</summary>
    public ConcurrentDictionary<string, int> Routes { get; } = new();

    /// <summary>What the API can be asked for.</summary>
    public List<string> KnownRoutes { get; } = [];

    /// <summary>What is left of the primary rate limit.</summary>
    public int Remaining { get; set; } = 5000;

    /// <summary>What happens to whoever sends the next writes; null for nothing.</summary>
    public FakeInterruption? Interruption { get; set; }

    /// <summary>What the gate found wrong.</summary>
    public ConcurrentQueue<string> Violations { get; } = new();

    /// <summary>Where requests to <c>/checked/api/v3</c> go on their way here; null for nowhere.</summary>
    public Uri? Gate { get; set; }

    /// <summary>The repository of most tests: <c>acme/orders</c>, with one commit on <c>main</c>.</summary>
    public FakeRepository Orders => repositories[0];

    /// <summary>The settings of a host that uses this GitHub and <see cref="Orders"/>.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["GitHub:ApiUrl"] = ApiUrl,
        ["GitHub:Token"] = Token,
        ["Repositories:0:Name"] = Orders.Name,
        ["Repositories:0:Url"] = UrlOf(Orders),
        ["Repositories:0:GitHub"] = Orders.FullName,
    };

    /// <summary><see cref="Orders"/> as the host knows it.</summary>
    public RepositoryRef Repository => new() { Name = Orders.Name, Url = UrlOf(Orders), GitHub = Orders.FullName };

    /// <param name="clock">Decides about tokens, limits and dates; null for the real time.</param>
    public static async Task<FakeGitHub> StartAsync(TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(options => options.Limits.MaxRequestBodySize = null);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.Zero);
        var app = builder.Build();
        var fake = new FakeGitHub(app, clock ?? TimeProvider.System);
        app.UsePathBase("/checked");
        app.Use((context, next) => fake.Front.HandleAsync(context, next));
        app.UseRouting();
        new FakeRoutes(fake, app).MapAll();
        await app.StartAsync();
        fake.AddRepository("acme", "orders", ("README.md", "# Orders\n"), ("src/retry.py", "ATTEMPTS = 3\nDELAY = 1\n"));
        return fake;
    }

    /// <summary>Where git fetches a repository from and pushes it to.</summary>
    public string UrlOf(FakeRepository repository) => $"{Address}/{repository.FullName}.git";

    /// <summary>Makes a repository that our token may write to.</summary>
    public FakeRepository AddRepository(string owner, string name, params (string Path, string? Text)[] files)
    {
        lock (gate)
        {
            var repository = new FakeRepository(repositories.Count + 1, owner, name);
            repository.Git.Point("main", repository.Git.Commit(null, "Start", "Ada", files));
            repository.Permissions[Bot] = "write";
            repositories.Add(repository);
            return repository;
        }
    }

    public FakeRepository? Find(string fullName) => repositories.Find(one => one.FullName.Equals(fullName, StringComparison.OrdinalIgnoreCase));

    /// <summary>A person's account, with a permission on <see cref="Orders"/>; returns a token for it.</summary>
    public string AddPerson(string login, string permission = "write")
    {
        Orders.Permissions[login] = permission;
        return TokenOf(login);
    }

    /// <summary>A new token of an account.</summary>
    public string TokenOf(string login)
    {
        var token = $"ghp_{Guid.NewGuid():N}";
        loginsByToken[token] = Account(login).Login;
        return token;
    }

    /// <summary>Makes a token worthless.</summary>
    public void Revoke(string token) => loginsByToken.TryRemove(token, out _);

    /// <summary>Makes all tokens of an account worthless.</summary>
    public void RevokeAll(string login)
    {
        foreach (var (token, _) in loginsByToken.Where(pair => pair.Value.Equals(login, StringComparison.OrdinalIgnoreCase)))
            Revoke(token);
    }

    /// <summary>An account, made when it is not there.</summary>
    public FakeAccount Account(string login)
    {
        lock (gate)
            return accounts.TryGetValue(login, out var account) ? account : accounts[login] = new FakeAccount(1000 + accounts.Count, login);
    }

    /// <summary>Lets the next request that fits go wrong; each planned fault happens once.</summary>
    public void FailNext(FakeFault fault, string? method = null, string? path = null)
    {
        lock (gate)
            faults.Add(new PlannedFault(fault, method, path));
    }

    /// <summary>A pull request of a new branch with a commit of its own.</summary>
    public Task<FakePullRequest> OpenPullRequestAsync(string title, params (string Path, string? Text)[] files) => OpenPullRequestAsync(title, "ada", files);

    /// <param name="title">Its title.</param>
    /// <param name="author">Its author's login.</param>
    /// <param name="files">What it writes; null deletes.</param>
    public Task<FakePullRequest> OpenPullRequestAsync(string title, string author, (string Path, string? Text)[] files)
    {
        lock (gate)
        {
            var branch = $"change-{nextId}";
            Orders.Permissions.TryAdd(author, "write");
            Orders.Git.Point(branch, Orders.Git.Commit(Orders.Git.Tip("main"), title, author, files));
            return Task.FromResult(Open(Orders, Account(author), title, "", branch, "main", draft: false));
        }
    }

    /// <summary>Another commit on a branch; returns its SHA.</summary>
    public string Commit(string branch, string message, params (string Path, string? Text)[] files)
    {
        lock (gate)
        {
            var sha = Orders.Git.Commit(Orders.Git.Tip(branch) ?? Orders.Git.Tip("main"), message, "Ada", files);
            Orders.Git.Point(branch, sha);
            return sha;
        }
    }

    /// <summary>Merges a pull request as somebody does on GitHub's page.</summary>
    public Task<string> MergeAsync(int number, MergeMethod method)
    {
        lock (gate)
            return Task.FromResult(Merge(Orders, Orders.Find(number)!, method.ToString().ToLowerInvariant(), Account("ada")));
    }

    /// <summary>Reports a check of a commit; no conclusion means that it still runs.</summary>
    public void Check(string sha, string name, string? conclusion, bool isStatus = false)
    {
        lock (gate)
            Orders.Checks.Add(new FakeCheck(sha, name, conclusion is null ? "in_progress" : "completed", conclusion, isStatus));
    }

    /// <summary>A person's review.</summary>
    public void Review(int number, string login, string state)
    {
        lock (gate)
        {
            var pull = Orders.Find(number)!;
            pull.Reviews.Add(new FakeReview(NextId(), Account(login), state, "", pull.HeadSha, Clock.GetUtcNow()));
        }
    }

    /// <summary>The pull requests that were opened after one, or all.</summary>
    public IReadOnlyList<FakePullRequest> PullRequestsOpenedSince(FakePullRequest? earlier = null) => [.. Orders.PullRequests.Where(pull => pull.Number > (earlier?.Number ?? 0))];

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        App.Dispose();
        repositories.ForEach(repository => repository.Dispose());
    }

    internal FakeFront Front { get; }

    /// <summary>Runs something while nothing else changes.</summary>
    internal T Alone<T>(Func<T> work)
    {
        lock (gate)
            return work();
    }

    internal long NextId() => Interlocked.Increment(ref nextId);

    internal FakeFault? TakeFault(string method, string path, string? meantFor = null)
    {
        lock (gate)
        {
            var found = faults.Find(fault => fault.Fits(method, path) && (meantFor is null || fault.PathPart?.Contains(meantFor, StringComparison.Ordinal) == true));
            if (found is not null) faults.Remove(found);
            return found?.Fault;
        }
    }

    /// <summary>Who a token belongs to; null when GitHub does not know it.</summary>
    internal FakeAccount? CallerOf(string token) =>
        App.Knows(token, Clock.GetUtcNow()) ? App.Account : loginsByToken.TryGetValue(token, out var login) ? Account(login) : null;

    internal FakePullRequest Open(FakeRepository repository, FakeAccount author, string title, string body, string branch, string target, bool draft)
    {
        var pull = new FakePullRequest(repository, repository.TakeNumber(), author, Clock.GetUtcNow()) { Title = title, Body = body, Branch = branch, BaseBranch = target, Draft = draft };
        NextId();
        repository.PullRequests.Add(pull);
        return pull;
    }

    internal void Label(FakeRepository repository, FakePullRequest pull, string name)
    {
        repository.Labels.TryAdd(name, NextId());
        if (!pull.Labels.Contains(name, StringComparer.OrdinalIgnoreCase)) pull.Labels.Add(name);
    }

    internal string Merge(FakeRepository repository, FakePullRequest pull, string method, FakeAccount by)
    {
        var git = repository.Git;
        var (onto, head) = (pull.BaseSha, pull.HeadSha);
        var sha = onto;
        if (method == "rebase")
        {
            foreach (var commit in pull.Commits) sha = git.Pick(sha, commit) ?? throw new FakeRefusal(405, "This branch can't be rebased");
            pull.MadeCommits = git.Between(onto, sha);
        }
        else
        {
            var tree = git.MergeTree(onto, head) ?? throw new FakeRefusal(405, "Pull Request is not mergeable");
            sha = method == "squash"
                ? git.CommitTree(tree, $"{pull.Title} (#{pull.Number})", pull.Author.Login, onto)
                : git.CommitTree(tree, $"Merge pull request #{pull.Number} from {repository.Owner}/{pull.Branch}\n\n{pull.Title}", by.Login, onto, head);
        }

        pull.Merged(sha, by, Clock.GetUtcNow());
        git.Point(pull.BaseBranch, sha);
        return sha;
    }
}
