using ChatOps.Chat;

namespace ChatOps.Adapters.GitHub.Http;

/// <summary>Lets a redirect (a renamed repository) through only where it stays on the same scheme, host and port: a token goes nowhere else.</summary>
internal sealed class RedirectGuard : DelegatingHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if ((int)response.StatusCode is < 300 or >= 400 || response.Headers.Location is not { } location) return response;
        var to = new Uri(request.RequestUri!, location);
        if (to.Scheme == request.RequestUri!.Scheme && to.Authority == request.RequestUri.Authority)
        {
            response.Headers.Location = to;
            return response;
        }

        response.Dispose();
        throw new GitHubRefusedException(new Refusal(RefusalKind.ProviderFailed, $"GitHub sent us on to another host ({to.Host}), and a token never follows. Correct GitHub:ApiUrl."));
    }
}
