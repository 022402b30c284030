namespace ChatOps.Capabilities.Diagnose.Rules;

/// <summary>What the name of an exception says when no signature knows it.</summary>
/// <param name="Category">The kind of fault.</param>
/// <param name="Means">What it means in general; goes on after "which means that".</param>
/// <param name="Advice">What to look at; goes on after the place.</param>
internal sealed record ErrorKind(Category Category, string Means, string Advice)
{
    private static readonly (string[] Words, ErrorKind Kind)[] Known =
    [
        (["NoneType", "NullReference", "NullPointer", "nil pointer", "of undefined", "of null", "for nil", "on null"], new(Category.NullReference, "a value that the line uses was never set", "Find where the value comes from and why it can be missing; handle that case where it arises rather than with a check at the point of failure.")),
        (["KeyError", "KeyNotFound", "NoSuchElement", "NoSuchKey", "key not found"], new(Category.Data, "a key or element that the line takes for granted is not there", "Look at the data that arrived: either the producer must send the key, or the line must say what holds without it.")),
        (["IndexError", "IndexOutOf", "OutOfBounds", "out of range"], new(Category.Data, "the collection is shorter than the line expects", "Check the length first, or find why the collection is empty or cut.")),
        (["ModuleNotFound", "ImportError", "ClassNotFound", "NoClassDefFound", "LoadError", "Cannot find module", "FileLoad"], new(Category.Import, "something the program needs is not installed, or not where it is looked for", "Compare the manifest and what was deployed with the import at this line.")),
        (["TypeError", "ClassCast", "InvalidCast", "NoMethodError", "MissingMethod", "NoSuchMethod", "AttributeError", "NameError", "ReferenceError"], new(Category.Type, "a value has another type than the line expects", "Compare what the caller hands over with what this line uses; a changed signature or a dependency of another version is the usual reason.")),
        (["Timeout", "TimedOut", "timed out", "DeadlineExceeded", "deadline exceeded"], new(Category.Timeout, "what the line waits for did not answer in time", "Measure the call by itself, and give it a timeout below that of its caller.")),
        (["Connection", "Socket", "ECONN", "ENOTFOUND", "UnknownHost", "Unreachable", "SSL", "TLS"], new(Category.Network, "the other side could not be reached or ended the connection", "Check name, port, network rules and whether the service was up; retry only what may be repeated.")),
        (["PermissionError", "AccessDenied", "Unauthorized", "Forbidden", "EACCES", "SecurityException"], new(Category.Permission, "the caller may not do what the line does", "Find which identity runs this code and what it was granted.")),
        (["OutOfMemory", "MemoryError", "StackOverflow", "RecursionError", "RecursionDepth", "ENOSPC", "TooManyOpenFiles", "EMFILE"], new(Category.Resource, "a limit of memory, stack, disk or handles was reached", "Find what grows with the input on the way to this line.")),
        (["Deadlock", "ConcurrentModification", "LockTimeout", "Concurrency", "race"], new(Category.Concurrency, "two pieces of work got in each other's way", "Find what else writes to the same thing, and give it one owner or one order.")),
        (["FileNotFound", "NoSuchFile", "ENOENT", "DirectoryNotFound", "Configuration", "EnvironmentVariable"], new(Category.Config, "a file or setting is missing", "Check the path or name that the line builds against what was deployed.")),
        (["JSON", "Json", "Decode", "Parse", "Unicode", "Format", "Serializ", "Deserializ", "ValueError", "IllegalArgument", "ArgumentException", "ArgumentNull", "Validation", "InvalidData"], new(Category.Data, "a value is not of the form that the line accepts", "Log the rejected value (without secrets) and decide where it should be turned down or repaired.")),
    ];

    private static readonly ErrorKind Unknown = new(Category.Other, "the program stopped itself here", "Read the condition that leads to this line and the values its callers hand over.");

    /// <summary>The kind by the words of an error's type and message.</summary>
    public static ErrorKind Of(string text) => Array.Find(Known, kind => kind.Words.Any(word => text.Contains(word, StringComparison.Ordinal))).Kind ?? Unknown;
}
