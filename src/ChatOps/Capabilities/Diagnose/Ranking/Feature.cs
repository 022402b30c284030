namespace ChatOps.Capabilities.Diagnose.Ranking;

/// <summary>What speaks for or against a file; each is 0 when it does not apply and about 1 when it applies fully.</summary>
internal enum Feature
{
    /// <summary>It holds the first frame of ours.</summary>
    FirstFrame,
    /// <summary>It is the fourth to sixth.</summary>
    MiddleFrame,
    /// <summary>It is in a later frame.</summary>
    LateFrame,
    /// <summary>Its share of all our frames.</summary>
    FrameShare,
    /// <summary>Its frame's name or path says helper, whatever the order.</summary>
    FrameIsHelper,
    /// <summary>BM25 of all identifiers, relative to the best file.</summary>
    Bm25,
    /// <summary>It is the best by that.</summary>
    Bm25First,
    /// <summary>One over its place by that.</summary>
    Bm25Rank,
    /// <summary>BM25 of the words of the message, relative to the best file.</summary>
    WordBm25,
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
    /// <summary>It raises the error's type.</summary>
    RaisesError,
    /// <summary>It holds quoted texts of the message.</summary>
    HoldsLiteral,
    /// <summary>It defines what the failing line of the first frame names.</summary>
    CalledAtFirst,
    /// <summary>It defines a type named near the failing line of the first frame.</summary>
    TypeNearFirst,
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
    /// <summary>It holds the first frame, and the error is one that the runtime raises by itself (a null reference, a missing key).</summary>
    FirstImplicit,
    /// <summary>It holds the first frame and writes the message: the error is a check that worked.</summary>
    FirstWritesMessage,
    /// <summary>How lately the text of a failing line of it was written.</summary>
    LineAge,
    /// <summary>Its size: short files are easier to be wrong about.</summary>
    Size,
}
