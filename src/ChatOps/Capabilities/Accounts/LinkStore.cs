using ChatOps.Adapters.GitHub;
using ChatOps.Adapters.Storage;
using Dapper;

namespace ChatOps.Capabilities.Accounts;

/// <summary>The table <c>github_accounts</c>. Tokens and device codes are encrypted on their way in and never leave as they are stored.</summary>
internal sealed class LinkStore(Database database, Protector protector, TimeProvider clock)
{
    private const string TokenPurpose = "github-token";
    private const string CodePurpose = "github-device-code";

    /// <summary>A person's link; null when there is none.</summary>
    public async Task<StoredLink?> FindAsync(string person, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = await connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition(
            """
            select person Person, state State, github_id GitHubId, login Login, token Token, device_code DeviceCode, user_code UserCode, verification_uri VerificationUri, expires_at ExpiresAt, ask_every AskEvery
            from github_accounts where person = @person
            """,
            new { person },
            cancellationToken: cancellationToken));
        return row is null ? null : Read(row);
    }

    /// <summary>Whether two people's links are, or were until GitHub ended them, to one account.</summary>
    public async Task<bool> HaveOneAccountAsync(string person, string other, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "select count(*) from github_accounts one join github_accounts two on two.github_id = one.github_id where one.person = @person and two.person = @other", new { person, other }, cancellationToken: cancellationToken)) > 0;
    }

    /// <summary>Keeps a device flow that has begun, in place of whatever was there.</summary>
    public Task BeginAsync(string person, DeviceCode code, CancellationToken cancellationToken) =>
        WriteAsync(
            """
            insert into github_accounts (person, state, device_code, user_code, verification_uri, expires_at, ask_after, ask_every, updated_at)
            values (@person, 'pending', @secret, @UserCode, @VerificationUri, @expires, @askAfter, @every, @now)
            on conflict (person) do update set state = 'pending', github_id = null, login = null, token = null, device_code = @secret, user_code = @UserCode,
                verification_uri = @VerificationUri, expires_at = @expires, ask_after = @askAfter, ask_every = @every, updated_at = @now
            """,
            new { person, secret = protector.Protect(CodePurpose, code.Secret), code.UserCode, code.VerificationUri, expires = Time(code.ExpiresAt), askAfter = Time(Now + code.Interval), every = (int)code.Interval.TotalSeconds, now = Time(Now) },
            cancellationToken);

    /// <summary>Takes the right to ask GitHub about a link now; nobody else has it before the pause is over.</summary>
    /// <param name="person">Whose link.</param>
    /// <param name="state">The state that is asked about.</param>
    /// <param name="pause">Until the next question.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task<bool> TakeTurnAsync(string person, LinkState state, TimeSpan pause, CancellationToken cancellationToken) =>
        await WriteAsync(
            "update github_accounts set ask_after = @next where person = @person and state = @state and ask_after <= @now",
            new { person, state = Text(state), next = Time(Now + pause), now = Time(Now) },
            cancellationToken) == 1;

    /// <summary>GitHub wants to be asked less often.</summary>
    public Task SlowDownAsync(string person, TimeSpan interval, CancellationToken cancellationToken) =>
        WriteAsync(
            "update github_accounts set ask_every = @every, ask_after = @next where person = @person and state = 'pending'",
            new { person, every = (int)interval.TotalSeconds, next = Time(Now + interval) },
            cancellationToken);

    /// <summary>Keeps the account that a device flow ended with, unless another flow has begun meanwhile.</summary>
    public Task LinkAsync(string person, string userCode, LinkedAccount account, CancellationToken cancellationToken) =>
        WriteAsync(
            """
            update github_accounts set state = 'linked', github_id = @Id, login = @Login, token = @token, device_code = null, user_code = null, verification_uri = null, expires_at = null, ask_after = @now, updated_at = @now
            where person = @person and state = 'pending' and user_code = @userCode
            """,
            new { person, userCode, account.Id, account.Login, token = protector.Protect(TokenPurpose, account.Token), now = Time(Now) },
            cancellationToken);

    /// <summary>Ends a link that is in a state; its secrets are gone.</summary>
    public Task EndAsync(string person, LinkState from, LinkState to, CancellationToken cancellationToken) =>
        WriteAsync(
            "update github_accounts set state = @to, token = null, device_code = null, user_code = null, verification_uri = null, expires_at = null, updated_at = @now where person = @person and state = @from",
            new { person, from = Text(from), to = Text(to), now = Time(Now) },
            cancellationToken);

    /// <summary>Forgets a person's link.</summary>
    public Task DeleteAsync(string person, CancellationToken cancellationToken) => WriteAsync("delete from github_accounts where person = @person", new { person }, cancellationToken);

    private DateTimeOffset Now => clock.GetUtcNow();

    private StoredLink Read(Row row)
    {
        var state = Enum.Parse<LinkState>(row.State, ignoreCase: true);
        var secret = state switch
        {
            LinkState.Linked => protector.Unprotect(TokenPurpose, row.Token!),
            LinkState.Pending => protector.Unprotect(CodePurpose, row.DeviceCode!),
            _ => "",
        };
        // Without its key nothing can be done with it any more.
        if (secret is null)
            return new StoredLink(row.Person, state == LinkState.Linked ? LinkState.Revoked : LinkState.Expired) { Login = row.Login };
        return new StoredLink(row.Person, state)
        {
            Login = row.Login,
            Account = state == LinkState.Linked ? new LinkedAccount(row.GitHubId!.Value, row.Login!, secret) : null,
            Code = state == LinkState.Pending ? new DeviceCode(secret, row.UserCode!, row.VerificationUri!, DateTimeOffset.FromUnixTimeMilliseconds(row.ExpiresAt!.Value), TimeSpan.FromSeconds(row.AskEvery!.Value)) : null,
        };
    }

    private Task<int> WriteAsync(string sql, object parameters, CancellationToken cancellationToken) =>
        database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken)), cancellationToken);

    private static long Time(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static string Text(LinkState state) => state.ToString().ToLowerInvariant();

    private sealed class Row
    {
        public string Person { get; set; } = "";
        public string State { get; set; } = "";
        public long? GitHubId { get; set; }
        public string? Login { get; set; }
        public string? Token { get; set; }
        public string? DeviceCode { get; set; }
        public string? UserCode { get; set; }
        public string? VerificationUri { get; set; }
        public long? ExpiresAt { get; set; }
        public int? AskEvery { get; set; }
    }
}
