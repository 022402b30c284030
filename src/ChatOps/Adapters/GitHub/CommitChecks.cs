namespace ChatOps.Adapters.GitHub;

/// <summary>Reads a commit's checks (of Apps) and statuses (of everything older) as one list of names.</summary>
internal static class CommitChecks
{
    /// <summary>The checks of a commit.</summary>
    /// <param name="session">The call's.</param>
    /// <param name="sha">The commit.</param>
    /// <param name="required">The names that have to be there.</param>
    public static async Task<CheckSummary> ReadAsync(GitHubSession session, string sha, IReadOnlyList<string> required)
    {
        var states = new SortedDictionary<string, CheckState>(StringComparer.Ordinal);
        var runs = await session.Client.Check.Run.GetAllForReference(session.Repository.Owner, session.Repository.Name, sha);
        foreach (var run in runs.CheckRuns)
            Add(states, run.Name, run.Conclusion is { } conclusion && run.Status.StringValue == "completed" ? Of(conclusion.StringValue) : CheckState.Pending);
        await AddStatusesAsync(states, session, sha);

        string[] failing = [.. states.Where(one => one.Value == CheckState.Failing).Select(one => one.Key)];
        string[] pending = [.. states.Where(one => one.Value == CheckState.Pending).Select(one => one.Key)];
        string[] missing = [.. required.Where(name => !states.ContainsKey(name))];
        var all = failing.Length > 0 ? CheckState.Failing : pending.Length + missing.Length > 0 ? CheckState.Pending : states.Count > 0 ? CheckState.Passing : CheckState.None;
        return new CheckSummary(all, failing, pending, missing);
    }

    // Octokit reads the first page only.
    private static async Task AddStatusesAsync(SortedDictionary<string, CheckState> states, GitHubSession session, string sha)
    {
        for (var page = 1; ; page++)
        {
            var combined = await session.JsonAsync(FormattableString.Invariant($"{session.Repository.Path}/commits/{sha}/status?per_page=100&page={page}"));
            var statuses = combined.GetProperty("statuses");
            foreach (var status in statuses.EnumerateArray())
                Add(states, status.GetProperty("context").GetString()!, status.GetProperty("state").GetString() switch { "success" => CheckState.Passing, "pending" => CheckState.Pending, _ => CheckState.Failing });
            if (statuses.GetArrayLength() < 100) return;
        }
    }

    // A skipped or neutral check counts as passed (docs.github.com, "About status checks").
    private static CheckState Of(string conclusion) => conclusion is "success" or "neutral" or "skipped" ? CheckState.Passing : CheckState.Failing;

    // Two of one name: the worse one counts.
    private static void Add(SortedDictionary<string, CheckState> states, string name, CheckState state) =>
        states[name] = states.TryGetValue(name, out var other) && other > state ? other : state;
}
