using System.Text;
using ChatOps.Adapters.GitHub;
using ChatOps.Chat;
using ChatOps.Tests.Support.GitHub;

namespace ChatOps.Tests.Adapters.GitHub;

public sealed class WebhooksTests
{
    private const string Body = """{"action": "closed", "number": 31, "pull_request": {"number": 31, "merged": true}, "repository": {"full_name": "acme/orders"}}""";
    private readonly Webhooks webhooks = new(new GitHubOptions { WebhookSecret = "It's a Secret to Everybody" });

    [Fact]
    public void The_signature_is_the_one_of_GitHubs_own_example() =>
        Assert.Null(webhooks.Verify("Hello, World!"u8, "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sha256=")]
    [InlineData("sha256=zz7107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    [InlineData("sha256=857107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    [InlineData("sha1=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    [InlineData("757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    public void Any_other_signature_is_refused(string? signature) => Assert.Equal(RefusalKind.Unauthenticated, webhooks.Verify("Hello, World!"u8, signature)!.Kind);

    [Fact]
    public void A_changed_body_is_refused() => Assert.NotNull(webhooks.Verify(Encoding.UTF8.GetBytes(Body + " "), WebhookSender.Sign(Body, "It's a Secret to Everybody")));

    [Fact]
    public void Without_a_secret_nothing_is_taken()
    {
        var refusal = new Webhooks(new GitHubOptions()).Verify("{}"u8, WebhookSender.Sign("{}", ""))!;

        Assert.Equal(RefusalKind.NotConfigured, refusal.Kind);
        Assert.Contains("GitHub:WebhookSecret", refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_delivery_says_what_it_is_about() =>
        Assert.Equal(new WebhookEvent("pull_request", "closed", "acme/orders", 31), Webhooks.Read("pull_request", Encoding.UTF8.GetBytes(Body)).Value);

    [Theory]
    [InlineData("ping", """{"zen": "Keep it logically awesome."}""")]
    [InlineData("push", """{"action": 7, "pull_request": [], "repository": null}""")]
    public void A_delivery_about_something_else_is_read_too(string name, string body) =>
        Assert.Equal(new WebhookEvent(name, null, null, null), Webhooks.Read(name, Encoding.UTF8.GetBytes(body)).Value);

    [Theory]
    [InlineData("push", "payload=%7B%7D")]
    [InlineData("push", "[]")]
    [InlineData(null, "{}")]
    public void What_is_no_event_is_refused(string? name, string body) => Assert.Equal(RefusalKind.Invalid, Webhooks.Read(name, Encoding.UTF8.GetBytes(body)).Refusal!.Kind);
}
