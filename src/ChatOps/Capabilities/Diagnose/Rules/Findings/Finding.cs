namespace ChatOps.Capabilities.Diagnose.Rules.Findings;

/// <summary>Something seen in the code that explains an error.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line to point at, from 1.</param>
/// <param name="StartLine">First line of what was seen.</param>
/// <param name="EndLine">Last line, inclusive.</param>
/// <param name="Clause">Goes on after the place: <c>retries at once, without backoff</c>.</param>
/// <param name="Detail">One or two sentences for the explanation.</param>
internal sealed record Finding(string Path, int Line, int StartLine, int EndLine, string Clause, string Detail)
{
    /// <summary><c>path:line</c>.</summary>
    public string Place => $"{Path}:{Line}";
}
