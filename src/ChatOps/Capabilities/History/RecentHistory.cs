using ChatOps.Adapters.Storage;
using ChatOps.Chat;
using Dapper;

namespace ChatOps.Capabilities.History;

/// <summary>What was done lately.</summary>
/// <param name="Operations">What was asked for, newest first.</param>
/// <param name="Diagnoses">What was found out, newest first.</param>
/// <param name="PullRequests">What was opened, newest first.</param>
/// <param name="Repositories">Names of the repositories that it is about; null for all.</param>
internal sealed record RecentHistory(IReadOnlyList<PastOperation> Operations, IReadOnlyList<PastDiagnosis> Diagnoses, IReadOnlyList<PastPullRequest> PullRequests, IReadOnlyList<string>? Repositories = null);

/// <summary>Something that was asked for.</summary>
internal sealed record PastOperation(string Id, string Kind, string State, string? Repo, long CreatedAt, long? FinishedAt);

/// <summary>A diagnosis.</summary>
internal sealed record PastDiagnosis(string Id, string Repo, string Outcome, string RootCause, long CreatedAt);

/// <summary>A pull request of ours.</summary>
internal sealed record PastPullRequest(int PrNumber, string PrUrl, string Title, string Repo, string State, long CreatedAt);

/// <summary>Reads the newest rows of the history tables.</summary>
internal sealed class RecentHistoryReader(Database database)
{
    /// <summary>The newest of each kind, of the repositories that the caller may see.</summary>
    /// <param name="limit">How many of each.</param>
    /// <param name="repo">Only this repository; null for all.</param>
    /// <param name="caller">Who asks: of what concerns no repository, a person sees only their own.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<RecentHistory> ReadAsync(int limit, string? repo, Caller caller, CancellationToken cancellationToken)
    {
        var allowed = caller.RepositoriesWith(Role.Viewer);
        var among = new RepositoryFilter(allowed);
        var parameters = among.With(new { limit, repo, caller = caller.Id });
        var inRepo = (repo is null ? "1 = 1" : "lower(repo) = lower(@repo)") + among.Sql;
        var own = "requested_by in (select pseudonym from people where caller_id = @caller)";
        var operations = repo is null && allowed is not null ? $"({inRepo} or {own})" : inRepo;
        await using var connection = await database.OpenAsync(cancellationToken);
        async Task<List<T>> ListAsync<T>(string sql) => (await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))).AsList();
        var asked = await ListAsync<OperationRow>($"""select id as "Id", kind as "Kind", state as "State", repo as "Repo", created_at as "CreatedAt", finished_at as "FinishedAt" from operations where {operations} order by id desc limit @limit""");
        var found = await ListAsync<DiagnosisRow>($"""select id as "Id", repo as "Repo", outcome as "Outcome", document as "Document", created_at as "CreatedAt" from diagnoses where {inRepo} order by id desc limit @limit""");
        var opened = await ListAsync<PullRequestRow>($"""select pr_number as "PrNumber", pr_url as "PrUrl", title as "Title", repo as "Repo", state as "State", created_at as "CreatedAt" from workflows where {inRepo} order by id desc limit @limit""");
        return new RecentHistory(
            [.. asked.Select(row => new PastOperation(row.Id, row.Kind, row.State, row.Repo, row.CreatedAt, row.FinishedAt))],
            [.. found.Select(row => new PastDiagnosis(row.Id, row.Repo, row.Outcome, (string)System.Text.Json.Nodes.JsonNode.Parse(row.Document)!["root_cause"]!, row.CreatedAt))],
            [.. opened.Select(row => new PastPullRequest(row.PrNumber, row.PrUrl, row.Title, row.Repo, row.State, row.CreatedAt))],
            repo is null ? allowed : [repo]);
    }

    private sealed class OperationRow
    {
        public string Id { get; init; } = "";
        public string Kind { get; init; } = "";
        public string State { get; init; } = "";
        public string? Repo { get; init; }
        public long CreatedAt { get; init; }
        public long? FinishedAt { get; init; }
    }

    private sealed class DiagnosisRow
    {
        public string Id { get; init; } = "";
        public string Repo { get; init; } = "";
        public string Outcome { get; init; } = "";
        public string Document { get; init; } = "{}";
        public long CreatedAt { get; init; }
    }

    private sealed class PullRequestRow
    {
        public int PrNumber { get; init; }
        public string PrUrl { get; init; } = "";
        public string Title { get; init; } = "";
        public string Repo { get; init; } = "";
        public string State { get; init; } = "";
        public long CreatedAt { get; init; }
    }
}
