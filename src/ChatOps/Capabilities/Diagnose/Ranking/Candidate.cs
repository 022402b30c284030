namespace ChatOps.Capabilities.Diagnose.Ranking;

/// <summary>A file that may hold the fault, with what speaks for it.</summary>
/// <param name="file">Position in the tree.</param>
/// <param name="at">Position among the indexed files; negative when it is not indexed.</param>
/// <param name="path">Its path.</param>
internal sealed class Candidate(int file, int at, string path)
{
    private static readonly int FeatureCount = Enum.GetValues<Feature>().Length;

    /// <summary>Position in the tree.</summary>
    public int File { get; } = file;

    /// <summary>Position among the indexed files; negative when it is not indexed.</summary>
    public int At { get; } = at;

    /// <summary>Its path.</summary>
    public string Path { get; } = path;

    /// <summary>The features, by <see cref="Feature"/>.</summary>
    public double[] Values { get; } = new double[FeatureCount];

    /// <summary>Lines that the text or the search points to, most telling first.</summary>
    public List<int> Lines { get; } = [];

    /// <summary>Those of <see cref="Lines"/> where a frame stands, in the order of the frames.</summary>
    public List<int> FrameLines { get; } = [];

    /// <summary>The weighted sum.</summary>
    public double Score { get; set; }

    /// <summary>One feature.</summary>
    public double this[Feature feature]
    {
        get => Values[(int)feature];
        set => Values[(int)feature] = value;
    }

    /// <summary>Sets a feature to the larger of its value and <paramref name="value"/>.</summary>
    public void Raise(Feature feature, double value) => this[feature] = Math.Max(this[feature], value);

    /// <summary>Adds a frame's line unless it is known.</summary>
    public void PointToFrame(int line)
    {
        PointTo(line);
        if (Lines.Contains(line) && !FrameLines.Contains(line)) FrameLines.Add(line);
    }

    /// <summary>Adds a line unless it is known.</summary>
    public void PointTo(int line)
    {
        if (line > 0 && Lines.Count < 12 && !Lines.Contains(line)) Lines.Add(line);
    }
}
