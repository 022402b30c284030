namespace ChatOps.Capabilities.Diagnose.Ranking;

/// <summary>The weight of each <see cref="Feature"/>.</summary>
internal static class RankingWeights
{
    /// <summary>For texts with at least one frame in this repository.</summary>
    public static double[] WithFrames { get; } = Of((Feature.FirstFrame, 5), (Feature.SecondFrame, 4), (Feature.ThirdFrame, 3.5), (Feature.MiddleFrame, 3), (Feature.LateFrame, 2), (Feature.Bm25, 1.5), (Feature.Bm25Rank, 0.5));

    /// <summary>For texts without.</summary>
    public static double[] WithoutFrames { get; } = Of((Feature.Bm25, 3), (Feature.Bm25Rank, 1), (Feature.WordBm25, 1), (Feature.MessageRun, 1), (Feature.Reported, 6));

    private static double[] Of(params (Feature Feature, double Weight)[] weights)
    {
        var all = new double[Enum.GetValues<Feature>().Length];
        foreach (var (feature, weight) in weights) all[(int)feature] = weight;
        return all;
    }
}
