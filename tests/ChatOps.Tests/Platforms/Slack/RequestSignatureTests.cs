using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChatOps.Platforms.Slack;
using ChatOps.Platforms.Slack.Wire;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Platforms.Slack;

public sealed class RequestSignatureTests
{
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";
    private readonly VirtualTime _clock = new();

    // The example of Slack's own documentation ("Verifying requests from Slack").
    [Fact]
    public void The_signature_of_Slacks_own_example_is_right()
    {
        const string Body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
        _clock.Advance(DateTimeOffset.FromUnixTimeSeconds(1531420618) - _clock.GetUtcNow());

        Assert.True(Check("1531420618", "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503", Body));
    }

    [Theory]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    public void A_request_may_be_five_minutes_off_in_either_direction(int seconds, bool isValid)
    {
        var at = (_clock.GetUtcNow().ToUnixTimeSeconds() + seconds).ToString(CultureInfo.InvariantCulture);

        Assert.Equal(isValid, Check(at, Sign(at, "a=b"), "a=b"));
    }

    [Fact]
    public void Anything_else_is_refused()
    {
        var at = _clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var right = Sign(at, "a=b");

        Assert.True(Check(at, right, "a=b"));
        Assert.False(Check(at, right, "a=c"));
        Assert.False(Check(at, right, "a=b "));
        Assert.False(Check(at, right[..^1], "a=b"));
        Assert.False(Check(at, right.ToUpperInvariant(), "a=b"));
        Assert.False(Check(at, "v1" + right[2..], "a=b"));
        Assert.False(Check(at, right[3..], "a=b"));
        Assert.False(Check(at, "", "a=b"));
        Assert.False(Check(at, null, "a=b"));
        Assert.False(Check(null, right, "a=b"));
        Assert.False(Check("", right, "a=b"));
        Assert.False(Check("-" + at, Sign("-" + at, "a=b"), "a=b"));
        Assert.False(Check(" " + at, Sign(" " + at, "a=b"), "a=b"));
        Assert.False(Check("99999999999999999999", Sign("99999999999999999999", "a=b"), "a=b"));
        Assert.False(Check("9223372036854775807", Sign("9223372036854775807", "a=b"), "a=b"));
        Assert.False(Check(at, string.Concat(Enumerable.Repeat("ü", right.Length)), "a=b"));
        Assert.False(new RequestSignature(new SlackOptions(), _clock).IsValid(at, right, "a=b"u8));
    }

    private bool Check(string? at, string? signature, string body) => new RequestSignature(new SlackOptions { SigningSecret = Secret }, _clock).IsValid(at, signature, Encoding.UTF8.GetBytes(body));

    private static string Sign(string at, string body) => "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"v0:{at}:{body}")));
}
