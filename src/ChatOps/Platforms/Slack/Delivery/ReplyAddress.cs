using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ChatOps.Platforms.Slack.Wire;

namespace ChatOps.Platforms.Slack.Delivery;

/// <summary>Posts to the address that answers one request (<c>response_url</c>: five times within half an hour).</summary>
internal sealed class ReplyAddress(SlackOptions options, SlackApi api, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Posts a body. A host that is not Slack's is not posted to.</summary>
    public async Task<SlackAnswer> PostAsync(string address, JsonObject body, CancellationToken cancellationToken)
    {
        if (!options.IsResponseUrl(address))
            return new SlackAnswer("not_a_reply_host", []);
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var content = new StringContent(body.ToJsonString(SlackJson.Options), Encoding.UTF8, "application/json");
        try
        {
            using var response = await api.Http.PostAsync(new Uri(address), content, either.Token);
            if (response.IsSuccessStatusCode)
                return new SlackAnswer(null, []);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
                return new SlackAnswer(SlackAnswer.RateLimited, []) { RetryAfter = response.Headers.RetryAfter?.Delta };
            return new SlackAnswer((int)response.StatusCode >= 500 ? SlackAnswer.Unreachable : "used_or_expired_reply", []);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new SlackAnswer(SlackAnswer.Unreachable, []);
        }
    }
}
