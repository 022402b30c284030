using System.Net;

namespace ChatOps.Adapters.GitHub.Http;

/// <summary>
/// Gives each try a time limit and repeats what may be repeated: a read after any failure that passes, a write only when it is known not to have happened.
/// Writes that may have happened are looked up again by <see cref="PullRequestChanges"/> and <see cref="SignedCommits"/>.
/// </summary>
internal sealed class RetryHandler(TimeProvider clock) : DelegatingHandler
{
    private const int MostTries = 3;

    /// <summary>GitHub itself ends a request after ten seconds.</summary>
    internal static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var response = await TryAsync(request, cancellationToken);
                if (attempt == MostTries || !IsRead(request) || response.StatusCode is not (HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout))
                    return response;
                response.Dispose();
            }
            catch (HttpRequestException e) when (attempt < MostTries && (IsRead(request) || NeverArrived(e)))
            {
            }

            await Backoff.WaitAsync(attempt, clock, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> TryAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var response = await base.SendAsync(request, either.Token);
            // Read here, so that the limit covers the body too.
            await response.Content.LoadIntoBufferAsync(either.Token);
            return response;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException("No answer in time.");
        }
    }

    private static bool IsRead(HttpRequestMessage request) => request.Method == HttpMethod.Get || request.Method == HttpMethod.Head;

    private static bool NeverArrived(HttpRequestException e) =>
        e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
}
