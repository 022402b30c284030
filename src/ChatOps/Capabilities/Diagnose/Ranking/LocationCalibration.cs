namespace ChatOps.Capabilities.Diagnose.Ranking;

/// <summary>
/// Turns a ranking into the probability that its first file is right. A logistic regression, fitted on the predictions for repositories that the ranking's weights had not
/// seen (leave-repositories-out on the public split), so that it does not share their optimism.
/// </summary>
internal static class LocationCalibration
{
    /// <summary>Beyond this the share says nothing more.</summary>
    private const double MostLogit = 5;

    /// <summary>A reporter's word is a strong hint, not a proof: by itself it never makes more than a medium confidence.</summary>
    private const double MostByReporter = 0.75;

    /// <summary>0 to 1.</summary>
    public static double Of(RankedCandidates ranking)
    {
        if (ranking.Candidates.Count == 0) return 0;
        var first = ranking.Candidates[0];
        var share = ranking.Share(first);
        var logit = Math.Clamp(Math.Log(share / Math.Max(1e-9, 1 - share)), -MostLogit, MostLogit);
        var sum = ranking.HasFrames
            ? 0.04 + (0.35 * logit) + (0.17 * first[Feature.Bm25Rank]) + (0.97 * first[Feature.LineAge]) - (0.76 * first[Feature.FanIn]) + (0.35 * first[Feature.FrameShare]) + (0.27 * first[Feature.FirstImplicit])
            : -0.35 + (0.72 * logit);
        var probability = 1 / (1 + Math.Exp(-sum));
        return first[Feature.Reported] > 0 && first[Feature.FrameShare] == 0 ? Math.Min(probability, MostByReporter) : probability;
    }
}
