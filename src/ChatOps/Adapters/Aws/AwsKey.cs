using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace ChatOps.Adapters.Aws;

/// <summary>Who signs a request to AWS.</summary>
/// <param name="Id">The access key's id.</param>
/// <param name="Secret">Its secret.</param>
/// <param name="Token">The session's token; null for a key of its own.</param>
internal sealed record AwsKey(string Id, string Secret, string? Token)
{
    // One for the process: it caches what instance roles and web identities give, and renews it in time.
    private static readonly Lazy<AWSCredentials> Chain = new(() => DefaultAWSCredentialsIdentityResolver.GetCredentials());

    /// <summary>The key that AWS' own tools would take here: environment, profile, web identity, container, instance; null when there is none.</summary>
    public static async Task<AwsKey?> FromEnvironmentAsync(CancellationToken cancellationToken)
    {
        try
        {
            var key = await Chain.Value.GetCredentialsAsync().WaitAsync(cancellationToken);
            return new AwsKey(key.AccessKey, key.SecretKey, key.UseToken ? key.Token : null);
        }
        catch (AmazonClientException)
        {
            return null;
        }
    }
}

/// <summary>Finds who signs; null when there is nobody.</summary>
internal delegate Task<AwsKey?> AwsIdentity(CancellationToken cancellationToken);
