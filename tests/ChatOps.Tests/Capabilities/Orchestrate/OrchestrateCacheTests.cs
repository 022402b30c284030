using System.Text.Json;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Capabilities.Orchestrate;

/// <summary>What every round repeats is marked for the vendors' caches, and is repeated to the letter.</summary>
public sealed class OrchestrateCacheTests : OrchestrateLab
{
    [Fact]
    public async Task Every_round_of_every_role_says_where_it_repeats_itself()
    {
        // All three roles look things up, the change fails its checks once, and goes back once.
        Models.ScriptAnthropic(
            Look(), Look(), Plan(), Look(), Change("NOT THERE\n", "DELAY = 8\n"), Change("DELAY = 1\n", "DELAY = 8\n"), Look(), Review("revise", (Path, 2, "major", "Eight is too long.")), Change("DELAY = 1\n", "DELAY = 4\n"), Review("approve"));
        await StartAsync(("Ai:Providers:1:ApiKey", null), ("Ai:Providers:1:BaseUrl", null));

        Assert.Equal("ATTEMPTS = 3\nDELAY = 4\n", (string?)(await OrchestrateAsync())["files"]![Path]);

        var requests = Models.Requests.ToList();
        Assert.Equal(10, requests.Count);
        Assert.All(requests, request =>
        {
            Assert.Equal(2, Marks(request.Body));
            Assert.Equal(1, Marks(Last(request.Body.GetProperty("system"))));
            Assert.Equal(1, Marks(Last(Last(request.Body.GetProperty("messages")).GetProperty("content"))));
        });
        // A conversation is its last round and one more turn: nothing before it changes but the mark.
        Assert.Equal([3, 4, 2, 1], requests.GroupBy(request => request.Question).Select(rounds => rounds.Count()));
        Assert.All(Pairs(requests), pair => Assert.StartsWith(Repeated(pair.Before)[..^1], Repeated(pair.After), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_the_vendor_finds_the_common_beginning_itself_it_is_one_to_the_letter()
    {
        Models.ScriptOpenAi(Look(), Look(), Plan(), Change("DELAY = 1\n", "DELAY = 8\n"), Look(), Review("approve"), Look(), Plan());
        await StartAsync(("Ai:Providers:0:ApiKey", null), ("Ai:Providers:0:BaseUrl", null));
        await OrchestrateAsync();
        await OrchestrateAsync();

        var requests = Models.Requests.ToList();
        // The rules and the functions come first and are the same for everybody who asks in a role.
        var planning = requests.Where(request => request.Rules.StartsWith("You plan", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, planning.Select(request => request.Question).Distinct().Count());
        Assert.Single(planning.Select(request => request.Body.GetProperty("messages")[0].GetRawText()).Distinct());
        Assert.Single(requests.Select(request => request.Body.GetProperty("tools").GetRawText()).Distinct());
        Assert.All(requests, request => Assert.Equal("system", request.Body.GetProperty("messages")[0].GetProperty("role").GetString()));
        Assert.All(Pairs(requests), pair => Assert.StartsWith(Repeated(pair.Before)[..^1], Repeated(pair.After), StringComparison.Ordinal));
    }

    private static ScriptedReply Look() => ScriptedReply.Call("repository_read", new { path = Path });

    private static IEnumerable<(ScriptedRequest Before, ScriptedRequest After)> Pairs(IEnumerable<ScriptedRequest> requests) =>
        requests.GroupBy(request => request.Question).SelectMany(rounds => rounds.Zip(rounds.Skip(1)));

    private static JsonElement Last(JsonElement array) => array[array.GetArrayLength() - 1];

    private static int Marks(JsonElement json) => json.GetRawText().Split("\"cache_control\"").Length - 1;

    private static string Repeated(ScriptedRequest request) => request.Body.GetProperty("messages").GetRawText().Replace(""","cache_control":{"type":"ephemeral"}""", "", StringComparison.Ordinal);
}
