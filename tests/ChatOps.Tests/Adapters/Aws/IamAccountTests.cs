using ChatOps.Adapters.Aws;
using ChatOps.Chat;
using ChatOps.Settings;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Adapters.Aws;

/// <summary>What is read from an account, against a server that checks every signature by its own reckoning.</summary>
public sealed class IamAccountTests
{
    private const string Topic = "arn:aws:sns:eu-west-1:123456789012:order-notifications";

    // docs.aws.amazon.com, "Signature Version 4 signing process", the complete example: IAM's ListUsers on 2015-08-30.
    [Fact]
    public void The_servers_reckoning_is_the_one_that_AWS_published() => Assert.Equal(
        "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
        AwsSignature.Sign("GET", "/?Action=ListUsers&Version=2010-05-08", [("content-type", "application/x-www-form-urlencoded; charset=utf-8"), ("host", "iam.amazonaws.com"), ("x-amz-date", "20150830T123600Z")], [], "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "20150830T123600Z", "20150830/us-east-1/iam/aws4_request"));

    [Fact]
    public async Task A_simulation_is_signed_and_its_answer_read()
    {
        await using var lab = await Lab.StartAsync();
        lab.Aws.Decisions[("sns:Publish", Topic)] = new FakeAws.Verdict("allowed") { Policies = ["orders-inline", "Baseline", "orders-inline"] };

        var answer = await lab.Account.SimulateAsync(lab.Role.Arn, ["sns:Publish", "sns:Subscribe"], Topic, ("iam:PassedToService", "lambda.amazonaws.com"), CancellationToken.None);

        Assert.Equal([("sns:Publish", AccountDecision.Allowed), ("sns:Subscribe", AccountDecision.NotAllowed)], answer.Value!.Select(decision => (decision.Action, decision.Decision)));
        Assert.Equal(["Baseline", "orders-inline"], answer.Value![0].Policies);
        var asked = Assert.Single(lab.Aws.Requests);
        Assert.Equal(("iam:PassedToService", "string", "lambda.amazonaws.com"), (asked["ContextEntries.member.1.ContextKeyName"], asked["ContextEntries.member.1.ContextKeyType"], asked["ContextEntries.member.1.ContextKeyValues.member.1"]));
    }

    [Fact]
    public async Task A_resource_beyond_ASCII_is_signed_as_it_is_sent()
    {
        await using var lab = await Lab.StartAsync();
        const string Object = "arn:aws:s3:::orders/Übersicht & mehr+/*";
        lab.Aws.Decisions[("s3:GetObject", Object)] = new FakeAws.Verdict("allowed");

        Assert.Equal(AccountDecision.Allowed, (await lab.Account.SimulateAsync(lab.Role.Arn, ["s3:GetObject"], Object, null, CancellationToken.None)).Value![0].Decision);
    }

    [Fact]
    public async Task Every_page_is_read()
    {
        await using var lab = await Lab.StartAsync();
        lab.Aws.PageSize = 2;
        foreach (var number in Enumerable.Range(1, 5))
        {
            lab.Role.Inline.Add(($"inline-{number}", Statement($"sns:Publish{number}")));
            lab.Role.Attached.Add($"arn:aws:iam::aws:policy/Managed{number}");
            lab.Aws.Policies[$"arn:aws:iam::aws:policy/Managed{number}"] = Statement($"sqs:SendMessage{number}");
        }

        var policies = (await lab.Account.PoliciesAsync("orders", CancellationToken.None)).Value!;
        var decisions = await lab.Account.SimulateAsync(lab.Role.Arn, ["a:A", "a:B", "a:C"], "*", null, CancellationToken.None);

        Assert.Equal(10, policies.Length);
        Assert.Equal(("inline-5", Statement("sns:Publish5")), (policies[4].Name, policies[4].Document));
        Assert.Equal(("Managed5", Statement("sqs:SendMessage5")), (policies[9].Name, policies[9].Document));
        Assert.Equal((3, 3), (lab.Aws.Asked("ListRolePolicies"), lab.Aws.Asked("ListAttachedRolePolicies")));
        Assert.Equal(3, decisions.Value!.Length);
        Assert.Equal(2, lab.Aws.Asked("SimulatePrincipalPolicy"));
    }

    [Theory]
    [InlineData(400, "Throttling")]
    [InlineData(400, "RequestLimitExceeded")]
    [InlineData(429, "TooManyRequestsException")]
    [InlineData(503, "ServiceUnavailable")]
    [InlineData(500, "ServiceFailure")]
    public async Task Throttling_and_failures_are_waited_out_longer_each_time(int status, string code)
    {
        await using var lab = await Lab.StartAsync();
        lab.Aws.Faults.AddRange(Enumerable.Repeat(new FakeAws.Fault("GetRole", status, code), 3));

        var role = await lab.Account.RoleAsync("orders", CancellationToken.None);

        Assert.Equal(lab.Role.Arn, role.Value!.Arn);
        Assert.Equal(4, lab.Aws.Asked("GetRole"));
        Assert.Equal(3, lab.Time.Delays.Count);
        Assert.True(lab.Time.Delays[0] < lab.Time.Delays[2]);
    }

    [Fact]
    public async Task Nobody_waits_for_ever()
    {
        await using var lab = await Lab.StartAsync();
        lab.Aws.Faults.AddRange(Enumerable.Repeat(new FakeAws.Fault("GetRole", 400, "Throttling"), 9));

        Assert.Equal("AWS (iam) is throttling", (await lab.Account.RoleAsync("orders", CancellationToken.None)).Refusal!.Sentence);
        Assert.Equal(4, lab.Aws.Asked("GetRole"));
    }

    [Theory]
    [InlineData("NoSuchEntity", 404, "NotFound")]
    [InlineData("AccessDenied", 403, "Forbidden")]
    [InlineData("ExpiredToken", 403, "Unauthenticated")]
    [InlineData("MalformedInput", 400, "ProviderFailed")]
    public async Task What_AWS_refuses_is_told_apart_and_not_asked_again(string code, int status, string kind)
    {
        await using var lab = await Lab.StartAsync();
        lab.Aws.Faults.Add(new FakeAws.Fault("GetRole", status, code));

        var refusal = (await lab.Account.RoleAsync("orders", CancellationToken.None)).Refusal!;

        Assert.Equal(kind, refusal.Kind.ToString());
        Assert.DoesNotContain("secret that must not", refusal.Sentence, StringComparison.Ordinal);
        Assert.Equal(1, lab.Aws.Asked("GetRole"));
    }

    [Fact]
    public async Task A_wrong_secret_is_found_out_by_the_server()
    {
        await using var lab = await Lab.StartAsync();
        lab.Aws.Signer = lab.Aws.Signer! with { Secret = "another" };

        Assert.Equal("AWS does not take our credentials (SignatureDoesNotMatch)", (await lab.Account.RoleAsync("orders", CancellationToken.None)).Refusal!.Sentence);
        Assert.Equal(HealthState.Degraded, (await lab.Health.CheckAsync(CancellationToken.None)).State);
    }

    [Fact]
    public async Task Where_nobody_signs_nobody_is_asked()
    {
        await using var lab = await Lab.StartAsync();
        lab.Aws.Signer = null;

        Assert.Equal(RefusalKind.NotConfigured, (await lab.Account.RoleAsync("orders", CancellationToken.None)).Refusal!.Kind);
        Assert.Empty(lab.Aws.Requests);
    }

    [Fact]
    public async Task A_role_is_assumed_once_and_its_session_signs()
    {
        await using var lab = await Lab.StartAsync(new AwsOptions { RoleArn = "arn:aws:iam::123456789012:role/chatops", ExternalId = "x1" });

        Assert.NotNull((await lab.Account.RoleAsync("orders", CancellationToken.None)).Value);
        Assert.NotNull((await lab.Account.RoleAsync("orders", CancellationToken.None)).Value);

        Assert.Equal(["AssumeRole", "GetRole", "GetRole"], lab.Aws.Requests.Select(request => request["Action"]));
        Assert.Equal(("arn:aws:iam::123456789012:role/chatops", "x1"), (lab.Aws.Requests.First()["RoleArn"], lab.Aws.Requests.First()["ExternalId"]));
        // The host's own key alone would do for AssumeRole only.
        lab.Aws.Keys.RemoveAll(key => key.Token is null);
        Assert.NotNull((await lab.Account.RoleAsync("orders", CancellationToken.None)).Value);
        lab.Time.Advance(TimeSpan.FromDays(365 * 80));
        Assert.Contains("Aws:RoleArn could not be assumed", (await lab.Account.RoleAsync("orders", CancellationToken.None)).Refusal!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_an_answer_is_none()
    {
        await using var lab = await Lab.StartAsync();
        lab.Aws.Decisions[("sns:Publish", "*")] = new FakeAws.Verdict("perhaps");

        Assert.Contains("could not be read", (await lab.Account.SimulateAsync(lab.Role.Arn, ["sns:Publish"], "*", null, CancellationToken.None)).Refusal!.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cn-north-1", "iam.cn-north-1.amazonaws.com.cn", "cn-north-1", "sts.cn-north-1.amazonaws.com.cn")]
    [InlineData("us-gov-east-1", "iam.us-gov.amazonaws.com", "us-gov-west-1", "sts.us-gov-east-1.amazonaws.com")]
    [InlineData("eu-north-1", "iam.amazonaws.com", "us-east-1", "sts.eu-north-1.amazonaws.com")]
    public void Each_partition_has_its_own_addresses(string region, string iam, string signedFor, string sts)
    {
        var options = new AwsOptions { LiveCheck = true, Region = region };

        options.Check("Aws");

        Assert.Equal((iam, signedFor, sts, region), (options.Iam.Endpoint.Host, options.Iam.Region, options.Sts.Endpoint.Host, options.Sts.Region));
    }

    [Theory]
    [InlineData("Aws:LiveCheck", "true", "Aws:Region")]
    [InlineData("Aws:RoleArn", "chatops", "Aws:RoleArn")]
    [InlineData("Aws:IamEndpoint", "http://iam.example.com", "Aws:IamEndpoint")]
    [InlineData("Aws:StsEndpoint", "https://sts.example.com/path", "Aws:StsEndpoint")]
    [InlineData("Aws:Roles:0:Role", "a role", "Aws:Roles:0:Role")]
    public void A_setting_that_cannot_work_stops_the_host_by_its_name(string key, string value, string named)
    {
        var setting = Assert.Throws<SettingException>(() => Program.Build(new HostSetup { ReadEnvironment = false, Settings = new Dictionary<string, string?> { [key] = value } }));

        Assert.StartsWith(named, setting.Message, StringComparison.Ordinal);
    }

    private static string Statement(string action) => $$"""{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "{{action}}", "Resource": "*" } }""";

    private sealed class Lab : IAsyncDisposable
    {
        private readonly QueryApi _api;
        private readonly AwsSession _session;

        private Lab(FakeAws aws, AwsOptions options)
        {
            (Aws, Health) = (aws, new AwsHealth(options));
            (options.LiveCheck, options.Region, options.IamEndpoint, options.StsEndpoint) = (true, "eu-west-1", aws.Url, aws.Url);
            _api = new QueryApi(Time);
            _session = new AwsSession(options, _api, _ => Task.FromResult(aws.Signer), Time);
            Account = new IamAccount(options, _api, _session, Health);
            aws.Roles["orders"] = Role;
        }

        public FakeAws Aws { get; }

        public VirtualTime Time { get; } = new();

        public AwsHealth Health { get; }

        public IamAccount Account { get; }

        public FakeAws.Role Role { get; } = new("orders") { Path = "/services/" };

        public static async Task<Lab> StartAsync(AwsOptions? options = null) => new(await FakeAws.StartAsync(), options ?? new AwsOptions());

        public async ValueTask DisposeAsync()
        {
            _session.Dispose();
            _api.Dispose();
            await Aws.DisposeAsync();
        }
    }
}
