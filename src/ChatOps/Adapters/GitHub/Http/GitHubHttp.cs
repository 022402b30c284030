using Octokit;
using Octokit.Internal;

namespace ChatOps.Adapters.GitHub.Http;

/// <summary>The one way out to GitHub: retries, limits, ETags and redirects, for Octokit and for what Octokit has no call for.</summary>
internal sealed class GitHubHttp : IDisposable
{
    private static readonly ProductHeaderValue Product = new("ChatOps", typeof(GitHubHttp).Assembly.GetName().Version?.ToString(3));

    private readonly GitHubOptions options;
    private readonly HttpClientAdapter octokit;

    /// <summary>Builds the pipeline.</summary>
    /// <param name="options">Where GitHub is.</param>
    /// <param name="clock">For every wait and limit.</param>
    public GitHubHttp(GitHubOptions options, TimeProvider clock)
    {
        this.options = options;
        var pipeline = new RateLimitHandler(clock)
        {
            InnerHandler = new RetryHandler(clock)
            {
                InnerHandler = new ConditionalHandler
                {
                    InnerHandler = new AnswerGuard
                    {
                        InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10), PooledConnectionLifetime = TimeSpan.FromMinutes(5) },
                    },
                },
            },
        };
        Plain = new HttpClient(pipeline, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        Plain.DefaultRequestHeaders.UserAgent.ParseAdd($"{Product.Name}/{Product.Version}");
        octokit = new HttpClientAdapter(() => pipeline);
        octokit.SetRequestTimeout(Timeout.InfiniteTimeSpan);
    }

    /// <summary>A client without a token.</summary>
    public HttpClient Plain { get; }

    /// <summary>A connection for one call.</summary>
    /// <param name="token">What acts; <paramref name="type"/> says how it is sent.</param>
    /// <param name="type">A token, or an App's JWT.</param>
    /// <param name="cancellationToken">Ends the call: Octokit's own methods take none.</param>
    public IConnection Connect(string token, AuthenticationType type, CancellationToken cancellationToken) =>
        new Connection(Product, options.Api, new InMemoryCredentialStore(new Credentials(token, type)), new CancellableClient(octokit, cancellationToken), new SimpleJsonSerializer());

    /// <inheritdoc/>
    public void Dispose()
    {
        Plain.Dispose();
        octokit.Dispose();
    }

    private sealed class CancellableClient(HttpClientAdapter inner, CancellationToken ours) : IHttpClient
    {
        public async Task<IResponse> Send(IRequest request, CancellationToken cancellationToken, Func<object, object>? preprocessResponseBody)
        {
            // Retries and rate limits may take longer than Octokit's 100 seconds; each try has its own limit.
            request.Headers["X-GitHub-Api-Version"] = "2022-11-28";
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ours, cancellationToken);
            return await inner.Send(request, either.Token, preprocessResponseBody);
        }

        public void SetRequestTimeout(TimeSpan timeout)
        {
        }

        // The pipeline is shared.
        public void Dispose()
        {
        }
    }
}
