using System.Diagnostics;
using ChatOps.Chat;
using CsCheck;

namespace ChatOps.Tests.Chat;

public class SecretMaskerTests
{
    // Planted secrets are put together here, so that scanners do not take this file for a leak.
    private const string Alnum36 = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";
    private const string Hex32 = "0123456789abcdef" + "fedcba9876543210";
    private const string Secret40 = "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY";

    public static TheoryData<string, string> Hits => new()
    {
        { "aws_access_key", "using AKIA" + "IOSFODNN7EXAMPLE for S3" },
        { "aws_access_key", "https://x.s3.amazonaws.com/?AWSAccessKeyId=ASIA" + "IOSFODNN7EXAMPLE&Expires=1" },
        { "aws_secret_key", "aws_secret_access_key = " + Secret40 },
        { "aws_secret_key", "{\"SecretAccessKey\": \"" + Secret40 + "\"}" },
        { "aws_session_token", "AWS_SESSION_TOKEN=" + string.Concat(Enumerable.Repeat("FwoGZXIvYXdzEJr", 8)) },
        { "github_token", "remote: token `ghp" + "_" + Alnum36 + "`" },
        { "github_token", "https://x-access-token:gh" + "s_" + Alnum36 + "@github.com/acme/orders" },
        { "gitlab_token", "glp" + "at-abcDEF1234567890_xyz" },
        { "slack_token", "xox" + "b-123456789012-1234567890123-abcdefGHIJKL" },
        { "slack_webhook", "<https://hooks.slack.com/serv" + "ices/T00000000/B00000000/XXXX1234abcd5678>" },
        { "teams_webhook", "https://acme.webhook.office.com/webhookb2/0c2f/IncomingWebhook/" + Hex32 },
        { "private_key", "-----BEGIN RSA PRIVATE" + " KEY-----\nMIIEpAIBAAKCAQEA7bq\nZZ09abcdefghijklmnopqrstu\n-----END RSA PRIVATE" + " KEY-----" },
        { "private_key", "{\"key\":\"-----BEGIN PRIVATE" + " KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj\\n-----END PRIVATE" + " KEY-----\\n\"}" },
        { "private_key", "-----BEGIN OPENSSH PRIVATE" + " KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ\n" },
        { "jwt", "token eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0NTY3ODkwIn0" + ".dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U" },
        { "bearer_token", "curl -H 'X: Bearer abc123DEF456ghi789'" },
        { "authorization_header", "Authorization: Basic dXNlcjpodW50ZXIy" },
        { "basic_auth_url", "postgres://app:s3cr3t@db.internal:5432/orders" },
        { "basic_auth_url", "amqp://guest:p@ss@broker/vhost" },
        { "connection_string_password", "Server=db;Database=orders;User Id=sa;Password=Sommer;Encrypt=true" },
        { "openai_key", "OPENAI sk-pr" + "oj-abc123DEF456ghi789JKL" },
        { "openai_key", "Incorrect API key provided: sk" + "-" + Alnum36 },
        { "anthropic_key", "sk-an" + "t-api03-abcDEF123456_789-xyz" },
        { "google_api_key", "key=AIza" + "SyA1234567890abcdefghijklmnopqrstuv" },
        { "stripe_key", "Invalid API Key provided: sk_li" + "ve_4eC39HqLyjWDarjtT1zdp7dc" },
        { "azure_key", "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=" + string.Concat(Enumerable.Repeat("Zm9vYmFyMTI", 7)) + "==;EndpointSuffix=core.windows.net" },
        { "azure_key", "https://a.blob.core.windows.net/c?sv=2022&sig=abcDEF123%2Bghi456%2FjklMNO789%3D" },
        { "sendgrid", "S" + "G.abcdefghij1234567890AB.abcdefghijklmnopqrstuvwxyz1234567890ABCDEFG" },
        { "twilio", "SID S" + "K" + Hex32 },
        { "npm_token", "//registry: np" + "m_" + Alnum36 },
        { "pypi_token", "pyp" + "i-AgEIcHlwaS5vcmcCJ" + Alnum36 + Alnum36 },
        { "password_assignment", "password=hunter2" },
        { "password_assignment", "DB_PASSWORD: \"correct horse\"" },
        { "password_assignment", "{\"client_secret\": \"abc\", \"x\": 1}" },
        { "password_assignment", "{\\\"password\\\": \\\"tr0ub4dor\\\"}" },
        { "password_assignment", "password: “Sommer2024!”" },
        { "password_assignment", "{&quot;password&quot;: &quot;hunter22&quot;}" },
        { "password_assignment", "mysql --password=hunter2 orders" },
        { "password_assignment", "tool --password hunter2" },
        { "password_assignment", "x-api-key: 9f8e7d6c5b4a39281706" },
        { "token_assignment", "auth_token=9f8e7D6c5B4a39281706" },
        { "high_entropy_secret", "STRIPE_ROUTE_KEY=q8ZtR2mKv91LxWb4YpGcA7" },
        { "cookie", "Cookie: session=abc123def456; theme=dark" },
        { "cookie", "Set-Cookie: sid=s%3Aabcdef.123; Path=/; HttpOnly" },
        { "credit_card", "card 4111 1111 1111 1111 declined" },
        { "credit_card", "pan=5555555555554444" },
        { "telegram_token", "bot123456789:" + "AAabcdefghijklmnopqrstuvwxyz1234567" },
        { "signed_url", "https://b.s3.amazonaws.com/k?X-Amz-Signature=" + Hex32 + Hex32 },
    };

