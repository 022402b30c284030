using System.Text.RegularExpressions;

namespace ChatOps.Capabilities.Context;

/// <summary>Reads languages, frameworks and infrastructure off a repository's paths and manifests.</summary>
internal static partial class RepositorySurvey
{
    // A monorepo has thousands of manifests; the first ones by depth name the frameworks that matter.
    private const int ManifestsRead = 40;
    private const int IacFilesRead = 200;

    private static readonly Dictionary<string, string> LanguageByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".py"] = "Python",
        [".pyx"] = "Python",
        [".java"] = "Java",
        [".kt"] = "Kotlin",
        [".scala"] = "Scala",
        [".groovy"] = "Groovy",
        [".js"] = "JavaScript",
        [".jsx"] = "JavaScript",
        [".mjs"] = "JavaScript",
        [".cjs"] = "JavaScript",
        [".vue"] = "JavaScript",
        [".ts"] = "TypeScript",
        [".tsx"] = "TypeScript",
        [".go"] = "Go",
        [".cs"] = "C#",
        [".fs"] = "F#",
        [".vb"] = "Visual Basic",
        [".rb"] = "Ruby",
        [".erb"] = "Ruby",
        [".php"] = "PHP",
        [".rs"] = "Rust",
        [".ex"] = "Elixir",
        [".exs"] = "Elixir",
        [".erl"] = "Erlang",
        [".c"] = "C",
        [".h"] = "C",
        [".cc"] = "C++",
        [".cpp"] = "C++",
        [".hpp"] = "C++",
        [".m"] = "Objective-C",
        [".swift"] = "Swift",
        [".sh"] = "Shell",
        [".sql"] = "SQL",
        [".tf"] = "Terraform",
    };

    private static readonly HashSet<string> Manifests = new(StringComparer.OrdinalIgnoreCase)
    {
        "package.json", "requirements.txt", "pyproject.toml", "setup.py", "Pipfile", "go.mod", "pom.xml", "build.gradle", "build.gradle.kts",
        "Gemfile", "composer.json", "Cargo.toml", "mix.exs",
    };

    // The word in a manifest on the left, a prefix when it ends in /, - or a dot; the name people use on the right.
    private static readonly (string Word, string Name)[] FrameworkWords =
    [
        ("aws-lambda-powertools", "AWS Lambda Powertools"), ("boto3", "boto3"), ("django", "Django"), ("flask", "Flask"), ("fastapi", "FastAPI"), ("celery", "Celery"),
        ("sqlalchemy", "SQLAlchemy"), ("pytest", "pytest"), ("pydantic", "Pydantic"),
        ("express", "Express"), ("next", "Next.js"), ("react", "React"), ("vue", "Vue"), ("@angular/core", "Angular"), ("@nestjs/core", "NestJS"), ("aws-sdk", "AWS SDK"),
        ("@aws-sdk/", "AWS SDK v3"), ("typescript", "TypeScript"), ("jest", "Jest"),
        ("spring-boot-", "Spring Boot"), ("org.springframework.boot", "Spring Boot"), ("quarkus-", "Quarkus"), ("hibernate-", "Hibernate"), ("junit", "JUnit"), ("junit-", "JUnit"),
        ("rails", "Rails"), ("sinatra", "Sinatra"), ("sidekiq", "Sidekiq"), ("laravel", "Laravel"), ("symfony", "Symfony"),
        ("Microsoft.NET.Sdk.Web", "ASP.NET Core"), ("Microsoft.AspNetCore.", "ASP.NET Core"), ("EntityFrameworkCore.", "Entity Framework Core"), ("xunit", "xUnit"),
        ("gin-gonic/gin", "Gin"), ("labstack/echo", "Echo"), ("aws-sdk-go", "AWS SDK for Go"), ("aws-sdk-go-", "AWS SDK for Go"), ("grpc", "gRPC"), ("actix-web", "Actix"), ("tokio", "Tokio"), ("phoenix", "Phoenix"),
    ];

    /// <summary>Languages by number of files, largest first.</summary>
    public static IReadOnlyList<LanguageShare> Languages(IEnumerable<string> paths) =>
    [
        .. paths.Select(path => LanguageByExtension.GetValueOrDefault(Path.GetExtension(path))).OfType<string>()
            .CountBy(language => language).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new LanguageShare(pair.Key, pair.Value)),
    ];

    /// <summary>Frameworks that the manifests nearest to the root name.</summary>
    public static IReadOnlyList<string> Frameworks(IEnumerable<string> paths, Func<string, string?> readText)
    {
        var manifests = paths.Where(path => Manifests.Contains(Path.GetFileName(path)) || path.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase))
            .OrderBy(path => path.Count(character => character == '/')).ThenBy(path => path, StringComparer.Ordinal).Take(ManifestsRead);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var text in manifests.Select(readText).OfType<string>())
            found.UnionWith(FrameworkWords.Where(framework => Names(text, framework.Word)).Select(framework => framework.Name));
        return [.. found];
    }

    /// <summary>Whether a path is infrastructure as code: Terraform, CloudFormation, SAM, Serverless, CDK, Kubernetes, Docker.</summary>
    public static bool IsIac(string path)
    {
        var name = Path.GetFileName(path);
        return name.EndsWith(".tf", StringComparison.Ordinal) || name.EndsWith(".tf.json", StringComparison.Ordinal) || name.EndsWith(".bicep", StringComparison.Ordinal)
            || name is "serverless.yml" or "serverless.yaml" or "template.yaml" or "template.yml" or "samconfig.toml" or "cdk.json" or "docker-compose.yml" or "docker-compose.yaml" or "Chart.yaml"
            || name.StartsWith("Dockerfile", StringComparison.Ordinal)
            || IacFolder().IsMatch(path);
    }

    /// <summary>The infrastructure files whose text defines IAM policies.</summary>
    public static IReadOnlyList<string> IamPolicies(IEnumerable<string> iac, Func<string, string?> readText) =>
        [.. iac.Take(IacFilesRead).Where(path => readText(path) is { } text && IamWords().IsMatch(text))];

    // A word counts only where it stands by itself: "next" is in "context".
    private static bool Names(string manifest, string word)
    {
        for (var at = manifest.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = manifest.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var before = at == 0 || !char.IsLetterOrDigit(manifest[at - 1]) && manifest[at - 1] is not '-' and not '_' and not '@';
            var end = at + word.Length;
            var after = word[^1] is '/' or '-' or '.' || end == manifest.Length || !char.IsLetterOrDigit(manifest[end]) && manifest[end] is not '_' and not '-';
            if (before && after)
                return true;
        }

        return false;
    }

    [GeneratedRegex(@"(^|/)(cloudformation|k8s|kubernetes|helm|manifests|deploy)/.*\.(ya?ml|json)$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex IacFolder();

    [GeneratedRegex(@"aws_iam_(role_|user_|group_)?policy|AWS::IAM::|""?Statement""?\s*[:=]|iamRoleStatements|iam:\s*\n\s*role|Policies:", RegexOptions.NonBacktracking)]
    private static partial Regex IamWords();
}
