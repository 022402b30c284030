using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using ChatOps.Platforms.Slack.Doors;
using ChatOps.Platforms.Slack.People;
using ChatOps.Platforms.Slack.Wire;
using ChatOps.Running.Rest;
using ChatOps.Settings;

namespace ChatOps.Platforms.Slack.Install;

/// <summary>Installs by OAuth (docs.slack.dev, "Installing with OAuth"): <c>/slack/install</c> sends people to Slack, <c>/slack/oauth</c> takes them back.</summary>
internal sealed class InstallEndpoints(SlackOptions options, SlackApi api, Installations installations, Workspaces workspaces, Protector secrets, HostSettings host, TimeProvider clock)
{
    private const string Purpose = "slack install";
    private const string Cookie = "chatops-slack-install";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Maps the endpoints; the state that only this host can make stands for a key.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/slack/install", Begin).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/slack/oauth", EndAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private IResult Begin(HttpContext context)
    {
        if (!options.TakesInstalls)
            return Problem.Of(new Refusal(RefusalKind.NotConfigured, "Installs by OAuth are off. Set Slack:ClientId and Slack:ClientSecret, or install the app in Slack and set SLACK_BOT_TOKEN."));
        // The state is bound to this browser, so that nobody finishes an install that another one began.
        var nonce = RandomNumberGenerator.GetHexString(32, lowercase: true);
        context.Response.Cookies.Append(Cookie, nonce, new CookieOptions { HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Lax, MaxAge = Patience, Path = "/slack" });
        var state = secrets.Protect(Purpose, string.Create(CultureInfo.InvariantCulture, $"{nonce} {clock.GetUtcNow().ToUnixTimeSeconds()}"));
        var authorize = new Uri(options.Api, "/oauth/v2/authorize");
        return Results.Redirect($"{authorize}?client_id={Uri.EscapeDataString(options.ClientId!)}&scope={Uri.EscapeDataString(string.Join(',', SlackApp.Scopes))}&redirect_uri={Uri.EscapeDataString(RedirectUri(context))}&state={Uri.EscapeDataString(state)}");
    }

    private async Task<IResult> EndAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (!options.TakesInstalls)
            return Problem.Of(new Refusal(RefusalKind.NotConfigured, "Installs by OAuth are off. Set Slack:ClientId and Slack:ClientSecret."));
        if (!IsOurs(context.Request.Query["state"], context.Request.Cookies[Cookie]))
            return Problem.Of(new Refusal(RefusalKind.Invalid, "This install was not begun here, or more than ten minutes ago. Begin again at /slack/install."));
        context.Response.Cookies.Delete(Cookie, new CookieOptions { Path = "/slack" });
        var code = context.Request.Query["code"].ToString();
        if (code.Length == 0)
            return Problem.Of(new Refusal(RefusalKind.Invalid, "The install was not agreed to, so nothing was installed. Begin again at /slack/install."));
        var answer = await api.CallAsync(null, "oauth.v2.access", new JsonObject { ["code"] = code, ["client_id"] = options.ClientId, ["client_secret"] = options.ClientSecret, ["redirect_uri"] = RedirectUri(context) }, cancellationToken);
        if (answer.Text("access_token") is not { } token || Installed(answer) is not { } where || answer.Text("bot_user_id") is not { } bot)
            return Problem.Of(new Refusal(RefusalKind.ProviderFailed, $"Slack did not finish the install ({answer.Error ?? "no workspace was named"}). Begin again at /slack/install."));
        if (!options.MayInstall(where.Id))
        {
            // What was just granted is given back: nothing is to be left of it, here or there.
            await api.CallAsync(token, "auth.revoke", [], cancellationToken);
            return Problem.Of(new Refusal(RefusalKind.Forbidden, $"{where.Id} is none of the workspaces and organisations that the app answers in here, so nothing was installed. Who runs the host adds {where.Id} to Slack:Workspaces; then begin again at /slack/install."));
        }

        await installations.SaveAsync(new Workspace(where.Id, token, bot), where.Name ?? where.Id, answer.Text("scope") ?? "", answer.Text("authed_user", "id") ?? "", cancellationToken);
        workspaces.Forget(where.Id);
        var next = where.IsOrganisation ? "Installed for the organisation. Add the app to its workspaces (Organisation settings, Integrations)" : "Installed. Invite the app into a channel";
        return Results.Text($"{next} and type /chatops help.\n", "text/plain", Encoding.UTF8);
    }

    // For a whole organisation Slack names no workspace (docs.slack.dev, "Developing for Enterprise orgs").
    private static (string Id, string? Name, bool IsOrganisation)? Installed(SlackAnswer answer) =>
        new Payload(answer.Body).Flag("is_enterprise_install")
            ? answer.Text("enterprise", "id") is { } organisation ? (organisation, answer.Text("enterprise", "name"), true) : null
            : answer.Text("team", "id") is { } team ? (team, answer.Text("team", "name"), false) : null;

    private bool IsOurs(string? state, string? nonce) =>
        state is { Length: > 0 and < 2_000 } && nonce is not null && secrets.Unprotect(Purpose, state)?.Split(' ') is [var made, var at]
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(made), Encoding.UTF8.GetBytes(nonce))
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds) <= Patience;

    private string RedirectUri(HttpContext context) => $"{(host.PublicUrl ?? $"{context.Request.Scheme}://{context.Request.Host}").TrimEnd('/')}/slack/oauth";
}
