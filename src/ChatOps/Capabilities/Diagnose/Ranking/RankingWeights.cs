namespace ChatOps.Capabilities.Diagnose.Ranking;

/// <summary>
/// The weight of each <see cref="Feature"/>. Learned from 403 real errors of 34 public repositories whose fixing commits are known (the public split that
/// <c>tests/benchmarks/README.md</c> describes): a softmax over each error's candidates, so that the right file's share grows, with an L2 penalty; repositories with many
/// errors count less per error; checked by leaving repositories out, never single errors. The features were chosen by adding, one at a time, what
/// lowered the loss on repositories left out; those about a file the reporter named are set by hand, as no public error has a reporter.
/// </summary>
internal static class RankingWeights
{
    /// <summary>How much likelier a file beside the frames has to be to come before all files in them.</summary>
    public const double ToLeadOverFrames = 0.5;

    /// <summary>For files with a frame.</summary>
    public static double[] InFrames { get; } = Of(
        (Feature.FirstFrame, 1.20), (Feature.MiddleFrame, -0.54), (Feature.LateFrame, -0.98), (Feature.FrameIsHelper, -0.50), (Feature.FanIn, -0.66), (Feature.FirstWritesMessage, -0.42),
        (Feature.Bm25, 0.87), (Feature.MessageRun, -0.60), (Feature.PathInMessage, 0.59), (Feature.Recent, 1.19), (Feature.LineAge, 0.78), (Feature.Reported, 4));

    /// <summary>For files without one when others have some. They were fitted with those above held still.</summary>
    public static double[] BesideFrames { get; } = Of(
        (Feature.NoFrame, -4.57), (Feature.Bm25, 1.22), (Feature.Bm25Rank, 1.44), (Feature.PathWords, 0.26), (Feature.DefinesMessageType, 1.08), (Feature.NamedInMessage, 0.44), (Feature.CalledAtFirst, 0.94),
        (Feature.TypeNearFirst, 0.68), (Feature.BaseOfFirst, 0.39), (Feature.SameStem, 0.28), (Feature.SameDirectory, 0.35), (Feature.UsesFirst, 0.42), (Feature.Recent, 0.98), (Feature.Churn, 0.67),
        (Feature.Reported, 6), (Feature.ImportedByReported, 1.5), (Feature.Manifest, 0.5));

    /// <summary>For texts in which no frame is of this repository.</summary>
    public static double[] WithoutFrames { get; } = Of(
        (Feature.Bm25, 0.61), (Feature.Bm25First, 1.36), (Feature.Bm25Rank, 2.14), (Feature.WordBm25, 2.26), (Feature.DefinesMessageType, 1.71), (Feature.DefinesMessageFunction, 1.05), (Feature.PathInMessage, 2.05),
        (Feature.HoldsLiteral, 2.25), (Feature.Recent, 2.12), (Feature.Churn, 1.06), (Feature.Size, 1.90), (Feature.Reported, 20), (Feature.ImportedByReported, 8));

    private static double[] Of(params (Feature Feature, double Weight)[] weights)
    {
        var all = new double[Enum.GetValues<Feature>().Length];
        foreach (var (feature, weight) in weights) all[(int)feature] = weight;
        return all;
    }
}