    [Theory]
    [MemberData(nameof(Hits))]
    public void A_secret_is_masked_and_counted_by_kind(string kind, string text)
    {
        var masked = SecretMasker.Mask(text);

        Assert.Contains($"[masked {kind}]", masked.Text, StringComparison.Ordinal);
        Assert.Equal(1, masked.Counts[kind]);
        Assert.Equal(text.Count(c => c == '\n'), masked.Text.Count(c => c == '\n'));
        var again = SecretMasker.Mask(masked.Text);
        Assert.Equal(masked.Text, again.Text);
        Assert.Empty(again.Counts);
    }

    [Theory]
    [InlineData("  File \"src/utils/password_reset_token_generator.py\", line 12, in make_token")]
    [InlineData("    token = get_token()")]
    [InlineData("    token = self.client.fetch_token(timeout=30)")]
    [InlineData("    return connect(password=password, user=user)")]
    [InlineData("    conn = connect(host, password=settings.DB_PASSWORD)")]
    [InlineData("    password = os.environ[\"DB_PASSWORD\"]")]
    [InlineData("const secret = process.env.CLIENT_SECRET;")]
    [InlineData("var token = cancellationToken;")]
    [InlineData("public Task RunAsync(string password, CancellationToken token = default)")]
    [InlineData("commit 53ef390a1b2c3d4e5f60718293a4b5c6d7e8f901")]
    [InlineData("request id 550e8400-e29b-41d4-a716-446655440000")]
    [InlineData("next_token=550e8400-e29b-41d4-a716-446655440000")]
    [InlineData("SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON")]
    [InlineData("Unexpected token: punc (})")]
    [InlineData("max_tokens: 4096, input_tokens=5120")]
    [InlineData("{\"password\": [\"This field is required.\"]}")]
    [InlineData("{\"password\": \"must be at least 8 characters\"}")]
    [InlineData("PWD=/home/app/orders")]
    [InlineData("KeyError: 'DB_PASSWORD'")]
    [InlineData("password=${DB_PASSWORD} token={{ token }} secret=*** pwd=<password>")]
    [InlineData("https://user:$PASSWORD@host/ http://localhost:8001/@scope/pkg https://${U}:${P}@h")]
    [InlineData("git@github.com:acme/orders.git")]
    [InlineData("arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf")]
    [InlineData("Bearer authentication is required")]
    [InlineData("401 Unauthorized: missing Authorization header")]
    [InlineData("Could not find \"-----BEGIN RSA PRIVATE KEY-----\" in the file")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJRTES\n-----END CERTIFICATE-----")]
    [InlineData("AKIA is how a key id starts; AKIAtooshort")]
    [InlineData(".sk-folding-cube .sk-cube-parent-element-with-a-long-name { }")]
    [InlineData("xoxb-your-token-here")]
    [InlineData("at Acme.Orders.TokenService.GetTokenAsync(String apiKey) in /src/TokenService.cs:line 41")]
    [InlineData("at com.acme.auth.PasswordEncoder.encode(PasswordEncoder.java:31)")]
    [InlineData("s3 key=exports/2024/11/22/orders-2024-11-22T10-00.parquet")]
    [InlineData("cache_key=orders:123 routing_key=order.created partition_key=customer#42")]
    [InlineData("timestamp 1700000000000 and 1700000000000000000 id 1234567890123456")]
    [InlineData("1234-5678-9012-3456")]
    [InlineData("cookie: SessionCookie | None = None")]
    [InlineData("hooks.slack.com/services/ is not reachable")]
    [InlineData("npm_config_registry and pypi-agent and hf_hub_download_with_some_long_name")]
    [InlineData("botocore.errorfactory.ProvisionedThroughputExceededException: Rate exceeded")]
    [InlineData("FOREIGN_KEY constraint failed, foreign_key=orders_customer_id_fkey_2024_v2_long")]
    [InlineData("mscorlib, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089")]
    [InlineData("key=OrderProcessingServiceV2HandlerFactory")]
    [InlineData("[masked github_token] password=[masked password_assignment]")]
    public void What_is_no_secret_stays_as_it_is(string text)
    {
        var masked = SecretMasker.Mask(text);

        Assert.Equal(text, masked.Text);
        Assert.Empty(masked.Counts);
    }

    [Fact]
    public void Text_around_secrets_is_unchanged()
    {
        var around = Gen.Char[" abcXYZ019.:/\n\t(){}\"'=&;-_"].Array[0, 40].Select(chars => new string(chars));
        string[] secrets = ["xox" + "b-123456789012-1234567890123-abcdefGHIJKL", "sk-an" + "t-api03-abcDEF123456_789-xyz", "AKIA" + "IOSFODNN7EXAMPLE", "gh" + "p_" + Alnum36];
        var secret = Gen.Int[0, secrets.Length - 1].Select(i => secrets[i]);

        Gen.Select(around, secret, around).Sample((before, token, after) =>
        {
            var text = $"{before}\n{token}\n{after}";
            var masked = SecretMasker.Mask(text);
            var alone = $"{SecretMasker.Mask(before + "\n").Text}{SecretMasker.Mask(token).Text}{SecretMasker.Mask("\n" + after).Text}";
            return masked.Text == alone && SecretMasker.Mask(masked.Text) is { Counts.Count: 0 } again && again.Text == masked.Text;
        }, iter: 2_000);
    }

    [Theory]
    [InlineData("password=")]
    [InlineData("a://b:")]
    [InlineData("-----BEGIN PRIVATE KEY-----\n")]
    [InlineData("bearer aaaa1")]
    [InlineData("Cookie: a=bbbbbbbb")]
    [InlineData("4")]
    [InlineData("4111 ")]
    [InlineData("AKIA")]
    [InlineData("eyJ.")]
    [InlineData("_key\"")]
    [InlineData("token: \"")]
    [InlineData("secret_key=")]
    [InlineData("authorization:basic ")]
    [InlineData("?sig=")]
    [InlineData("://a:b@")]
    public void A_mebibyte_of_anything_takes_little_time(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, (1 << 20) / unit.Length));
        SecretMasker.Mask(text[..1000]);

        var watch = Stopwatch.StartNew();
        SecretMasker.Mask(text);

        // Alone it takes less than a second; quadratic work would take minutes, which no load on the machine explains.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), $"{watch.ElapsedMilliseconds} ms");
    }
}
