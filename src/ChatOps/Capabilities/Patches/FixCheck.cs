namespace ChatOps.Capabilities.Patches;

/// <summary>One check of a proposed change.</summary>
/// <param name="Check"><c>applies</c>, <c>parses</c>, <c>paths</c>, <c>secrets</c>, <c>iam</c> or <c>build</c>.</param>
/// <param name="Passed">Whether it held.</param>
/// <param name="Detail">One sentence.</param>
internal sealed record FixCheck(string Check, bool Passed, string Detail);
