using System.Text.Json;
using System.Xml;
using ChatOps.Iam.Hcl;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Tomlyn;
using YamlDotNet.Core;

namespace ChatOps.Capabilities.Patches;

/// <summary>Parses a changed file in its own language.</summary>
internal static class SyntaxCheck
{
    private const string PythonProgram = """
        import ast, sys
        try:
            ast.parse(sys.stdin.buffer.read())
        except SyntaxError as error:
            sys.stderr.write("line %s: %s" % (error.lineno, error.msg))
            sys.exit(3)
        """;

    /// <summary>Whether the new text parses. A file that did not parse before either is not held against the fix.</summary>
    public static async Task<Syntax> CheckAsync(string path, string? before, string after, CancellationToken cancellationToken)
    {
        var result = await ParseAsync(path, after, cancellationToken);
        if (result.Error is null || before is null)
            return result;

        var old = await ParseAsync(path, before, cancellationToken);
        return old.Error is null ? result : Syntax.NotChecked(path, "it did not parse before either");
    }

    private static async Task<Syntax> ParseAsync(string path, string text, CancellationToken cancellationToken)
        => Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".cs" => Of(path, "C#", CSharpError(text)),
            ".json" => Of(path, "JSON", JsonError(text, lenient: IsLenientJson(path))),
            ".yaml" or ".yml" => Of(path, "YAML", YamlError(text)),
            ".toml" => Of(path, "TOML", TomlError(text)),
            ".tf" or ".tfvars" or ".hcl" => Of(path, "HCL", HclError(text)),
            ".xml" or ".csproj" or ".props" or ".targets" or ".config" or ".resx" => Of(path, "XML", XmlError(text)),
            ".py" or ".pyi" => await PythonAsync(path, text, cancellationToken),
            ".js" or ".mjs" or ".cjs" => await JavaScriptAsync(path, text, cancellationToken),
            ".go" => await GoAsync(path, text, cancellationToken),
            _ => Syntax.NotChecked(path, "no parser for its language"),
        };

    private static Syntax Of(string path, string language, string? error) => new(path, language, error, null);

    private static string? CSharpError(string text)
    {
        var tree = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview));
        var error = tree.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return error is null ? null : $"line {error.Location.GetLineSpan().StartLinePosition.Line + 1}: {error.Id}";
    }

    private static bool IsLenientJson(string path)
        => Path.GetFileName(path) is var file && (file.StartsWith("tsconfig", StringComparison.Ordinal) || file.StartsWith("appsettings", StringComparison.Ordinal) || path.Contains(".vscode/", StringComparison.Ordinal));

    private static string? JsonError(string text, bool lenient)
    {
        var options = lenient ? new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip } : default;
        try
        {
            using var document = JsonDocument.Parse(text, options);
            return null;
        }
        catch (JsonException error)
        {
            return $"line {error.LineNumber + 1}";
        }
    }

    private static string? YamlError(string text)
    {
        try
        {
            var parser = new Parser(new StringReader(text));
            while (parser.MoveNext())
            {
            }

            return null;
        }
        catch (YamlException error)
        {
            return $"line {error.Start.Line}";
        }
    }

    private static string? TomlError(string text)
    {
        try
        {
            TomlSerializer.Deserialize<Tomlyn.Model.TomlTable>(text);
            return null;
        }
        catch (TomlException error)
        {
            return error.Line is { } line ? $"line {line}" : "it is malformed";
        }
    }

    // The error begins with line and column.
    private static string? HclError(string text) => HclConversion.ToJson(text).Error is { } error ? $"line {error.Split(',')[0]}" : null;

    private static string? XmlError(string text)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
            while (reader.Read())
            {
            }

            return null;
        }
        catch (XmlException error)
        {
            return $"line {error.LineNumber}";
        }
    }

    private static async Task<Syntax> PythonAsync(string path, string text, CancellationToken cancellationToken)
        => await RunAsync(path, "Python", "python3", ["-I", "-S", "-B", "-c", PythonProgram], text, isError: run => run.ExitCode == 3, cancellationToken);

    /// <summary>A .js file may be a script or a module; one of the two must hold.</summary>
    private static async Task<Syntax> JavaScriptAsync(string path, string text, CancellationToken cancellationToken)
    {
        static bool IsError((int ExitCode, string Errors) run) => run.ExitCode == 1 && run.Errors.Contains("SyntaxError", StringComparison.Ordinal);

        var module = await RunAsync(path, "JavaScript", "node", ["--input-type=module", "--check", "-"], text, IsError, cancellationToken);
        if (module.Error is null || path.EndsWith(".mjs", StringComparison.Ordinal))
            return module;

        return await RunAsync(path, "JavaScript", "node", ["--input-type=commonjs", "--check", "-"], text, IsError, cancellationToken);
    }

    private static async Task<Syntax> GoAsync(string path, string text, CancellationToken cancellationToken)
        => await RunAsync(path, "Go", "gofmt", ["-e"], text, isError: run => run.ExitCode == 2, cancellationToken);

    private static async Task<Syntax> RunAsync(string path, string language, string name, IReadOnlyList<string> arguments, string text, Func<(int ExitCode, string Errors), bool> isError, CancellationToken cancellationToken)
    {
        if (SyntaxTool.Find(name) is not { } tool)
            return Syntax.NotChecked(path, $"{name} is not installed");

        return await SyntaxTool.RunAsync(tool, arguments, text, cancellationToken) switch
        {
            { ExitCode: 0 } => Of(path, language, null),
            { } run when isError(run) => Of(path, language, Place(run.Errors)),
            _ => Syntax.NotChecked(path, $"{name} could not read it"),
        };
    }

    /// <summary>The line's number; the tool's own words would repeat the file's text.</summary>
    private static string Place(string errors)
    {
        var at = errors.AsSpan().IndexOfAnyInRange('0', '9');
        var digits = at < 0 ? "" : new string([.. errors[at..].TakeWhile(char.IsAsciiDigit).Take(7)]);
        return digits.Length == 0 ? "it has a syntax error" : $"line {digits}";
    }
}

/// <summary>How a file parsed.</summary>
/// <param name="Path">The file.</param>
/// <param name="Language">Its language; null when it was not checked.</param>
/// <param name="Error">Where it fails; null when it parses or was not checked.</param>
/// <param name="Unchecked">Why it was not checked; null when it was.</param>
internal sealed record Syntax(string Path, string? Language, string? Error, string? Unchecked)
{
    /// <summary>A file that nothing here can parse.</summary>
    public static Syntax NotChecked(string path, string why) => new(path, null, null, why);

    /// <summary>One clause for the check's sentence.</summary>
    public string Sentence => this switch
    {
        { Unchecked: { } why } => $"{Path} not checked ({why})",
        { Error: { } error } => $"{Path} does not parse as {Language} ({error})",
        _ => $"{Path} parses as {Language}",
    };
}
