namespace ChatOps.Adapters.Llm;

/// <summary>Turns a failed HTTP status into one exception for every vendor, with the Retry-After that their SDKs swallow and without the body that might repeat a key.</summary>
internal sealed class FailedStatusHandler(TimeProvider clock) : DelegatingHandler
{
    /// <summary>One that sends. Redirects are refused, so that a key never reaches another host.</summary>
    public static FailedStatusHandler Create(TimeProvider clock) =>
        new(clock) { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) } };

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode)
            return response;

        using (response)
        {
            var status = (int)response.StatusCode;
            var failure = status switch
            {
                429 or 503 or 529 => CallFailure.Busy,
                >= 500 or 408 => CallFailure.Error,
                401 or 403 => CallFailure.Unauthorised,
                _ => CallFailure.Rejected,
            };
            throw new CallFailedException(failure, status, RetryAfter(response));
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - clock.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
