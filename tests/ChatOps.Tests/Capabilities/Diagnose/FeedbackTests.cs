using ChatOps.Tests.Support;
using ChatOps.Tests.Support.Slack;

namespace ChatOps.Tests.Capabilities.Diagnose;

/// <summary>What people do with the card of a diagnosis.</summary>
public sealed class FeedbackTests
{
    [Fact]
    public async Task Useful_is_kept_with_the_diagnosis_and_shown_on_its_card()
    {
        using var repository = OrdersCase.Repository();
        await using var lab = await SlackLab.StartAsync(("Repositories:0:Path", repository.Folder));
        await lab.CommandAsync("/diagnose", OrdersCase.Text);
        var card = await lab.MessageAsync("Useful");
        var reply = lab.Slack.NewReply();

        await lab.ClickAsync(card, "Useful", reply);

        await Eventually.BecomesTrueAsync(() => reply.Bodies.Count == 1, "the card is redrawn");
        Assert.Equal(["Re-run"], SlackLab.Labels(reply.Bodies.First()));
        Assert.Contains("Useful, ", reply.Bodies.First().ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(1, await lab.CountAsync("select count(*) from diagnoses where feedback_useful = 1"));
    }

    [Fact]
    public async Task A_diagnosis_is_made_anew_from_its_card_in_its_thread()
    {
        using var repository = OrdersCase.Repository();
        await using var lab = await SlackLab.StartAsync(("Repositories:0:Path", repository.Folder));
        await lab.CommandAsync("/diagnose", OrdersCase.Text);
        var card = await lab.MessageAsync("Re-run");

        await lab.ClickAsync(card, "Re-run");

        await Eventually.BecomesTrueAsync(() => lab.Slack.Messages.Any(message => message.Thread == card.Ts && message.Text.Contains("Re-run", StringComparison.Ordinal)), "the second diagnosis is in the thread");
        Assert.Equal(2, await lab.CountAsync("select count(*) from diagnoses where engine <> 'History'"));
    }
}
