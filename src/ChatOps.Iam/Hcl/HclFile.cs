namespace ChatOps.Iam.Hcl;

/// <summary>Where a file stops being HCL, and why.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
/// <param name="Message">A sentence.</param>
internal sealed record HclError(int Line, int Column, string Message)
{
    public override string ToString() => $"{Line},{Column}: {Message}";
}

/// <summary>A parsed file, or what is wrong with it.</summary>
internal sealed record HclFile(string Text, HclBody? Body, HclError? Error)
{
    /// <summary>Reads a file. It never throws; its time is linear in the text's length.</summary>
    public static HclFile Parse(string text)
    {
        try
        {
            return new HclFile(text, new HclParser(text).ParseFile(), null);
        }
        catch (HclSyntaxException e)
        {
            return new HclFile(text, null, At(text, e.Offset, e.Message));
        }
    }

    private static HclError At(string text, int offset, string message)
    {
        var before = text.AsSpan(0, Math.Min(offset, text.Length));
        return new HclError(before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'), message);
    }
}

/// <summary>Ends the parsing of one file; <see cref="HclFile.Parse"/> turns it into a value.</summary>
internal sealed class HclSyntaxException(int offset, string message) : Exception(message)
{
    public int Offset { get; } = offset;
}
