using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ChatOps.Chat;
using ChatOps.Platforms.Slack.Wire;
using ChatOps.Running;

namespace ChatOps.Platforms.Slack.People;

/// <summary>Who somebody in Slack is, and what they may do: guests, bots and people of other workspaces nothing.</summary>
internal sealed class SlackPeople(SlackApi api, Access access, AccessOptions options, ILinkedLogin linked, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);
    private static readonly Refusal Unknown = new(RefusalKind.ProviderFailed, "Slack does not say just now who you are. Try again in a minute.");
    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, Access.Identity Identity)> _people = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, IReadOnlyDictionary<string, string[]> Members)> _groups = new(StringComparer.Ordinal);

    /// <summary>The id of somebody in Slack, as everything else knows it.</summary>
    /// <param name="home">Their organisation of Enterprise Grid, whose workspaces all know them by one id; otherwise their workspace.</param>
    /// <param name="userId">Slack's own id.</param>
    public static string IdOf(string home, string userId) => $"slack:{home}/{userId}";

    /// <summary>Slack's own id in one of ours; null for somebody who is not from Slack.</summary>
    public static string? UserOf(string callerId) =>
        callerId.StartsWith("slack:", StringComparison.Ordinal) && callerId.Split('/') is [_, { Length: > 0 } user] ? user : null;

    /// <summary>Somebody with their role.</summary>
    public async Task<Answer<Caller>> IdentifyAsync(Workspace workspace, string userId, CancellationToken cancellationToken)
    {
        // What somebody may do is asked in each workspace: one may be a guest here and a member there.
        var here = $"{workspace.TeamId}/{userId}";
        if (_people.TryGetValue(here, out var known) && known.Until > clock.GetUtcNow())
            return await WithRoleAsync(known.Identity, cancellationToken);
        var answer = await api.CallAsync(workspace.Token, "users.info", new JsonObject { ["user"] = userId }, cancellationToken);
        // Somebody whom Slack does not show us is nobody; a Slack that does not answer is no verdict.
        if (!answer.IsOk && answer.Error is not ("user_not_found" or "user_not_visible"))
            return Unknown;
        if (await GroupsOfAsync(workspace, userId, cancellationToken) is not { } groups)
            return Unknown;
        var user = answer.Node("user") as JsonObject;
        var identity = new Access.Identity
        {
            Id = IdOf(workspace.Organisation ?? workspace.TeamId, userId),
            Name = NameOf(user) ?? userId,
            IsFullMember = user is not null && IsFullMember(user, workspace),
            Slack = IsHere(user, workspace) ? [userId, here] : [],
            SlackGroups = IsHere(user, workspace) ? groups : [],
            Email = user is not null && IsFullMember(user, workspace) ? EmailOf(user) : null,
        };
        if (_people.Count > 10_000)
            _people.Clear();
        _people[here] = (clock.GetUtcNow() + Kept, identity);
        return await WithRoleAsync(identity, cancellationToken);
    }

    // An account that was linked, or unlinked, a moment ago counts as it is now. It speaks for members only: a guest's is named by nobody.
    private async Task<Caller> WithRoleAsync(Access.Identity identity, CancellationToken cancellationToken)
    {
        var caller = access.Identify(identity);
        return identity.IsFullMember && access.AsksForGitHub && await linked.OfAsync(caller, cancellationToken) is { } login
            ? access.Identify(identity with { GitHub = [login] })
            : caller;
    }

    // A grant names a member of this workspace: a stranger of a shared channel, a bot or a deactivated account gets nothing by it. A guest may be named.
    private static bool IsHere(JsonObject? user, Workspace workspace) =>
        user is not null && !Flag(user, "deleted") && !Flag(user, "is_bot") && !Flag(user, "is_stranger") && IsOf(user, workspace.TeamId);

    private static bool IsFullMember(JsonObject user, Workspace workspace) =>
        IsHere(user, workspace) && !Flag(user, "is_restricted") && !Flag(user, "is_ultra_restricted") && !Flag(user, "is_workflow_bot") && (string?)user["id"] != "USLACKBOT";

    // Slack says whether the person has shown that the address is theirs; one that anybody can write into a profile counts for nothing.
    private static string? EmailOf(JsonObject user) =>
        Flag(user, "is_email_confirmed") && (user["profile"]?["email"] as JsonValue)?.TryGetValue<string>(out var email) == true && email.Length > 0 ? email : null;

    private static bool IsOf(JsonObject user, string teamId) =>
        (user["team_id"] as JsonValue)?.TryGetValue<string>(out var team) == true && team == teamId
        || (user["enterprise_user"]?["teams"] as JsonArray)?.Any(item => (item as JsonValue)?.TryGetValue<string>(out var text) == true && text == teamId) == true;

    private static bool Flag(JsonObject user, string name) => (user[name] as JsonValue)?.TryGetValue<bool>(out var flag) == true && flag;

    private static string? NameOf(JsonObject? user) =>
        new[] { user?["profile"]?["display_name"], user?["real_name"], user?["name"] }.OfType<JsonValue>().Select(value => value.TryGetValue<string>(out var text) ? text : "").FirstOrDefault(text => text.Length > 0);

    private async Task<IReadOnlyList<string>?> GroupsOfAsync(Workspace workspace, string userId, CancellationToken cancellationToken)
    {
        var named = options.Grants.SelectMany(grant => grant.SlackGroups).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        if (named.Length == 0)
            return [];
        if (!_groups.TryGetValue(workspace.TeamId, out var known) || known.Until <= clock.GetUtcNow())
        {
            if (await ReadGroupsAsync(workspace, named, cancellationToken) is not { } read)
                return null;
            known = (clock.GetUtcNow() + Kept, read);
            _groups[workspace.TeamId] = known;
        }

        return [.. known.Members.Where(group => group.Value.Contains(userId)).Select(group => group.Key)];
    }

    // An organisation's token has to be told which workspace is meant (docs.slack.dev, "Developing for Enterprise orgs"); others ignore it.
    // Grants write a group by its handle (@sre or sre) or its id.
    private async Task<Dictionary<string, string[]>?> ReadGroupsAsync(Workspace workspace, string[] named, CancellationToken cancellationToken)
    {
        var list = await api.CallAsync(workspace.Token, "usergroups.list", new JsonObject { ["team_id"] = workspace.TeamId }, cancellationToken);
        if (!list.IsOk)
            return null;
        var members = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
        foreach (var group in (list.Node("usergroups") as JsonArray ?? []).OfType<JsonObject>())
        {
            var (id, handle) = ((string?)group["id"] ?? "", (string?)group["handle"] ?? "");
            var names = named.Where(name => name.Equals(id, StringComparison.OrdinalIgnoreCase) || name.TrimStart('@').Equals(handle, StringComparison.OrdinalIgnoreCase)).ToArray();
            if (names.Length == 0)
                continue;
            var users = await api.CallAsync(workspace.Token, "usergroups.users.list", new JsonObject { ["usergroup"] = id, ["team_id"] = workspace.TeamId }, cancellationToken);
            if (!users.IsOk)
                return null;
            foreach (var name in names)
                members[name] = [.. (users.Node("users") as JsonArray ?? []).Select(user => (string?)user ?? "")];
        }

        return members;
    }
}
