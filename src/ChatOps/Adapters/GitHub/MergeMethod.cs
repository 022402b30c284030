namespace ChatOps.Adapters.GitHub;

/// <summary>How GitHub brings a pull request into its base branch.</summary>
internal enum MergeMethod
{
    /// <summary>A merge commit with two parents.</summary>
    Merge,

    /// <summary>One commit with the whole change.</summary>
    Squash,

    /// <summary>The pull request's commits, made anew on the base.</summary>
    Rebase,
}
