namespace ChatOps.Iam.Code.Syntax;

/// <summary>Reads a text in its language.</summary>
internal static class SourceReader
{
    /// <summary>The statements of a text.</summary>
    public static IReadOnlyList<Statement> Read(string text, CodeLanguage language, NamePool names) => language switch
    {
        CodeLanguage.Python => PythonParser.Parse(text, names),
        CodeLanguage.JavaScript => JavaScriptParser.Parse(text, names),
        CodeLanguage.Java => JavaParser.Parse(text, names),
        CodeLanguage.Go => GoParser.Parse(text, names),
        CodeLanguage.CSharp => CSharpReader.Parse(text),
        _ => [],
    };
}
