using ChatOps.Chat;

namespace ChatOps.Adapters.GitHub.Http;

/// <summary>
/// Takes answers from GitHub's API only: a redirect (of a renamed repository) passes where it stays on the same scheme, host and port,
/// because a token goes nowhere else; a web page is what a wrong address or a proxy in between answers with.
/// </summary>
internal sealed class AnswerGuard : DelegatingHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if ((int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } location)
            return SameHost(request, response, new Uri(request.RequestUri!, location));
        if ((int)response.StatusCode < 500 && response.Content.Headers.ContentType?.MediaType == "text/html")
            throw Refused(response, "A web page answers where GitHub's API should. Correct GitHub:ApiUrl (https://api.github.com, or https://HOST/api/v3), or look for a proxy in between.");
        return response;
    }

    private static HttpResponseMessage SameHost(HttpRequestMessage request, HttpResponseMessage response, Uri to)
    {
        if (to.Scheme != request.RequestUri!.Scheme || to.Authority != request.RequestUri.Authority)
            throw Refused(response, $"GitHub sent us on to another host ({to.Host}), and a token never follows. Correct GitHub:ApiUrl.");
        response.Headers.Location = to;
        return response;
    }

    private static GitHubRefusedException Refused(HttpResponseMessage response, string sentence)
    {
        response.Dispose();
        return new GitHubRefusedException(new Refusal(RefusalKind.ProviderFailed, sentence));
    }
}
