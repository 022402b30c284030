namespace ChatOps.Tests.Support.GitHub;

/// <summary>What keeps the fake from merging, in GitHub's words.</summary>
internal static class MergeRules
{
    public static string? WhyNot(FakeRepository repository, FakePullRequest pull)
    {
        if (repository.Rules.GetValueOrDefault(pull.BaseBranch)?.Any(rule => rule!["type"]!.GetValue<string>() == "merge_queue") == true)
            return "Repository rule violations found\n\nChanges must be made through the merge queue";
        if (repository.Protections.GetValueOrDefault(pull.BaseBranch) is not { } protection) return null;
        var last = pull.Reviews.Where(review => review.State != "COMMENTED").GroupBy(review => review.By.Login).Select(group => group.Last()).ToList();
        var approvals = last.Count(review => review.State == "APPROVED");
        if (last.Any(review => review.State == "CHANGES_REQUESTED")) return "Changes have been requested by a reviewer.";
        if (approvals < protection.Approvals) return $"At least {protection.Approvals} approving review is required by reviewers with write access.";
        if (protection.CodeOwners && approvals == 0) return "Waiting on code owner review.";
        foreach (var required in protection.Checks)
        {
            if (repository.Checks.LastOrDefault(check => check.Sha == pull.HeadSha && check.Name == required)?.Conclusion != "success")
                return $"Required status check \"{required}\" is expected.";
        }

        return protection.Strict && !repository.Git.IsAncestor(repository.Git.Tip(pull.BaseBranch)!, pull.HeadSha) ? "The head branch is not up to date with the base branch." : null;
    }
}
