using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ChatOps.Tests.Support.GitHub;

/// <summary>Posts webhooks as GitHub does.</summary>
internal static class WebhookSender
{
    /// <summary>Delivers a pull request's event; the same delivery id again is a redelivery.</summary>
    public static Task<HttpResponseMessage> DeliverPullRequestAsync(this FakeGitHub fake, HttpClient to, string path, string secret, int number, string action, string? deliveryId = null)
    {
        var pull = fake.Orders.Find(number)!;
        var body = new JsonObject { ["action"] = action, ["number"] = number, ["pull_request"] = fake.Shapes.PullRequest(fake.Orders, pull, full: true), ["repository"] = fake.Shapes.Repository(fake.Orders), ["sender"] = fake.Shapes.Account(pull.Author) };
        return DeliverAsync(to, path, secret, "pull_request", body.ToJsonString(), deliveryId);
    }

    /// <summary>Delivers that somebody commented under a pull request; the comment is there.</summary>
    public static Task<HttpResponseMessage> DeliverCommentAsync(this FakeGitHub fake, HttpClient to, string path, string secret, int number, string login, string text, string? deliveryId = null, string action = "created", string type = "User")
    {
        var (pull, by) = (fake.Orders.Find(number)!, fake.Account(login) with { Type = type });
        var comment = new FakeComment(fake.NextId(), by, text, fake.Clock.GetUtcNow());
        pull.Comments.Add(comment);
        var body = new JsonObject { ["action"] = action, ["issue"] = fake.Shapes.Issue(fake.Orders, pull), ["comment"] = fake.Shapes.Comment(fake.Orders, pull, comment), ["repository"] = fake.Shapes.Repository(fake.Orders), ["sender"] = fake.Shapes.Account(by) };
        return DeliverAsync(to, path, secret, "issue_comment", body.ToJsonString(), deliveryId);
    }

    /// <summary>Delivers that somebody wants a check run again.</summary>
    public static Task<HttpResponseMessage> DeliverCheckRunAsync(this FakeGitHub fake, HttpClient to, string path, string secret, FakeCheck run, string login, string action)
    {
        var body = new JsonObject { ["action"] = action, ["check_run"] = fake.Shapes.CheckRun(fake.Orders, run, run.Id), ["repository"] = fake.Shapes.Repository(fake.Orders), ["sender"] = fake.Shapes.Account(fake.Account(login)) };
        return DeliverAsync(to, path, secret, "check_run", body.ToJsonString());
    }

    public static async Task<HttpResponseMessage> DeliverAsync(HttpClient to, string path, string secret, string eventName, string body, string? deliveryId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        request.Headers.Add("X-GitHub-Event", eventName);
        request.Headers.Add("X-GitHub-Delivery", deliveryId ?? Guid.NewGuid().ToString());
        request.Headers.Add("X-Hub-Signature-256", Sign(body, secret));
        request.Headers.UserAgent.ParseAdd("GitHub-Hookshot/0123456");
        return await to.SendAsync(request);
    }

    public static string Sign(string body, string secret) => "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));
}
