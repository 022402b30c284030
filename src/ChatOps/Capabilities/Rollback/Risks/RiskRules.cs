using System.Text.RegularExpressions;

namespace ChatOps.Capabilities.Rollback.Risks;

/// <summary>What a file's path says about taking its change back. The first rule that fits decides.</summary>
internal static partial class RiskRules
{
    /// <summary>The risk of a file; null when its path says nothing.</summary>
    public static RollbackRisk? Of(string path)
    {
        foreach (var (kind, pattern, why) in Rules)
        {
            if (pattern.IsMatch(path))
                return new RollbackRisk(kind, path, why);
        }

        return null;
    }

    private static readonly (RiskKind Kind, Regex Pattern, string Why)[] Rules =
    [
        (RiskKind.LockFile, LockFile(), "it pins the versions that are installed; regenerate it after the revert when its manifest changed since"),
        (RiskKind.Dependencies, Manifest(), "packages change back to what they were; code that came later may need what was added"),
        (RiskKind.Migration, Migration(), "a database on which this ran stays as it is: taking the file back undoes nothing there. Write a migration that does"),
        (RiskKind.Pipeline, Pipeline(), "how this repository is built and shipped changes back; our token needs the right to change workflows"),
        (RiskKind.Api, PublishedApi(), "others may call what this published; they break when it goes"),
        (RiskKind.Iam, Iam(), "permissions change back; what came later may rely on them"),
        (RiskKind.Infrastructure, Infrastructure(), "resources change back when this is applied; look at the plan for what would be destroyed"),
        (RiskKind.Config, Config(), "settings change back; running programs and later code may rely on them"),
    ];

    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"(^|/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|poetry\.lock|uv\.lock|pdm\.lock|pipfile\.lock|go\.sum|cargo\.lock|packages\.lock\.json|gemfile\.lock|composer\.lock|gradle\.lockfile|mix\.lock|pubspec\.lock|\.terraform\.lock\.hcl)$", Options)]
    private static partial Regex LockFile();

    [GeneratedRegex(@"(^|/)(package\.json|requirements[^/]*\.txt|constraints[^/]*\.txt|pyproject\.toml|setup\.(py|cfg)|pipfile|go\.mod|cargo\.toml|[^/]+\.(csproj|fsproj|vbproj)|directory\.packages\.props|packages\.config|pom\.xml|build\.gradle(\.kts)?|libs\.versions\.toml|build\.sbt|gemfile|[^/]+\.gemspec|composer\.json|mix\.exs|pubspec\.yaml|package\.swift)$", Options)]
    private static partial Regex Manifest();

    // Flyway (V1__x.sql), Liquibase (changelogs), EF Core and Django (migrations/), Alembic (versions/), Rails (db/migrate, schema.rb), Prisma, Knex, golang-migrate (1_x.up.sql).
    [GeneratedRegex(@"(^|/)(migrations?|migrate|flyway|liquibase|alembic|dbup|schema-changes)/(.*/)?[^/]+\.(sql|py|rb|cs|js|ts|mjs|cjs|go|php|java|kt|xml|ya?ml|json)$|(^|/)[VURB][0-9][0-9._]*__[^/]+\.(sql|java)$|(^|/)[^/]*changelog[^/]*\.(xml|ya?ml|sql)$|(^|/)db/(schema\.rb|structure\.sql)$|(^|/)schema\.prisma$|\.(up|down)\.sql$|\.sql$", Options)]
    private static partial Regex Migration();

    [GeneratedRegex(@"^\.github/(workflows|actions)/|(^|/)(\.gitlab-ci\.ya?ml|jenkinsfile|azure-pipelines[^/]*\.ya?ml|bitbucket-pipelines\.ya?ml|buildspec\.ya?ml|cloudbuild\.ya?ml)$|^\.circleci/|^\.buildkite/|(^|/)dockerfile[^/]*$|(^|/)[^/]+\.dockerfile$", Options)]
    private static partial Regex Pipeline();

    [GeneratedRegex(@"\.(proto|thrift|avsc|avdl|wsdl|graphqls?|raml|smithy)$|(^|/)[^/]*(openapi|swagger|asyncapi)[^/]*\.(json|ya?ml)$|(^|/)publicapi\.(shipped|unshipped)\.txt$", Options)]
    private static partial Regex PublishedApi();

    [GeneratedRegex(@"(^|/)([^/]*[-_.])?(iam|rbac|permissions?|polic(y|ies)|roles?|rolebindings?|serviceaccounts?)([-_.][^/]*)?\.(tf|json|ya?ml|hcl|bicep|rego|cedar)$|(^|/)(iam|rbac|polic(y|ies))/(.*/)?[^/]+\.(tf|json|ya?ml|hcl|bicep|rego|cedar)$", Options)]
    private static partial Regex Iam();

    [GeneratedRegex(@"\.(tf|tfvars|bicep)$|\.tf\.json$|(^|/)(terragrunt\.hcl|serverless\.ya?ml|samconfig\.toml|cdk\.json|pulumi[^/]*\.ya?ml|docker-compose[^/]*\.ya?ml|compose\.ya?ml|kustomization\.ya?ml|chart\.ya?ml|values[^/]*\.ya?ml|skaffold\.ya?ml)$|(^|/)(cloudformation|cfn|k8s|kubernetes|manifests|helm|charts|deploy|ansible|playbooks)/(.*/)?[^/]+\.(ya?ml|json|tpl|template)$|(^|/)(template|[^/]*\.template)\.(ya?ml|json)$", Options)]
    private static partial Regex Infrastructure();

    [GeneratedRegex(@"(^|/)(appsettings[^/]*\.json|application[^/]*\.(ya?ml|properties)|\.env[^/]*|[^/]+\.env|web\.config|app\.config|settings\.(py|json|ya?ml|toml)|config\.(json|ya?ml|toml|py|js|ts|rb)|nginx\.conf|[^/]+\.(ini|conf|cfg|properties))$|(^|/)config/(.*/)?[^/]+\.(ya?ml|json|toml|exs|rb)$", Options)]
    private static partial Regex Config();
}
