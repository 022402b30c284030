using System.Net;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Running.Rest;

public sealed class RestDoorTests
{
    [SkippableTheory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_request_waits_for_its_operation_and_answers_with_the_result(string provider)
    {
        await using var app = await ChatOpsApp.StartAsync(provider);

        var response = await app.PostAsync("/test/echo", new { text = "hello", number = 3 });

        var body = await ChatOpsApp.JsonAsync(response);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("hello", (string?)body["text"]);
        Assert.StartsWith("op_", (string?)body["operation_id"], StringComparison.Ordinal);
    }
}
