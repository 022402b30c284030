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
        var combined = await session.Client.Repository.Status.GetCombined(session.Repository.Owner, session.Repository.Name, sha);
        foreach (var status in combined.Statuses)
            Add(states, status.Context, status.State.StringValue switch { "success" => CheckState.Passing, "pending" => CheckState.Pending, _ => CheckState.Failing });

        string[] failing = [.. states.Where(one => one.Value == CheckState.Failing).Select(one => one.Key)];
        string[] pending = [.. states.Where(one => one.Value == CheckState.Pending).Select(one => one.Key)];
        string[] missing = [.. required.Where(name => !states.ContainsKey(name))];
        var all = failing.Length > 0 ? CheckState.Failing : pending.Length + missing.Length > 0 ? CheckState.Pending : states.Count > 0 ? CheckState.Passing : CheckState.None;
        return new CheckSummary(all, failing, pending, missing);
    }

    // A skipped or neutral check counts as passed (docs.github.com, "About status checks").
    private static CheckState Of(string conclusion) => conclusion is "success" or "neutral" or "skipped" ? CheckState.Passing : CheckState.Failing;

    // Two of one name: the worse one counts.
    private static void Add(SortedDictionary<string, CheckState> states, string name, CheckState state) =>
        states[name] = states.TryGetValue(name, out var other) && other > state ? other : state;
}
