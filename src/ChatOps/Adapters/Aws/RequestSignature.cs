using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.SecurityToken;

namespace ChatOps.Adapters.Aws;

/// <summary>Signs requests as AWS wants it (Signature Version 4), by AWS' own signer.</summary>
internal static class RequestSignature
{
    /// <summary>The headers that a signed POST needs, besides its content type.</summary>
    /// <param name="service">The service that it is signed for: <c>iam</c>.</param>
    /// <param name="endpoint">Scheme and host.</param>
    /// <param name="path">The path; a name in braces stands for <paramref name="segment"/>.</param>
    /// <param name="segment">A name in braces of the path, and its value; null for none.</param>
    /// <param name="contentType">The body's type, which is signed too.</param>
    /// <param name="region">The region that it is signed for.</param>
    /// <param name="body">The body.</param>
    /// <param name="key">Who signs.</param>
    public static IEnumerable<(string Name, string Value)> Headers(string service, Uri endpoint, string path, (string Name, string Value)? segment, string contentType, string region, byte[] body, AwsKey key)
    {
        var request = new DefaultRequest(new Message(), service)
        {
            HttpMethod = "POST",
            Endpoint = endpoint,
            ResourcePath = path,
            Content = body,
            AuthenticationRegion = region,
            OverrideSigningServiceName = service,
        };
        if (segment is var (name, value))
            request.AddPathResource(name, value);
        request.Headers["Content-Type"] = contentType;
        if (key.Token is { } token)
            request.Headers["X-Amz-Security-Token"] = token;
        var signed = new AWS4Signer().SignRequest(request, new AmazonSecurityTokenServiceConfig { RegionEndpoint = RegionEndpoint.GetBySystemName(region) }, null, key.Id, key.Secret);
        yield return ("Authorization", signed.ForAuthorizationHeader);
        foreach (var (header, text) in request.Headers)
        {
            if (header.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase))
                yield return (header, text);
        }
    }

    private sealed class Message : AmazonWebServiceRequest;
}
