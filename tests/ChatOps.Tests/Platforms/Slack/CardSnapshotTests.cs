using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOps.Platforms.Slack.Blocks;

namespace ChatOps.Tests.Platforms.Slack;

/// <summary>What each kind of card looks like in Slack, as JSON that a reader can look at and <c>tests/peers/slack/render.mjs</c> can draw.</summary>
public sealed class CardSnapshotTests
{
    /// <summary>The environment variable that has the snapshots written instead of compared.</summary>
    private const string Variable = "CHATOPS_WRITE_SNAPSHOTS";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Names { get; } = [.. SampleCards.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_card_is_drawn_as_its_snapshot_says(string name)
    {
        var file = Path.Combine(Folder(), $"{name}.json");
        var drawn = Draw(name).ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 })
            File.WriteAllText(file, drawn);

        Assert.Equal(File.ReadAllText(file), drawn);
    }

    /// <summary>A sample card as a message.</summary>
    internal static JsonObject Draw(string name)
    {
        var message = CardMessage.Of(SampleCards.All[name], new CardMessage.Frame { OperationId = name == "progress" ? null : "op_01JD9R0Z", Mention = name == "progress" ? null : "U0ALICE" });
        return new JsonObject { ["channel"] = "C0INC", ["text"] = message.Text, ["blocks"] = message.Blocks.DeepClone() };
    }

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "Cards");
}
