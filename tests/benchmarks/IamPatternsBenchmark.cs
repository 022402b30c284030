using System.Diagnostics;
using System.Globalization;
using ChatOps.Iam;

namespace ChatOps.Benchmarks;

/// <summary>Sample services that work, each a folder with code and its own infrastructure: what the analysis says they lack is a false alarm, unless it is explained.</summary>
internal static class IamPatternsBenchmark
{
    public static int Run(Arguments arguments)
    {
        var (services, checkedNeeds, missingNeeds, silent) = (0, 0, 0, 0);
        var watch = new Stopwatch();
        foreach (var folder in Directory.EnumerateDirectories(arguments.Required("dir")).Order(StringComparer.Ordinal))
        {
            var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText, StringComparer.Ordinal);
            var code = files.Where(file => AnalysedFiles.IsCode(file.Key)).ToDictionary(StringComparer.Ordinal);
            var infrastructure = files.Where(file => AnalysedFiles.IsInfrastructure(file.Key)).ToDictionary(StringComparer.Ordinal);
            if (code.Count == 0 || infrastructure.Count == 0)
                continue;
            watch.Start();
            var analysis = IamAnalyzer.Analyze(code, infrastructure);
            watch.Stop();
            if (analysis.RequiredPermissions.Count == 0)
                continue;
            // A service of which no policy was read (CDK's, a framework's) says nothing of the comparison.
            if (analysis.Warnings.Any(warning => warning.StartsWith("The repository", StringComparison.Ordinal)))
            {
                silent++;
                continue;
            }

            services++;
            var needs = analysis.Findings.Select(finding => (finding.Path, finding.Action, finding.Resource, finding.GrantedBy)).Distinct().ToList();
            checkedNeeds += needs.Count;
            missingNeeds += needs.Count(need => need.GrantedBy is null);
            foreach (var need in needs.Where(need => need.GrantedBy is null))
                Console.WriteLine($"{Path.GetFileName(folder)}\t{need.Path}\t{need.Action}\t{need.Resource}\t{string.Join(" ", analysis.Warnings.Skip(1).Take(2))}");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{services} services ({silent} without policies): {missingNeeds} of {checkedNeeds} needs are said to be missing; {watch.Elapsed.TotalMilliseconds / Math.Max(1, services + silent):F1} ms a service"));
        return 0;
    }
}
