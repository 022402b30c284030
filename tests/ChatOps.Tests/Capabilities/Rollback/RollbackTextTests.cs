using ChatOps.Capabilities.Rollback;
using ChatOps.Capabilities.Rollback.Risks;
using ChatOps.Chat;

namespace ChatOps.Tests.Capabilities.Rollback;

/// <summary>What people type, and what paths and texts from outside become.</summary>
public sealed class RollbackTextTests
{
    [Theory]
    [InlineData("46", null, "46", "")]
    [InlineData("#46 causing throttling", null, "46", "causing throttling")]
    [InlineData("46, 47 and #48 because of it", null, "46 47 48", "because of it")]
    [InlineData("46 46", "why", "46", "why")]
    [InlineData("https://github.com/acme/orders/pull/46 too slow", null, "46", "too slow")]
    [InlineData("46 500s since noon", null, "46", "500s since noon")]
    [InlineData("46\n47\nboth", "now", "46 47", "both now")]
    public void Numbers_and_a_reason_are_read_as_people_write_them(string numbers, string? reason, string expected, string why)
    {
        var request = RollbackRequest.Read(numbers, reason).Value!;

        Assert.Equal((expected, why), (string.Join(' ', request.Numbers), request.Reason));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("the last one")]
    [InlineData("-4")]
    [InlineData("0")]
    [InlineData("46x")]
    [InlineData("99999999999999999999")]
    public void What_names_no_pull_request_is_refused(string? numbers) =>
        Assert.Equal(RefusalKind.Invalid, RollbackRequest.Read(numbers, "x").Refusal!.Kind);

    [Theory]
    [InlineData("src/main/resources/db/migration/V3__add_orders.sql", "Migration")]
    [InlineData("db/changelog/db.changelog-1.2.xml", "Migration")]
    [InlineData("src/Orders/Migrations/20261126_AddOrders.cs", "Migration")]
    [InlineData("alembic/versions/ae1027a6acf_orders.py", "Migration")]
    [InlineData("orders/migrations/0007_orders.py", "Migration")]
    [InlineData("db/migrate/20261126090000_add_orders.rb", "Migration")]
    [InlineData("db/schema.rb", "Migration")]
    [InlineData("prisma/migrations/20261126_orders/migration.sql", "Migration")]
    [InlineData("prisma/schema.prisma", "Migration")]
    [InlineData("migrations/20261126_orders.ts", "Migration")]
    [InlineData("database/000007_orders.up.sql", "Migration")]
    [InlineData("scripts/fix.sql", "Migration")]
    [InlineData("terraform/iam.tf", "Iam")]
    [InlineData("infra/order-role.json", "Iam")]
    [InlineData("k8s/rolebinding.yaml", "Iam")]
    [InlineData("terraform/main.tf", "Infrastructure")]
    [InlineData("deploy/charts/orders/values.prod.yaml", "Infrastructure")]
    [InlineData("cloudformation/stack.yaml", "Infrastructure")]
    [InlineData("docker-compose.yml", "Infrastructure")]
    [InlineData("src/Orders/appsettings.Production.json", "Config")]
    [InlineData("config/routes.yml", "Config")]
    [InlineData(".env.production", "Config")]
    [InlineData("application-prod.yml", "Config")]
    [InlineData("Directory.Packages.props", "Dependencies")]
    [InlineData("requirements-dev.txt", "Dependencies")]
    [InlineData("src/Orders/Orders.csproj", "Dependencies")]
    [InlineData("go.mod", "Dependencies")]
    [InlineData("go.sum", "LockFile")]
    [InlineData("web/pnpm-lock.yaml", "LockFile")]
    [InlineData("packages.lock.json", "LockFile")]
    [InlineData("api/orders.proto", "Api")]
    [InlineData("docs/openapi.v2.yaml", "Api")]
    [InlineData(".github/workflows/ci.yml", "Pipeline")]
    [InlineData("Dockerfile.prod", "Pipeline")]
    [InlineData("src/handlers/order_handler.py", null)]
    [InlineData("src/policies/retry.py", null)]
    [InlineData("src/immigration/form.py", null)]
    [InlineData("README.md", null)]
    [InlineData("src/roles.py", null)]
    public void A_path_says_what_is_to_be_looked_at(string path, string? kind) => Assert.Equal(kind, RiskRules.Of(path)?.Kind.ToString());

    [Theory]
    [InlineData("Revert \"Tune retries\"", true)]
    [InlineData("Revert \"Revert \"Tune retries\"\"", false)]
    [InlineData("Revert \"Reapply \"Tune retries\"\"", true)]
    [InlineData("Reapply \"Tune retries\"", false)]
    [InlineData("Reverting is easy now", false)]
    [InlineData("Tune retries", false)]
    public void A_revert_is_known_by_its_title(string title, bool isRevert) => Assert.Equal(isRevert, StatusText.IsRevert(title));
}
