using ChatOps.Capabilities.Patches;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Capabilities.Patches;

public class FixVerifierTests
{
    [Fact]
    public async Task A_good_fix_passes_every_check_and_carries_its_diff()
    {
        using var repository = OrdersCase.Repository();

        var fix = await CheckAsync(repository, OrdersCase.RetryPath, OrdersCase.Retry.Replace("ATTEMPTS = 3", "ATTEMPTS = 5", StringComparison.Ordinal));

        Assert.Equal(["applies", "paths", "parses", "secrets"], fix.Checks.Select(check => check.Check));
        Assert.All(fix.Checks, check => Assert.True(check.Passed, check.Detail));
        Assert.Contains("+ATTEMPTS = 5", fix.Diff, StringComparison.Ordinal);
        Assert.Equal(0, repository.Git(fix.Diff, ["apply", "--check", "-"]).ExitCode);
    }

    [Theory]
    [InlineData(".github/workflows/ci.yml")]
    [InlineData(".github/CODEOWNERS")]
    [InlineData("CODEOWNERS")]
    [InlineData("sub/.git/config")]
    [InlineData(".GIT/hooks/pre-commit")]
    [InlineData("Jenkinsfile")]
    [InlineData("../outside.py")]
    [InlineData("/etc/cron.d/x")]
    [InlineData("src")]
    [InlineData("link/inside.txt")]
    [InlineData("link")]
    [InlineData("src/utils/RETRY.py")]
    [InlineData("src/a\u202Eyp.txt")]
    [InlineData("src/a\0b")]
    [InlineData("src/utils/retry.py/below.py")]
    public async Task A_fix_may_not_touch(string path)
    {
        using var repository = OrdersCase.Repository();
        File.CreateSymbolicLink(Path.Combine(repository.Folder, "link"), "/etc");
        repository.Commit();

        var fix = await CheckAsync(repository, path, "x = 1\n");

        var check = Assert.Single(fix.Checks);
        Assert.Equal(("paths", false), (check.Check, check.Passed));
        Assert.Empty(fix.Code);
        Assert.Empty(fix.Diff);
    }

    [Theory]
    [InlineData("key = \"AKIAIOSFODNN7EXAMPLQ\"\n")]
    [InlineData("access = \"user\u202E\u2066// check\u2069\"\n")]
    [InlineData("na\u200Bme = 1\n")]
    [InlineData("x = \"[masked aws_access_key]\"\n")]
    public async Task A_fix_may_not_add_a_secret_or_what_nobody_can_see(string line)
    {
        using var repository = OrdersCase.Repository();

        var fix = await CheckAsync(repository, OrdersCase.RetryPath, OrdersCase.Retry + line);

        Assert.Contains(fix.Checks, check => check is { Check: "secrets", Passed: false });
        Assert.Empty(fix.Code);
    }

    [Fact]
    public async Task A_secret_that_is_already_there_does_not_stop_a_fix_beside_it()
    {
        using var repository = OrdersCase.Repository(("keys.py", "KEY = 'AKIAIOSFODNN7EXAMPLQ'\nN = 1\n"));

        Assert.NotEmpty((await CheckAsync(repository, "keys.py", "KEY = 'AKIAIOSFODNN7EXAMPLQ'\nN = 2\n")).Code);
        Assert.NotEmpty((await CheckAsync(repository, "keys.py", "if True:\n    KEY = 'AKIAIOSFODNN7EXAMPLQ'\nN = 2\n")).Code);
    }

    [Fact]
    public async Task A_fix_that_changes_nothing_does_not_apply()
    {
        using var repository = OrdersCase.Repository();

        var fix = await CheckAsync(repository, OrdersCase.RetryPath, OrdersCase.Retry);

        Assert.Contains(fix.Checks, check => check is { Check: "applies", Passed: false });
    }

    [Theory]
    [InlineData("a.cs", "class A { }\n", "class A { \n", "C#")]
    [InlineData("a.json", "{}\n", "{,}\n", "JSON")]
    [InlineData("a.yaml", "a: 1\n", "a: [1\n", "YAML")]
    [InlineData("a.toml", "a = 1\n", "a = \n", "TOML")]
    [InlineData("a.csproj", "<a/>\n", "<a>\n", "XML")]
    [InlineData("a.tf", "a = 1\n", "a = {\n", "HCL")]
    [InlineData("a.py", "a = 1\n", "def a(:\n", "Python")]
    [InlineData("a.js", "let a = require('b');\n", "let a = ;\n", "JavaScript")]
    [InlineData("b.js", "import a from 'b';\nawait a();\n", "import from;\n", "JavaScript")]
    public async Task A_file_that_no_longer_parses_is_told(string path, string good, string bad, string language)
    {
        using var repository = OrdersCase.Repository((path, good));

        var passes = await CheckAsync(repository, path, good + "\n");
        var fails = await CheckAsync(repository, path, bad);

        Assert.Contains(passes.Checks, check => check is { Check: "parses", Passed: true } && (check.Detail.Contains($"parses as {language}", StringComparison.Ordinal) || check.Detail.Contains("not installed", StringComparison.Ordinal)));
        Assert.Contains(fails.Checks, check => check is { Check: "parses", Passed: false } && check.Detail.Contains($"does not parse as {language}", StringComparison.Ordinal) || check.Detail.Contains("not installed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_without_a_parser_says_that_it_was_not_checked()
    {
        using var repository = OrdersCase.Repository();

        var fix = await CheckAsync(repository, "src/main.rs", "fn main() {}\n");

        Assert.Contains("not checked", Assert.Single(fix.Checks, check => check.Check == "parses").Detail, StringComparison.Ordinal);
        Assert.NotEmpty(fix.Code);
    }

    [Fact]
    public async Task A_file_that_did_not_parse_before_is_not_held_against_the_fix()
    {
        using var repository = OrdersCase.Repository(("t.yaml", "a: {{ .Values.x }}\n- b\n"));

        var fix = await CheckAsync(repository, "t.yaml", "a: {{ .Values.y }}\n- b\n");

        Assert.True(Assert.Single(fix.Checks, check => check.Check == "parses").Passed);
    }

    private static Task<CheckedFix> CheckAsync(TestRepository repository, string path, string text)
        => FixVerifier.CheckAsync(repository.Snapshot(), new Dictionary<string, string> { [path] = text }, CancellationToken.None);
}
