using System.Diagnostics;
using System.Text;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Platforms;

/// <summary>A secret that comes in through a door stands nowhere afterwards: not in a file of the data directory, not in the log, not in an answer.</summary>
public sealed class SecretTests
{
    // Put together here, so that no scanner takes the test for a leak. Each field has one of its own, to say which one leaked.
    private static string Secret(string field) => "AKIA" + $"{field.ToUpperInvariant().Replace("_", "", StringComparison.Ordinal)}Z7VQ3X5T2PLM4KHW"[..16];

    [Theory]
    [InlineData("""{"error_message": "KeyError: 'a' with KEY"}""", "error_message")]
    [InlineData("""{"error_message": "KeyError: 'a'", "context": "I set KEY"}""", "context")]
    [InlineData("""{"error_message": "KeyError: 'a'", "file_path": "src/KEY.py"}""", "file_path")]
    [InlineData("""{"error_message": "KeyError: 'a'", "file_path": "../KEY"}""", "outside")]
    [InlineData("""{"error_message": "KeyError: 'a'", "repo": "KEY"}""", "repo")]
    [InlineData("""{"error_message": "KeyError: 'a'", "ref": "KEY"}""", "ref")]
    [InlineData("""{"error_message": "KeyError: 'a'", "KEY": "KEY"}""", "unknown")]
    [InlineData("""{"error_message": {"KEY": 1}}""", "kind")]
    [InlineData("""{"error_message": "KEY""", "broken")]
    public async Task Nothing_keeps_what_a_body_brings(string body, string field)
    {
        var key = Secret(field);
        await using var app = await ChatOpsApp.StartAsync();

        var answer = await app.SendAsync(HttpMethod.Post, "/diagnose", ChatOpsApp.Json(body.Replace("KEY", key, StringComparison.Ordinal)), ("Idempotency-Key", $"mine-{key}"));

        Assert.DoesNotContain(key, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await StandsNowhereAsync(app, key);
    }

    [Fact]
    public async Task Nothing_keeps_what_queries_headers_and_feedback_bring()
    {
        var key = Secret("query");
        await using var app = await ChatOpsApp.StartAsync();
        var id = (string?)(await ChatOpsApp.JsonAsync(await app.PostAsync("/diagnose", new { error_message = "KeyError: 'a'" })))["id"];

        await app.PostAsync($"/diagnoses/{id}/feedback", new { useful = false, note = $"the key was {key}" });
        await app.SendAsync(HttpMethod.Get, $"/context?file={key}&task=use+{key}&repo={key}");
        await app.SendAsync(HttpMethod.Get, $"/context?file={key}&task=use+{key}");
        await app.SendAsync(HttpMethod.Get, $"/history/diagnoses?user={key}&repo={key}&cursor={key}");
        await app.SendAsync(HttpMethod.Get, $"/{key}", null, ("Authorization", $"Bearer {key}"), ("X-Api-Key", key));
        await app.SendAsync(HttpMethod.Get, $"/operations/{key}");

        await StandsNowhereAsync(app, key);
    }

    [Fact]
    public async Task Nothing_keeps_what_is_typed_at_the_terminal()
    {
        using var repository = new TestRepository();
        repository.Commit(("app.py", "def f(a):\n    return a['b']\n"));
        var data = Directory.CreateTempSubdirectory("chatops-test-");
        var keys = (string[])[Secret("stdin"), Secret("file"), Secret("reference")];
        try
        {
            foreach (var arguments in (string[][])[["diagnose"], ["diagnose", "--json", "--file", $"{keys[1]}.py"], ["diagnose", "--ref", keys[2]]])
            {
                var shown = await RunAsync(repository.Folder, data.FullName, $"KeyError: 'b' with {keys[0]}\n", arguments);

                Assert.All(keys, key => Assert.DoesNotContain(key, shown, StringComparison.Ordinal));
            }

            Assert.All(keys, key => StandsNowhere(data.FullName, key));
            Assert.Equal("", repository.Git("status", "--porcelain").Output);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<string> RunAsync(string folder, string data, string input, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "chatops.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["Host__DataDirectory"] = data },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.InRange(process.ExitCode, 0, 2);
        return await output + await errors;
    }

    private static async Task StandsNowhereAsync(ChatOpsApp app, string secret)
    {
        await app.StopAsync();
        Assert.DoesNotContain(secret, app.Log.Text, StringComparison.OrdinalIgnoreCase);
        StandsNowhere(app.DataDirectory, secret);
    }

    private static void StandsNowhere(string folder, string secret)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("chatops.lock", StringComparison.Ordinal)))
        {
            Assert.DoesNotContain(secret, file, StringComparison.OrdinalIgnoreCase);
            Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0, $"{file} holds the secret of {secret}");
        }
    }
}
