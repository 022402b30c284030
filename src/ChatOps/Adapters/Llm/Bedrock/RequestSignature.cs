using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.SecurityToken;

namespace ChatOps.Adapters.Llm.Bedrock;

/// <summary>Signs requests to Bedrock as AWS wants it (Signature Version 4), by AWS' own signer.</summary>
internal static class RequestSignature
{
    private const string Service = "bedrock";

    /// <summary>The headers that a signed POST needs.</summary>
    /// <param name="endpoint">Scheme and host.</param>
    /// <param name="model">The model's id, which is part of the path.</param>
    /// <param name="region">The region that it is signed for.</param>
    /// <param name="body">The body.</param>
    /// <param name="key">Who signs.</param>
    public static IEnumerable<(string Name, string Value)> Headers(Uri endpoint, string model, string region, byte[] body, AwsKey key)
    {
        var request = new DefaultRequest(new Message(), Service)
        {
            HttpMethod = "POST",
            Endpoint = endpoint,
            ResourcePath = "/model/{model}/converse-stream",
            Content = body,
            AuthenticationRegion = region,
            OverrideSigningServiceName = Service,
        };
        request.AddPathResource("{model}", model);
        request.Headers["Content-Type"] = "application/json";
        if (key.Token is { } token)
            request.Headers["X-Amz-Security-Token"] = token;
        var signed = new AWS4Signer().SignRequest(request, new AmazonSecurityTokenServiceConfig { RegionEndpoint = RegionEndpoint.GetBySystemName(region) }, null, key.Id, key.Secret);
        yield return ("Authorization", signed.ForAuthorizationHeader);
        foreach (var (name, value) in request.Headers)
        {
            if (name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase))
                yield return (name, value);
        }
    }

    private sealed class Message : AmazonWebServiceRequest;
}
