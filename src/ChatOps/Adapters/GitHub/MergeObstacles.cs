namespace ChatOps.Adapters.GitHub;

/// <summary>Why GitHub would not merge, in sentences that say what to do.</summary>
internal sealed class MergeObstacles
{
    private readonly List<string> sentences = [];
    private readonly List<string> checks = [];

    /// <summary>Goes through all conditions.</summary>
    public MergeObstacles(MergeConditions conditions, RepositoryFacts facts)
    {
        var (pullRequest, rules) = (conditions.PullRequest, conditions.Rules);
        var name = $"#{pullRequest.Number}";
        if (pullRequest.State != PullRequestState.Open)
        {
            sentences.Add($"{name} is {(pullRequest.State == PullRequestState.Merged ? "merged" : "closed")} already.");
            return;
        }

        Add(facts.Archived, $"{facts.FullName} is archived, so nothing in it can change.");
        Add(!facts.CanPush && !conditions.Actor.IsApp, $"{conditions.Actor.Login} has no write access to {facts.FullName}; ask one of its administrators.");
        Add(pullRequest.Draft, $"{name} is a draft; mark it as ready for review on GitHub first.");
        Add(rules.HasMergeQueue, $"{pullRequest.BaseBranch} takes changes through a merge queue only; add {name} to the queue on GitHub.");
        Add(conditions.Mergeable == false, $"{name} conflicts with {pullRequest.BaseBranch}; resolve the conflict on its branch first.");
        Add(conditions.Mergeable is null, $"GitHub has not worked out yet whether {name} conflicts with {pullRequest.BaseBranch}; try again in a moment.");
        Add(!rules.HasMergeQueue && conditions.AllowedMethods.Count == 0, $"The settings of {facts.FullName} and the rules of {pullRequest.BaseBranch} together allow no way to merge; ask one of its administrators.");
        AddReviews(conditions, name);
        Add(rules.RequiresUpToDate && conditions.MergeableState == "behind", $"{name} has to contain the latest commit of {pullRequest.BaseBranch}; update its branch on GitHub first.");
        AddChecks(conditions);
        OnlyChecks = sentences.Count == 0 && checks.Count > 0;
        sentences.AddRange(checks);
        Add(sentences.Count == 0 && conditions.MergeableState == "blocked", $"GitHub says that the rules of {pullRequest.BaseBranch} stand in the way of {name}, without saying which; its page on GitHub shows it.");
    }

    /// <summary>The obstacles, most basic first.</summary>
    public IReadOnlyList<string> Sentences => sentences;

    /// <summary>Whether required checks are all that stands in the way.</summary>
    public bool OnlyChecks { get; }

    private void Add(bool applies, string sentence)
    {
        if (applies) sentences.Add(sentence);
    }

    private void AddReviews(MergeConditions conditions, string name)
    {
        var rules = conditions.Rules;
        if (rules.RequiredApprovals == 0 && !rules.RequiresCodeOwners) return;
        Add(conditions.ChangesRequestedBy.Count > 0, $"{string.Join(", ", conditions.ChangesRequestedBy)} asked for changes to {name}.");
        Add(conditions.ApprovedBy.Count < rules.RequiredApprovals, $"{name} has {conditions.ApprovedBy.Count} of {rules.RequiredApprovals} approvals that {conditions.PullRequest.BaseBranch} asks for; its author cannot give one.");
        // Who is in a team is not ours to see: then GitHub's own verdict decides.
        var isOwned = conditions.CodeOwners.Count == 0 || conditions.ApprovedBy.Any(login => conditions.CodeOwners.Contains("@" + login, StringComparer.OrdinalIgnoreCase))
            || (conditions.ApprovedBy.Count > 0 && conditions.CodeOwners.Any(owner => owner.Contains('/')) && conditions.MergeableState != "blocked");
        Add(rules.RequiresCodeOwners && !isOwned, $"{name} needs the approval of an owner of the changed files: {string.Join(", ", conditions.CodeOwners)}.");
    }

    private void AddChecks(MergeConditions conditions)
    {
        var required = conditions.Rules.RequiredChecks;
        Check(conditions.Checks.Failing.Intersect(required), "failed");
        Check(conditions.Checks.Pending.Intersect(required), "have not finished");
        Check(conditions.Checks.Missing, "have not started");
    }

    private void Check(IEnumerable<string> names, string how)
    {
        string[] all = [.. names];
        if (all.Length > 0) checks.Add($"Required checks {how}: {string.Join(", ", all)}.");
    }
}
