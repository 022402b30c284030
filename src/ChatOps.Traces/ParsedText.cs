namespace ChatOps.Traces;

/// <summary>What was found in a pasted text: its stack traces, and the error lines that stand outside of any trace.</summary>
public sealed record ParsedText
{
    /// <summary>The traces in the order in which they appear. Interleaved traces (two threads in one log) are separate entries.</summary>
    public required IReadOnlyList<Trace> Traces { get; init; }

    /// <summary>Lines that state an error but belong to no trace: a one-line message, a compiler diagnostic, a Lambda report.</summary>
    public required IReadOnlyList<ErrorLine> Errors { get; init; }

    /// <summary>What the parser left out or could not be sure of, each a sentence for the reader.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The text after transport formatting (log prefixes, JSON envelopes, chat escapes, hard wraps) was taken off.</summary>
    public required string CleanText { get; init; }
}

/// <summary>One error with the frames that led to it, and the errors that caused it.</summary>
public sealed record Trace
{
    /// <summary>The language whose runtime printed the trace.</summary>
    public required TraceLanguage Language { get; init; }

    /// <summary>The type's name as printed, e.g. <c>botocore.exceptions.ClientError</c>; null when the text does not say.</summary>
    public string? Type { get; init; }

    /// <summary>The message as printed, several lines joined by <c>\n</c>; empty when there is none.</summary>
    public string Message { get; init; } = "";

    /// <summary>The frames, innermost (where it was raised) first, whatever order the language prints.</summary>
    public required IReadOnlyList<Frame> Frames { get; init; }

    /// <summary>The errors behind this one, nearest first; each says how it relates.</summary>
    public IReadOnlyList<RelatedTrace> Related { get; init; } = [];

    /// <summary>Thread, goroutine or task, as printed; null when the text does not say.</summary>
    public string? Thread { get; init; }

    /// <summary>First line of the trace in the pasted text, from 1.</summary>
    public required int FirstLine { get; init; }

    /// <summary>Last line of the trace in the pasted text, from 1, inclusive.</summary>
    public required int LastLine { get; init; }

    /// <summary>Whether the text ends, or was cut, before the trace was whole (<c>... 12 more</c> of a cause does not count).</summary>
    public bool Truncated { get; init; }
}

/// <summary>An error tied to another one.</summary>
/// <param name="Relation">How it is tied.</param>
/// <param name="Trace">The error.</param>
public sealed record RelatedTrace(TraceRelation Relation, Trace Trace);

/// <summary>How two errors of one trace are tied.</summary>
public enum TraceRelation
{
    /// <summary>The other error caused this one (<c>Caused by</c>, <c>The above exception was the direct cause</c>, <c>---&gt;</c>).</summary>
    Cause,

    /// <summary>The other error was being handled when this one was raised (<c>During handling of the above exception</c>).</summary>
    Context,

    /// <summary>The other error was suppressed while this one propagated (<c>Suppressed:</c>).</summary>
    Suppressed,

    /// <summary>The other error is one of a group (<c>AggregateException</c>, <c>ExceptionGroup</c>).</summary>
    Member,
}

/// <summary>The runtime that printed a trace.</summary>
public enum TraceLanguage
{
    /// <summary>Not known.</summary>
    Unknown,
    /// <summary>Python.</summary>
    Python,
    /// <summary>Java, Kotlin, Scala or Groovy.</summary>
    Java,
    /// <summary>JavaScript or TypeScript.</summary>
    JavaScript,
    /// <summary>Go.</summary>
    Go,
    /// <summary>C#, F# or Visual Basic.</summary>
    DotNet,
    /// <summary>Ruby.</summary>
    Ruby,
    /// <summary>PHP.</summary>
    Php,
    /// <summary>Rust.</summary>
    Rust,
    /// <summary>Elixir or Erlang.</summary>
    Elixir,
    /// <summary>C, C++ or Objective-C (gdb, sanitizers).</summary>
    Native,
}

/// <summary>One call of a trace.</summary>
public sealed record Frame
{
    /// <summary>The file as printed (absolute, relative, a bare name, a URL), with <c>\</c> turned to <c>/</c>; null when only a type is known.</summary>
    public string? Path { get; init; }

    /// <summary>Line in the file, from 1; null when not printed.</summary>
    public int? Line { get; init; }

    /// <summary>Column in the line, from 1; null when not printed.</summary>
    public int? Column { get; init; }

    /// <summary>The function or method without its type and parameters, e.g. <c>put_item</c>, <c>MoveNext</c> already mapped back to its async method.</summary>
    public string? Function { get; init; }

    /// <summary>The type with its namespace or package, e.g. <c>com.acme.OrderService</c>, generics and compiler decoration removed; null for free functions.</summary>
    public string? Type { get; init; }

    /// <summary>The package, module or assembly when printed apart from the type: a Go import path, a Java module, an npm package.</summary>
    public string? Module { get; init; }

    /// <summary>The source line that the trace itself prints below the frame (Python, Ruby, Rust); null when not printed.</summary>
    public string? Code { get; init; }

    /// <summary>Whether the frame belongs to the language's runtime or standard library by its path or name alone (<c>node:internal</c>, <c>java.util</c>, <c>/usr/local/go/src</c>).</summary>
    public bool IsRuntime { get; init; }

    /// <summary>Whether the frame lies in an installed dependency by its path alone (<c>site-packages</c>, <c>node_modules</c>, <c>/pkg/mod/</c>, <c>/gems/</c>).</summary>
    public bool IsDependency { get; init; }

    /// <summary>Line of the pasted text in which the frame stands, from 1.</summary>
    public required int TextLine { get; init; }
}

/// <summary>A line that states an error without a trace.</summary>
public sealed record ErrorLine
{
    /// <summary>Type or code, e.g. <c>ProvisionedThroughputExceededException</c>, <c>TS2304</c>, <c>CS0103</c>; null when none is named.</summary>
    public string? Type { get; init; }

    /// <summary>The message.</summary>
    public required string Message { get; init; }

    /// <summary>The place the line names, as in compiler diagnostics (<c>src/app.ts(12,5): error TS2304</c>); null when none.</summary>
    public Frame? At { get; init; }

    /// <summary>Line of the pasted text, from 1.</summary>
    public required int TextLine { get; init; }
}
