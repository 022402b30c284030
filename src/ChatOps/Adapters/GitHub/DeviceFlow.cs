using System.Globalization;
using System.Text.Json;
using ChatOps.Adapters.GitHub.Http;
using ChatOps.Chat;

namespace ChatOps.Adapters.GitHub;

/// <summary>
/// Lets a person link an account by typing a code on GitHub (docs.github.com, "Using the device flow to generate a user access token").
/// Octokit's own call waits for the person; this one asks once, so that a job can come back to it.
/// </summary>
internal sealed class DeviceFlow(GitHubOptions options, GitHubHttp http, Accounts accounts, TimeProvider clock)
{
    /// <summary>Why nobody can link an account; null when people can.</summary>
    public Refusal? WhyNot => string.IsNullOrWhiteSpace(options.ClientId)
        ? new Refusal(RefusalKind.NotConfigured, "Accounts cannot be linked here. Set GitHub:ClientId to the client id of an OAuth or GitHub App with device flow, and start again.")
        : null;

    /// <summary>Begins: the person then types <see cref="DeviceCode.UserCode"/> at <see cref="DeviceCode.VerificationUri"/>.</summary>
    public Task<Answer<DeviceCode>> StartAsync(CancellationToken cancellationToken) =>
        AskAsync<DeviceCode>("login/device/code", [new("scope", "repo")], answer => Task.FromResult<Answer<DeviceCode>>(
            Text(answer, "error") is { } error
                ? new Refusal(RefusalKind.NotConfigured, $"GitHub does not start a device flow ({Refusals.MessageOf(Described(answer)) ?? error}) Check GitHub:ClientId, and that the app has device flow enabled.")
                : new DeviceCode(Text(answer, "device_code")!, Text(answer, "user_code")!, Text(answer, "verification_uri")!, clock.GetUtcNow() + Seconds(answer, "expires_in", 900), Seconds(answer, "interval", 5))), cancellationToken);

    /// <summary>Asks once how it is; not more often than the interval says.</summary>
    public Task<Answer<DeviceFlowStep>> PollAsync(DeviceCode code, CancellationToken cancellationToken) =>
        AskAsync<DeviceFlowStep>("login/oauth/access_token", [new("device_code", code.Secret), new("grant_type", "urn:ietf:params:oauth:grant-type:device_code")], async answer =>
        {
            switch (Text(answer, "error"))
            {
                case "authorization_pending": return new DeviceFlowStep(DeviceFlowState.Pending, null, code.Interval);
                case "slow_down": return new DeviceFlowStep(DeviceFlowState.Pending, null, Seconds(answer, "interval", (int)code.Interval.TotalSeconds + 5));
                case "access_denied": return new DeviceFlowStep(DeviceFlowState.Denied, null, code.Interval);
                case "expired_token" or "incorrect_device_code": return new DeviceFlowStep(DeviceFlowState.Expired, null, code.Interval);
                case { } error: return new Refusal(RefusalKind.ProviderFailed, $"GitHub refused to link the account ({Refusals.MessageOf(Described(answer)) ?? error}) Start again.");
            }

            if (Text(answer, "access_token") is not { Length: > 0 } token) return new Refusal(RefusalKind.ProviderFailed, "GitHub linked no account. Start again.");
            var account = await accounts.OfTokenAsync(token, cancellationToken);
            return account.Value is { } linked ? new DeviceFlowStep(DeviceFlowState.Linked, linked, code.Interval) : account.Refusal!;
        }, cancellationToken);

    private async Task<Answer<T>> AskAsync<T>(string path, List<KeyValuePair<string, string>> form, Func<JsonElement, Task<Answer<T>>> read, CancellationToken cancellationToken) where T : class
    {
        if (WhyNot is { } refusal) return refusal;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Web, path)) { Content = new FormUrlEncodedContent([new("client_id", options.ClientId!.Trim()), .. form]) };
            request.Headers.Accept.ParseAdd("application/json");
            using var response = await http.Plain.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            if (!response.IsSuccessStatusCode) return Refusals.Of(response.StatusCode, Refusals.MessageOf(body), TokenOf.Host);
            using var json = JsonDocument.Parse(body);
            return await read(json.RootElement);
        }
        catch (Exception e) when (Refusals.IsForeseen(e, cancellationToken))
        {
            return Refusals.Of(e, TokenOf.Host);
        }
    }

    private static string Described(JsonElement answer) => JsonSerializer.Serialize(new { message = Text(answer, "error_description") });

    private static string? Text(JsonElement answer, string name) => answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static TimeSpan Seconds(JsonElement answer, string name, int otherwise) =>
        TimeSpan.FromSeconds(answer.TryGetProperty(name, out var value) && (value.ValueKind == JsonValueKind.Number ? value.TryGetInt32(out var seconds) : int.TryParse(value.ToString(), CultureInfo.InvariantCulture, out seconds)) ? seconds : otherwise);
}
