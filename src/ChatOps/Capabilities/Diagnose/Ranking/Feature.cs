namespace ChatOps.Capabilities.Diagnose.Ranking;

/// <summary>What speaks for or against a file; each is 0 when it does not apply and about 1 when it applies fully.</summary>
internal enum Feature
{
    /// <summary>It holds the first frame of ours.</summary>
    FirstFrame,
    /// <summary>It is the second of our files in the order of frames.</summary>
    SecondFrame,
    /// <summary>It is the third.</summary>
    ThirdFrame,
    /// <summary>It is the fourth to sixth.</summary>
    MiddleFrame,
    /// <summary>It is in a later frame.</summary>
    LateFrame,
    /// <summary>Its share of all our frames.</summary>
    FrameShare,
    /// <summary>It is in the error that caused the others.</summary>
    InInnermost,
    /// <summary>Its first frame stands directly below one that raised in a library.</summary>
    BelowLibrary,
    /// <summary>It holds the first frame, and that frame raised: nothing of a library is above it.</summary>
    FirstRaises,
    /// <summary>It holds the first frame, whose name or path says that it only checks, throws, logs or dispatches.</summary>
    FirstIsHelper,
    /// <summary>It holds the second frame, and the first is such a helper.</summary>
    AfterHelper,
    /// <summary>Its frame's name or path says helper, whatever the order.</summary>
    FrameIsHelper,
    /// <summary>It holds the first frame, and the failing line raises an error by intent.</summary>
    FirstThrows,
    /// <summary>It holds the second frame, and the first one's failing line raises by intent.</summary>
    AfterThrow,
    /// <summary>The frame's function stands at the frame's line: the trace is of this version.</summary>
    LineFits,
    /// <summary>BM25 of all identifiers, relative to the best file.</summary>
    Bm25,
    /// <summary>It is the best by that.</summary>
    Bm25First,
    /// <summary>One over its place by that.</summary>
    Bm25Rank,
    /// <summary>BM25 of the words of the message, relative to the best file.</summary>
    WordBm25,
    /// <summary>One over its place by that.</summary>
    WordRank,
    /// <summary>The same, from identifiers of the message alone.</summary>
    MessageBm25,
    /// <summary>Words of the message in its path.</summary>
    PathWords,
    /// <summary>Longest run of the message's words in one of its lines.</summary>
    MessageRun,
    /// <summary>That run is long enough to be where the message is written.</summary>
    WritesMessage,
    /// <summary>It defines a type that the message names.</summary>
    DefinesMessageType,
    /// <summary>It defines a function that the message names.</summary>
    DefinesMessageFunction,
    /// <summary>Its name is an identifier of the message.</summary>
    NamedInMessage,
    /// <summary>The message gives its path.</summary>
    PathInMessage,
    /// <summary>It defines the error's own type.</summary>
    DefinesError,
    /// <summary>It raises the error's type.</summary>
    RaisesError,
    /// <summary>It holds quoted texts of the message.</summary>
    HoldsLiteral,
    /// <summary>It defines what the failing line of the first frame names.</summary>
    CalledAtFirst,
    /// <summary>It defines a type named near the failing line of the first frame.</summary>
    TypeNearFirst,
    /// <summary>The same for the second and third frames' lines.</summary>
    TypeNearLater,
    /// <summary>It defines a base of a type in the first frame's file.</summary>
    BaseOfFirst,
    /// <summary>It derives from a type in the first frame's file.</summary>
    DerivedOfFirst,
    /// <summary>Its name begins like the first frame's file: a partial class, an implementation.</summary>
    SameStem,
    /// <summary>It is in the first frame's directory.</summary>
    SameDirectory,
    /// <summary>It calls the function of our outermost frame.</summary>
    CallsOutermost,
    /// <summary>It names a type of the first frame's file.</summary>
    UsesFirst,
    /// <summary>How lately it changed.</summary>
    Recent,
    /// <summary>How often it changed lately.</summary>
    Churn,
    /// <summary>It is a manifest, and the error is about importing or versions.</summary>
    Manifest,
    /// <summary>Share of the repository's code in its language, or whether it is the trace's language.</summary>
    Language,
    /// <summary>It holds a frame whose error the text says was the outermost.</summary>
    InOutermost,
    /// <summary>It is in no frame while others are.</summary>
    NoFrame,
    /// <summary>The reporter named it.</summary>
    Reported,
    /// <summary>The reported file imports it.</summary>
    ImportedByReported,
    /// <summary>Code of others kept in the repository, or written by a tool.</summary>
    Foreign,
    /// <summary>How much of the repository uses the frame's type and function, relative to the most possible: shared ground is rarely at fault.</summary>
    FanIn,
    /// <summary>The same, for the first frame's file only.</summary>
    FirstFanIn,
    /// <summary>It holds the second frame, by how much the first one's file is shared ground.</summary>
    AfterFanIn,
    /// <summary>It holds the first frame, and the error is one that the runtime raises by itself (a null reference, a missing key).</summary>
    FirstImplicit,
    /// <summary>It holds the first frame and writes the message: the error is a check that worked.</summary>
    FirstWritesMessage,
    /// <summary>It holds the second frame, and the first one's file writes the message.</summary>
    AfterWritesMessage,
    /// <summary>Of all files with frames it changed last.</summary>
    LatestOfFrames,
    /// <summary>Of all files with frames it has the most frames, if more than one.</summary>
    MostFrames,
    /// <summary>Of all files with frames it is the best by BM25.</summary>
    BestOfFrames,
    /// <summary>Its size: short files are easier to be wrong about.</summary>
    Size,
}
