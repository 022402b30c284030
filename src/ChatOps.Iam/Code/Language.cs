namespace ChatOps.Iam;

/// <summary>A language whose AWS SDK calls are read.</summary>
public enum CodeLanguage
{
    /// <summary>Python, with boto3.</summary>
    Python,

    /// <summary>JavaScript and TypeScript, with the SDK's versions 2 and 3.</summary>
    JavaScript,

    /// <summary>C#, with the AWS SDK for .NET.</summary>
    CSharp,

    /// <summary>Java, with the SDK's versions 1 and 2.</summary>
    Java,

    /// <summary>Go, with the SDK's versions 1 and 2.</summary>
    Go,
}

/// <summary>Which language a file or a word means.</summary>
internal static class Languages
{
    private static readonly Dictionary<string, CodeLanguage> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["py"] = CodeLanguage.Python, ["pyi"] = CodeLanguage.Python, ["python"] = CodeLanguage.Python, ["python3"] = CodeLanguage.Python, ["boto3"] = CodeLanguage.Python,
        ["js"] = CodeLanguage.JavaScript, ["mjs"] = CodeLanguage.JavaScript, ["cjs"] = CodeLanguage.JavaScript, ["jsx"] = CodeLanguage.JavaScript, ["ts"] = CodeLanguage.JavaScript,
        ["tsx"] = CodeLanguage.JavaScript, ["mts"] = CodeLanguage.JavaScript, ["cts"] = CodeLanguage.JavaScript, ["javascript"] = CodeLanguage.JavaScript, ["typescript"] = CodeLanguage.JavaScript,
        ["node"] = CodeLanguage.JavaScript, ["nodejs"] = CodeLanguage.JavaScript,
        ["cs"] = CodeLanguage.CSharp, ["csharp"] = CodeLanguage.CSharp, ["c#"] = CodeLanguage.CSharp, ["dotnet"] = CodeLanguage.CSharp, [".net"] = CodeLanguage.CSharp,
        ["java"] = CodeLanguage.Java,
        ["go"] = CodeLanguage.Go, ["golang"] = CodeLanguage.Go,
    };

    /// <summary>The language of a file by its extension; null when it is none of ours.</summary>
    public static CodeLanguage? OfPath(string path) => Known.TryGetValue(Path.GetExtension(path).TrimStart('.'), out var language) ? language : null;

    /// <summary>The language that a word names (<c>typescript</c>, <c>c#</c>, <c>py</c>); null when it names none of ours.</summary>
    public static CodeLanguage? OfName(string name) => Known.TryGetValue(name.Trim(), out var language) ? language : null;
}
