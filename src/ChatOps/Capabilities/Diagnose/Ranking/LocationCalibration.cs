namespace ChatOps.Capabilities.Diagnose.Ranking;

/// <summary>Turns a ranking into the probability that its first file is right.</summary>
internal static class LocationCalibration
{
    /// <summary>0 to 1.</summary>
    public static double Of(RankedCandidates ranking)
    {
        if (ranking.Candidates.Count == 0) return 0;
        return Math.Clamp(Share(ranking), 0.02, 0.97);
    }

    /// <summary>The first file's share of all, by the model that the weights were fitted with.</summary>
    public static double Share(RankedCandidates ranking)
    {
        var best = ranking.Candidates[0].Score;
        return 1 / ranking.Candidates.Sum(candidate => Math.Exp(candidate.Score - best));
    }
}
