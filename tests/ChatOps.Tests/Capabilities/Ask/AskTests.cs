using ChatOps.Adapters.Llm;
using ChatOps.Chat;
using ChatOps.Tests.Support;
using ChatOps.Tests.Support.Slack;

namespace ChatOps.Tests.Capabilities.Ask;

/// <summary>Free words to the bot: a model chooses the function, and only among those that read or propose.</summary>
public sealed class AskTests
{
    [Fact]
    public async Task The_function_that_a_model_chooses_answers_with_its_own_card()
    {
        await using var models = await ScriptedModelServer.StartAsync();
        using var repository = OrdersCase.Repository();
        models.Script(ScriptedReply.Call("repository_context", new { file = "src/utils/retry.py" }), ScriptedReply.Say("""{"understood":true,"say":""}"""));
        await using var lab = await StartAsync(models, repository);

        await SayAsync(lab, "<@U0BOT> what do you know of this service?");

        await lab.ToldAsync("understood as context");
        var offered = models.Requests.First().Text;
        Assert.Contains("diagnose", offered, StringComparison.Ordinal);
        Assert.DoesNotContain("apply_plan", offered, StringComparison.Ordinal);
        Assert.DoesNotContain("rate_diagnosis", offered, StringComparison.Ordinal);
        Assert.DoesNotContain("\"name\":\"ask\"", offered, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("C0INC")]
    [InlineData("D0ALICE")]
    public async Task What_a_private_command_says_only_who_asked_sees_though_it_was_asked_in_free_words(string channel)
    {
        await using var models = await ScriptedModelServer.StartAsync();
        using var repository = OrdersCase.Repository();
        models.Script(ScriptedReply.Call("costs", new { text = "week by user" }), ScriptedReply.Say("""{"understood":true,"say":""}"""));
        await using var lab = await StartAsync(models, repository);
        await lab.App.Get<ModelCallLedger>().EnterAsync("op_2", CallBook.Dollar / 10, call => call with { Caller = new Caller("slack:T0TEAM/U0BOB", "Robert Tables", Role.Responder) });

        await SlackSender.EventAsync(lab.App.Http, SlackSender.Event(SlackSender.Mention("<@U0BOT> who spent what?", channel: channel)));

        if (channel[0] == 'D')
        {
            // Nobody reads along there.
            await lab.MessageAsync("Robert Tables");
            return;
        }

        await lab.ToldAsync("Robert Tables");
        await Eventually.BecomesTrueAsync(async () => await lab.CountAsync("select count(*) from deliveries where state = 'open'") == 0, "it is delivered");
        Assert.DoesNotContain(lab.Slack.Messages, message => message.Text.Contains("Robert Tables", StringComparison.Ordinal) || message.Text.Contains("$0.", StringComparison.Ordinal));
        Assert.All(lab.Slack.Messages, message => Assert.Contains("answered, for who asked only", message.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_no_function_does_is_answered_with_the_models_sentence_as_plain_text()
    {
        await using var models = await ScriptedModelServer.StartAsync();
        using var repository = OrdersCase.Repository();
        models.Script(ScriptedReply.Say("""{"understood":false,"say":"Ask for <!channel> costs instead."}"""));
        await using var lab = await StartAsync(models, repository);

        await SayAsync(lab, "<@U0BOT> sing a song");

        var message = await lab.MessageAsync("costs instead");
        Assert.DoesNotContain("<!channel>", (string?)message.Content["text"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_cannot_choose_what_the_person_may_not_do_nor_what_is_not_offered()
    {
        await using var models = await ScriptedModelServer.StartAsync();
        using var repository = OrdersCase.Repository();
        models.Script(ScriptedReply.Call("apply_plan", new { plan = "pl_1", digest = "x" }), ScriptedReply.Say("""{"understood":false,"say":"That needs a click."}"""), ScriptedReply.Call("diagnose", new { error = "KeyError: 'a'" }), ScriptedReply.Say("""{"understood":true,"say":""}"""));
        await using var lab = await StartAsync(models, repository, ("Access:Default", "viewer"));

        await SayAsync(lab, "<@U0BOT> just apply it");
        await lab.MessageAsync("That needs a click");
        await SayAsync(lab, "<@U0BOT> look into the matter");

        await lab.MessageAsync("diagnose needs the role responder");
        Assert.Equal(0, await lab.CountAsync("select count(*) from diagnoses"));
    }

    private static Task<SlackLab> StartAsync(ScriptedModelServer models, TestRepository repository, params (string, string?)[] more) => SlackLab.StartAsync(
    [
        ("Repositories:0:Path", repository.Folder), ("Ai:Providers:0:ApiKey", "sk-test"), ("Ai:Providers:0:BaseUrl", models.AnthropicUrl), ("Ai:Providers:0:Name", "anthropic"), .. more,
    ]);

    private static Task<HttpResponseMessage> SayAsync(SlackLab lab, string words) => SlackSender.EventAsync(lab.App.Http, SlackSender.Event(SlackSender.Mention(words)));
}
