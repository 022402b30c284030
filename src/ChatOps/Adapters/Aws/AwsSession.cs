using System.Globalization;
using ChatOps.Chat;

namespace ChatOps.Adapters.Aws;

/// <summary>Who asks AWS: the host itself, or the role of <c>Aws:RoleArn</c> that it assumes and renews.</summary>
internal sealed class AwsSession(AwsOptions options, QueryApi api, AwsIdentity identity, TimeProvider clock) : IDisposable
{
    // A session is renewed before AWS would end it in the middle of an answer.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _one = new(1, 1);
    private (AwsKey Key, DateTimeOffset Until)? _assumed;

    /// <summary>The key to sign with.</summary>
    public async Task<Answer<AwsKey>> KeyAsync(CancellationToken cancellationToken)
    {
        if (options.RoleArn is not { } role)
            return await identity(cancellationToken) is { } own ? own : Nobody;
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_assumed is var (kept, until) && clock.GetUtcNow() < until - Margin)
                return kept;
            if (await identity(cancellationToken) is not { } key)
                return Nobody;
            List<(string, string)> parameters = [("Action", "AssumeRole"), ("RoleArn", role), ("RoleSessionName", "chatops")];
            if (options.ExternalId is { } externalId)
                parameters.Add(("ExternalId", externalId));
            var answer = await api.AskAsync("sts", options.Sts, "2011-06-15", parameters, key, cancellationToken);
            if (answer.Value is not { } result)
                return answer.Refusal! with { Sentence = $"the role of Aws:RoleArn could not be assumed: {answer.Refusal.Sentence}" };
            string Part(string name) => result.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? "";
            var session = new AwsKey(Part("AccessKeyId"), Part("SecretAccessKey"), Part("SessionToken"));
            if (session.Id.Length == 0 || session.Secret.Length == 0 || !DateTimeOffset.TryParse(Part("Expiration"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end))
                return new Refusal(RefusalKind.ProviderFailed, "AWS' answer (sts) could not be read");
            _assumed = (session, end);
            return session;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private static Refusal Nobody { get; } = new(RefusalKind.NotConfigured, "there is nobody to sign for: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give this machine a role");
}
