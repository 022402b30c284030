using System.Globalization;
using System.Text.RegularExpressions;
using ChatOps.Iam;
using ChatOps.Iam.Data;

namespace ChatOps.Benchmarks;

/// <summary>Holds what the IAM engine finds in code that nobody labelled against a simple method: an operation's name, called in a file that brings in its service. What one of the two has and the other has not is written out to be read by a person.</summary>
internal static partial class CallComparison
{
    /// <summary>A chain over several lines is noted where its method stands, a request where it is made.</summary>
    private const int Near = 12;

    /// <summary>Prints what both say, for each folder and language.</summary>
    public static int Run(Arguments arguments)
    {
        using var output = new StreamWriter(arguments.Required("out"));
        foreach (var folder in Directory.EnumerateDirectories(arguments.Required("dir")).Order(StringComparer.Ordinal))
        {
            var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(file => (Path: Path.GetRelativePath(folder, file).Replace('\\', '/'), File: file))
                .Where(file => AnalysedFiles.IsCode(file.Path) && !AnalysedFiles.IsTest(file.Path) && !file.Path.Contains("mock", StringComparison.OrdinalIgnoreCase))
                .ToDictionary(file => file.Path, file => File.ReadAllText(file.File), StringComparer.Ordinal);
            var analysis = CodeAnalyzer.Analyze(files);
            var calls = analysis.Required.Select(one => one.Call).Distinct().ToLookup(call => call.Path, StringComparer.Ordinal);
            foreach (var language in files.GroupBy(file => Languages.OfPath(file.Key)!.Value))
                Compare(Path.GetFileName(folder), language.Key, language, calls, output);
            foreach (var warning in analysis.Warnings)
                output.WriteLine($"warning\t{Path.GetFileName(folder)}\t\t\t{warning}");
        }

        return 0;
    }

    private static void Compare(string repository, CodeLanguage language, IEnumerable<KeyValuePair<string, string>> files, ILookup<string, SdkCall> calls, StreamWriter output)
    {
        var (both, theirs, ours, indirect) = (0, 0, 0, 0);
        foreach (var (path, text) in files)
        {
            var lines = text.Split('\n');
            var found = calls[path].ToList();
            foreach (var (line, operation) in Named(language, text, lines))
            {
                if (found.Exists(call => Math.Abs(call.Line - line) <= Near && AwsReference.Key(call.Operation) is var said && (said == operation || said == operation + "async")))
                {
                    both++;
                    continue;
                }
                theirs++;
                output.WriteLine($"missed\t{repository}\t{language}\t{path}:{line}\t{operation}\t{lines[line - 1].Trim()}");
            }
            foreach (var call in found)
            {
                ours++;
                var near = AwsReference.Key(string.Concat(lines.Skip(call.Line - 1).Take(3)));
                var direct = near.Contains(AwsReference.Key(call.Operation), StringComparison.Ordinal);
                indirect += direct ? 0 : 1;
                output.WriteLine($"{(direct ? "found" : "indirect")}\t{repository}\t{language}\t{path}:{call.Line}\t{call.Service}:{call.Operation}\t{(call.Line <= lines.Length ? lines[call.Line - 1].Trim() : "")}");
            }
        }
        if (ours + both + theirs > 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{repository,-32} {language,-10} {ours,6} calls found, {indirect,4} on a line that does not name them; {both,5} of {both + theirs,5} that the simple method names were found"));
    }

    // The lines that call what is named like an operation of a service which the file brings in.
    private static IEnumerable<(int Line, string Operation)> Named(CodeLanguage language, string text, string[] lines)
    {
        var services = Imports(language).Matches(text).Select(match => AwsReference.Default.FindService(match.Groups[1].Value)).OfType<AwsService>().Distinct().ToList();
        if (services.Count == 0)
            yield break;
        var comment = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            comment |= line.StartsWith("/*", StringComparison.Ordinal);
            var skip = comment || line.StartsWith('#') || line.StartsWith("//", StringComparison.Ordinal) || line.StartsWith('*');
            comment &= !line.EndsWith("*/", StringComparison.Ordinal);
            if (skip)
                continue;
            foreach (Match call in Called().Matches(line))
            {
                var name = call.Groups[1].Value;
                foreach (var end in (string[])["WithContext", "Async", "Command", "Paginator", "Pages", "Waiter"])
                    name = name.EndsWith(end, StringComparison.Ordinal) && name.Length > end.Length ? name[..^end.Length] : name;
                if (services.Exists(service => service.Operations.Any(operation => operation.Facts?.All(fact => fact.Action == "-") != true && operation.Name.Equals(AwsReference.Key(name), StringComparison.OrdinalIgnoreCase))))
                    yield return (i + 1, AwsReference.Key(name));
            }
        }
    }

    private static Regex Imports(CodeLanguage language) => language switch
    {
        CodeLanguage.Python => PythonImports(),
        CodeLanguage.JavaScript => JavaScriptImports(),
        CodeLanguage.CSharp => CSharpImports(),
        CodeLanguage.Java => JavaImports(),
        _ => GoImports(),
    };

    [GeneratedRegex(@"(?:\.|new )([A-Za-z_]\w+)\(", RegexOptions.CultureInvariant)]
    private static partial Regex Called();

    [GeneratedRegex(@"(?:client|resource)\(\s*(?:service_name=)?['""]([a-z0-9-]+)['""]", RegexOptions.CultureInvariant)]
    private static partial Regex PythonImports();

    [GeneratedRegex(@"(?:@aws-sdk/client-|aws-sdk/clients/|AWS\.)(\w[\w-]+)", RegexOptions.CultureInvariant)]
    private static partial Regex JavaScriptImports();

    [GeneratedRegex(@"using Amazon\.(\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex CSharpImports();

    [GeneratedRegex(@"(?:awssdk|amazonaws)\.services\.(\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex JavaImports();

    [GeneratedRegex(@"aws-sdk-go(?:-v2)?/service/(\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex GoImports();
}
