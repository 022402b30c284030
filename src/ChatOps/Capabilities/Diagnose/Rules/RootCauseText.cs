namespace ChatOps.Capabilities.Diagnose.Rules;

/// <summary>The one sentence that names what is wrong and where.</summary>
internal static class RootCauseText
{
    public static string Of(Facts facts)
    {
        var change = facts.Change is null ? "" : $" ({facts.Change})";
        if (facts.Match is null)
            return WithoutSignature(facts, change);
        var cause = facts.Fill(facts.Match.Signature.Cause).TrimEnd('.');
        if (facts.Findings.Count > 0)
            return $"{cause}: {facts.Findings[0].Place} {facts.Findings[0].Clause}{change}.";
        if (facts.Line is not { } line)
            return cause + ".";
        if (facts.Expression is { } expression)
            return $"{cause}: at {line.Place} `{expression.Expression}` {expression.Clause}{change}.";
        return cause.Contains(line.Place, StringComparison.Ordinal) ? $"{cause}{change}."
            : line.FromTrace ? $"{cause}; it surfaces at {line.Place}{change}." : $"{cause}; the code concerned is {line.Place}{change}.";
    }

    private static string WithoutSignature(Facts facts, string change)
    {
        var line = facts.Line!;
        var name = facts.Error is { Type.Length: > 0 } error ? error.Type.Split('.')[^1] : "The error";
        return facts.Expression is { } expression
            ? $"{name} at {line.Place}: `{expression.Expression}` {expression.Clause}{change}."
            : $"{name} is raised at {line.Place}{change}, which means that {ErrorKind.Of(facts.Error?.Title ?? facts.Evidence.Text).Means}.";
    }
}
