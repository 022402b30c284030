namespace ChatOps.Adapters.Llm;

/// <summary>Sends OpenAI's requests as Azure wants them: the key as <c>api-key</c> and, but for its newer API (<c>/openai/v1</c>), the deployment and the API's version in the address.</summary>
internal sealed class AzureOpenAIHandler(ProviderOptions provider, TimeProvider clock) : DelegatingHandler(FailedStatusHandler.Create(clock))
{
    private const string Newer = "/openai/v1";

    /// <summary>Where the SDK believes that OpenAI is.</summary>
    public static string Address(ProviderOptions provider)
    {
        var resource = provider.BaseUrl!.TrimEnd('/');
        return IsNewer(provider) ? resource : $"{resource}/openai/deployments/{Uri.EscapeDataString(provider.Model)}";
    }

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = null;
        request.Headers.TryAddWithoutValidation("api-key", provider.ApiKey);
        if (!IsNewer(provider))
            request.RequestUri = new UriBuilder(request.RequestUri!) { Query = $"api-version={Uri.EscapeDataString(provider.ApiVersion)}" }.Uri;
        return base.SendAsync(request, cancellationToken);
    }

    private static bool IsNewer(ProviderOptions provider) => provider.BaseUrl!.TrimEnd('/').EndsWith(Newer, StringComparison.OrdinalIgnoreCase);
}
