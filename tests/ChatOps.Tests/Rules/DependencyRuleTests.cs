using System.Text.RegularExpressions;

namespace ChatOps.Tests.Rules;

/// <summary>Who may use whom (README, Architecture), read off the source as it stands.</summary>
public sealed partial class DependencyRuleTests
{
    // Settings is configuration itself: every folder's options are read through it.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Chat"] = [],
        ["Settings"] = ["Chat"],
        ["Adapters"] = ["Chat", "Settings"],
        ["Running"] = ["Chat", "Settings", "Adapters.Storage", "Adapters.Jobs"],
        ["Capabilities"] = ["Chat", "Settings", "Running", "Adapters", "Traces", "Iam"],
        ["Platforms"] = ["Chat", "Settings", "Running", "Adapters.Storage", "Adapters.Jobs", "Platforms", "Iam"],
    };

    // The model's calls are rows, and those of Bedrock are signed as all of AWS' are.
    private static readonly (string From, string To)[] Exceptions = [("Adapters.Llm", "Adapters.Storage"), ("Adapters.Llm", "Adapters.Aws"), ("Adapters.Jobs", "Adapters.Storage")];

    private static readonly (string Vendor, string Folder)[] Vendors =
    [
        ("LibGit2Sharp", "Adapters/Git"), ("Octokit", "Adapters/GitHub"), ("Quartz", "Adapters/Jobs"), ("Microsoft.Data.Sqlite", "Adapters/Storage"), ("Npgsql", "Adapters/Storage"), ("DbUp", "Adapters/Storage"),
        ("Anthropic", "Adapters/Llm"), ("OpenAI", "Adapters/Llm"), ("ScottPlot", "Adapters/Charts"), ("SkiaSharp", "Adapters/Charts"), ("Amazon", "Adapters/Aws"), ("Spectre.Console", "Platforms/Terminal"), ("System.CommandLine", "Platforms/Terminal"),
    ];

    [Fact]
    public void Each_folder_uses_only_those_that_it_may()
    {
        var broken = new List<string>();
        foreach (var (file, from) in Sources())
        {
            foreach (var to in UsedBy(file).Where(to => !May(from, to)))
                broken.Add($"{file} uses {to}");
        }

        Assert.Empty(broken);
    }

    [Fact]
    public void A_vendors_types_never_leave_their_folder()
    {
        var broken = from source in Sources()
                     from vendor in Vendors
                     where !source.File.StartsWith(vendor.Folder, StringComparison.Ordinal)
                     where Regex.IsMatch(Read(source.File), $@"^using (static )?{Regex.Escape(vendor.Vendor)}[.;]", RegexOptions.Multiline)
                     select $"{source.File} uses {vendor.Vendor}";

        Assert.Empty(broken);
    }

    [Fact]
    public void The_engines_use_nothing_of_ours()
    {
        // A parser of somebody else's language is what an engine may lean on: Roslyn for C#, YamlDotNet for templates.
        foreach (var (engine, parsers) in ((string Engine, string[] Parsers)[])[("ChatOps.Traces", []), ("ChatOps.Iam", ["Microsoft.CodeAnalysis.CSharp", "YamlDotNet"])])
        {
            var project = File.ReadAllText(Path.Combine(Root(), "src", engine, $"{engine}.csproj"));
            Assert.DoesNotContain("Reference Include=\"..", project, StringComparison.Ordinal);
            Assert.DoesNotContain(Regex.Matches(project, "PackageReference Include=\"([^\"]+)\"").Select(match => match.Groups[1].Value), package => !parsers.Contains(package));
        }
    }

    [Fact]
    public void The_rule_sees_what_it_is_to_forbid()
    {
        Assert.False(May("Chat", "Adapters.Git"));
        Assert.False(May("Platforms.Rest", "Capabilities.Diagnose"));
        Assert.False(May("Capabilities.Context", "Capabilities.Diagnose.Evidence"));
        Assert.False(May("Adapters.Git", "Running"));
        Assert.True(May("Capabilities.Fix", "Capabilities.Diagnose"));
        Assert.True(May("Capabilities.Diagnose.Rules", "Capabilities.Diagnose.Evidence"));
        Assert.True(Sources().Count() > 100);
        Assert.Contains("Adapters.Git", UsedBy("Capabilities/Diagnose/DiagnosePlugin.cs"));
    }

    private static bool May(string from, string to)
    {
        if (Within(to, Part(from)) || Exceptions.Any(pair => Within(from, pair.From) && Within(to, pair.To)))
            return true;
        // Another capability only through what stands in its own folder: its plugin and records, nothing below.
        if (from.StartsWith("Capabilities.", StringComparison.Ordinal) && to.Split('.') is ["Capabilities", _])
            return true;
        return Allowed[from.Split('.')[0]].Any(allowed => Within(to, allowed));
    }

    // A capability, an adapter and a platform are parts of their own; Chat and Running are one each.
    private static string Part(string name) => name.Split('.') is [("Capabilities" or "Adapters" or "Platforms") and var area, var part, ..] ? $"{area}.{part}" : name.Split('.')[0];

    private static bool Within(string name, string parent) => name == parent || name.StartsWith(parent + ".", StringComparison.Ordinal);

    private static IEnumerable<(string File, string From)> Sources() =>
        from folder in Allowed.Keys
        let path = Path.Combine(Host(), folder)
        where Directory.Exists(path)
        from file in Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Host(), file).Replace('\\', '/')
        where !relative.StartsWith("Adapters/Git/Sample/", StringComparison.Ordinal)
        select (relative, Path.GetDirectoryName(relative)!.Replace('\\', '/').Replace('/', '.'));

    private static IEnumerable<string> UsedBy(string file) => Using().Matches(Read(file)).Select(match => match.Groups["name"].Value);

    private static string Read(string file) => File.ReadAllText(Path.Combine(Host(), file));

    private static string Host() => Path.Combine(Root(), "src", "ChatOps");

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ChatOps.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("ChatOps.sln is in no folder above the tests.");
        return folder.FullName;
    }

    [GeneratedRegex(@"^using (static )?ChatOps\.(?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();
}
