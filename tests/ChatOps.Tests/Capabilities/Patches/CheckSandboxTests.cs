using ChatOps.Capabilities.Patches;
using ChatOps.Settings;
using ChatOps.Tests.Capabilities.Fix;

namespace ChatOps.Tests.Capabilities.Patches;

/// <summary>What a repository's check command can and cannot do.</summary>
public sealed class CheckSandboxTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("chatops-test-");

    private string Data => Path.Combine(folder.FullName, "data");

    private string Checkout => Directory.CreateDirectory(Path.Combine(folder.FullName, "checkout")).FullName;

    public void Dispose() => folder.Delete(recursive: true);

    [SkippableFact]
    public async Task A_command_sees_its_checkout_and_can_write_there()
    {
        await File.WriteAllTextAsync(Path.Combine(Checkout, "answer"), "42");

        var run = await RunAsync("cat answer; echo made > made; pwd");

        Assert.Equal((0, "42/checkout\n"), (run.ExitCode, run.Output));
        Assert.True(File.Exists(Path.Combine(Checkout, "made")));
    }

    [SkippableFact]
    public async Task It_sees_no_network_no_environment_and_no_home_of_the_hosts()
    {
        Environment.SetEnvironmentVariable("CHATOPS_TEST_SECRET", "hunter2");

        var run = await RunAsync("env; ls -a \"$HOME\"; cat /proc/net/dev");

        Assert.DoesNotContain("hunter2", run.Output, StringComparison.Ordinal);
        Assert.Contains("HOME=/tmp/home", run.Output, StringComparison.Ordinal);
        Assert.Equal(["lo"], run.Output.Split('\n').Where(line => line.Contains(':', StringComparison.Ordinal) && line.TrimStart().Split(':')[0].All(char.IsLetterOrDigit)).Select(line => line.Trim().Split(':')[0]));
        Environment.SetEnvironmentVariable("CHATOPS_TEST_SECRET", null);
    }

    [SkippableFact]
    public async Task It_sees_nothing_of_the_hosts_data_and_writes_nothing_of_the_system()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "chatops.db"), "secret");

        var run = await RunAsync($"cat {Path.Combine(Data, "chatops.db")}; cat /etc/shadow; ls /root /home /var /srv; touch /usr/x && echo written; exit 3");

        Assert.Equal(3, run.ExitCode);
        Assert.DoesNotContain("written", run.Output, StringComparison.Ordinal);
        Assert.Equal(6, run.Output.Split("No such file").Length - 1);
        Assert.Contains("Read-only file system", run.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task It_and_all_that_it_started_end_when_its_time_is_over()
    {
        var run = await RunAsync("sleep 1000 & sleep 1000", TimeSpan.FromMilliseconds(300));

        Assert.True(run.TimedOut);
    }

    [SkippableFact]
    public async Task Memory_and_output_have_limits()
    {
        var hungry = await RunAsync("head -c 200000000 /dev/zero | tail -c 200000000 > /dev/null", TimeSpan.FromMinutes(2), memoryMiB: 64);
        var loud = await RunAsync("yes", TimeSpan.FromMinutes(2));

        Assert.NotEqual(0, hungry.ExitCode);
        Assert.False(hungry.TimedOut);
        Assert.Contains("printed more than", loud.Output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("python3 -m py_compile src/utils/retry.py", true, "passed.")]
    [InlineData("echo token AKIAIOSFODNN7ABCDEFG >&2; exit 4", false, "failed with exit code 4: token [masked")]
    public async Task The_result_stands_among_the_checks_and_in_the_pull_request(string command, bool passed, string says)
    {
        await RequireAsync();
        await using var lab = await FixLab.StartAsync(("Repositories:0:CheckCommand", command));

        var answer = await lab.PostAsync();

        var build = Assert.Single(answer["diagnosis"]!["fix_checks"]!.AsArray(), check => (string?)check!["check"] == "build")!;
        Assert.Equal(passed, (bool?)build["passed"]);
        Assert.Contains(says, (string?)build["detail"], StringComparison.Ordinal);
        Assert.Contains(passed ? "✅ **build**" : "❌ **build**", Assert.Single(lab.GitHub.PullRequestsOpenedSince()).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_command_the_pull_request_says_that_it_was_not_built()
    {
        await using var lab = await FixLab.StartAsync();

        var answer = await lab.PostAsync();

        Assert.DoesNotContain(answer["diagnosis"]!["fix_checks"]!.AsArray(), check => (string?)check!["check"] == "build");
        Assert.Contains("**build**: Not built", Assert.Single(lab.GitHub.PullRequestsOpenedSince()).Body, StringComparison.Ordinal);
    }

    private async Task<SandboxRun> RunAsync(string command, TimeSpan? limit = null, int memoryMiB = 4096)
    {
        await RequireAsync();
        return await new CheckSandbox(new DataDirectory(Data)) { MemoryMiB = memoryMiB }.RunAsync(Checkout, command, limit ?? TimeSpan.FromSeconds(60), CancellationToken.None);
    }

    private async Task RequireAsync()
    {
        var why = await new CheckSandbox(new DataDirectory(Data)).WhyNotAsync(CancellationToken.None);
        Skip.If(why is not null, why);
    }
}
