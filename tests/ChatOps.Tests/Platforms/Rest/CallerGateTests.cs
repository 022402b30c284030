using System.Net;
using System.Net.Sockets;
using System.Text;
using ChatOps.Settings;
using ChatOps.Tests.Running.Operations;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Platforms.Rest;

/// <summary>Who may call: this machine's own programs while there is no key, holders of a key from then on.</summary>
public sealed class CallerGateTests
{
    [Fact]
    public async Task Without_a_key_only_programs_of_this_machine_are_let_in()
    {
        await using var app = await ChatOpsApp.StartAsync();
        var port = app.Address.Port;

        foreach (var headers in (string[])["Host: localhost", $"Host: localhost:{port}", $"Host: LOCALHOST:{port}", $"Host: 127.0.0.1:{port}", $"Host: [::1]:{port}", $"Host: localhost:{port}\r\nOrigin: http://localhost:{port}"])
            Assert.Equal((200, headers), (await StatusAsync(app, headers), headers));
        foreach (var headers in (string[])
                 [
                     "Host: evil.example", $"Host: localhost.evil.example:{port}", "Host: 127.0.0.1.nip.io", "Host: 0.0.0.0", "Host: 127.0.0.2", "Host: 2130706433",
                     "Host: localhost\r\nOrigin: https://evil.example", "Host: localhost\r\nOrigin: null", $"Host: localhost:{port}\r\nOrigin: http://localhost:1", $"Host: localhost:{port}\r\nOrigin: https://localhost:{port}",
                     "Host: localhost\r\nForwarded: for=127.0.0.1", "Host: localhost\r\nX-Forwarded-For: 127.0.0.1", "Host: localhost\r\nX-Forwarded-Host: localhost", "Host: localhost\r\nX-Forwarded-Proto: https", "Host: localhost\r\nx-forwarded-for:",
                 ])
            Assert.Equal((403, headers), (await StatusAsync(app, headers), headers));
    }

    [Fact]
    public async Task The_probes_are_open_to_everybody()
    {
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = OperationTests.Keys(("ci", "viewer")) });

        Assert.Equal(200, await StatusAsync(app, "Host: pod-7.cluster", "/health/live"));
        Assert.Equal(200, await StatusAsync(app, "Host: pod-7.cluster", "/health/ready"));
        Assert.Equal(401, await StatusAsync(app, "Host: pod-7.cluster", "/health"));
    }

    [Fact]
    public async Task Every_other_address_needs_the_key_once_there_is_one()
    {
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = OperationTests.Keys(("ci", "viewer")) });

        foreach (var path in (string[])["/health", "/context", "/history/diagnoses", "/history/audit", "/operations/op_1", "/operations/op_1/events", "/openapi/v1.json", "/diagnoses/dg_1", "/nowhere"])
        {
            var answer = await app.SendAsync(HttpMethod.Get, path);

            Assert.Equal((HttpStatusCode.Unauthorized, path), (answer.StatusCode, path));
            Assert.StartsWith("Bearer", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
            Assert.Contains("chatops key create", (string?)(await ChatOpsApp.JsonAsync(answer))["detail"], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Bearer ci", HttpStatusCode.OK)]
    [InlineData("bearer  ci ", HttpStatusCode.OK)]
    [InlineData("Bearer CI", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer c", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer ", HttpStatusCode.Unauthorized)]
    [InlineData("ci", HttpStatusCode.Unauthorized)]
    [InlineData("Basic Y2k6Y2k=", HttpStatusCode.Unauthorized)]
    // The hash is what the settings hold; whoever reads them has no key.
    [InlineData("Bearer 7f4cc23fb42fdb0463d4a56b3ac4ea3ebc66d37a6a7ec6e4c5c4d2b9a4c7d0f1", HttpStatusCode.Unauthorized)]
    public async Task Only_the_whole_key_opens(string header, HttpStatusCode expected)
    {
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = OperationTests.Keys(("ci", "viewer")) });

        Assert.Equal(expected, (await app.SendAsync(HttpMethod.Get, "/health", null, ("Authorization", header))).StatusCode);
    }

    [Fact]
    public async Task With_a_key_the_host_may_stand_behind_a_proxy()
    {
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = OperationTests.Keys(("ci", "viewer")) });

        Assert.Equal(200, await StatusAsync(app, "Host: chatops.example.com\r\nX-Forwarded-For: 192.0.2.1\r\nAuthorization: Bearer ci"));
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://*:0")]
    [InlineData("http://+:0")]
    [InlineData("http://192.0.2.1:0")]
    [InlineData("http://example.com:0")]
    [InlineData("http://127.0.0.1:0;http://0.0.0.0:0")]
    public async Task Without_a_key_the_host_does_not_start_on_an_address_that_others_reach(string urls)
    {
        var refused = await Assert.ThrowsAsync<SettingException>(() => ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = { ["Host:Urls"] = urls } }));

        Assert.Equal("Host:Urls", refused.Key);
        Assert.Contains("chatops key create", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("urls", "urls")]
    [InlineData("http_ports", "http_ports")]
    [InlineData("https_ports", "https_ports")]
    [InlineData("Kestrel:Endpoints:Open:Url", "Kestrel:Endpoints:Open:Url")]
    public async Task No_other_setting_opens_a_door_past_the_rule(string key, string named)
    {
        var value = key.EndsWith("ports", StringComparison.Ordinal) ? "58001" : "http://0.0.0.0:58001";
        try
        {
            await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = { [key] = value } });
            Assert.True(app.Address.IsLoopback, app.Address.ToString());
            Assert.DoesNotContain(System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners(), listener => listener.Port == 58001);
        }
        catch (SettingException refused)
        {
            Assert.Equal(named, refused.Key);
        }
    }

    [Fact]
    public async Task With_a_key_the_host_listens_where_it_is_told()
    {
        await using var app = await ChatOpsApp.StartAsync(new ChatOpsApp.Setup { Settings = new(OperationTests.Keys(("ci", "viewer"))) { ["Host:Urls"] = "http://0.0.0.0:0" } });

        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri($"http://127.0.0.1:{app.Address.Port}/health/live"))).StatusCode);
    }

    // A client of .NET's own tidies headers; the gate must hold against those that do not.
    private static async Task<int> StatusAsync(ChatOpsApp app, string headers, string path = "/openapi/v1.json")
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, app.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\n{headers}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        return int.Parse((await reader.ReadLineAsync())!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
