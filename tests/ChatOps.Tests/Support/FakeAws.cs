using System.Collections.Concurrent;
using System.Text;
using System.Xml.Linq;
using ChatOps.Adapters.Aws;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatOps.Tests.Support;

/// <summary>IAM's and STS's Query API on loopback: checks every signature by its own reckoning, answers in AWS' XML, page by page.</summary>
internal sealed class FakeAws : IAsyncDisposable
{
    public const string Account = "123456789012";

    private const string KeyId = "AKIDEXAMPLE";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private static readonly XNamespace Iam = "https://iam.amazonaws.com/doc/2010-05-08/";
    private static readonly XNamespace Sts = "https://sts.amazonaws.com/doc/2011-06-15/";

    private readonly WebApplication _app;

    private FakeAws(WebApplication app) => _app = app;

    /// <summary>A role of the account.</summary>
    internal sealed record Role(string Name)
    {
        public string Path { get; init; } = "/";
        public string? Boundary { get; init; }
        public List<(string Name, string Document)> Inline { get; init; } = [];
        public List<string> Attached { get; init; } = [];
        public string Arn => $"arn:aws:iam::{Account}:role{Path}{Name}";
    }

    /// <summary>What the simulation says of an action; everything else is denied implicitly.</summary>
    internal sealed record Verdict(string Decision)
    {
        public string[] Policies { get; init; } = [];
        public string[] Missing { get; init; } = [];
        public bool Organisation { get; init; } = true;
        public bool Boundary { get; init; } = true;
    }

    /// <summary>A way in which the next request of an action fails.</summary>
    internal sealed record Fault(string Action, int Status, string Code);

    /// <summary>The roles by name.</summary>
    public Dictionary<string, Role> Roles { get; } = [];

    /// <summary>Managed policies: JSON by ARN.</summary>
    public Dictionary<string, string> Policies { get; } = [];

    /// <summary>What the simulation decides, by action and resource.</summary>
    public Dictionary<(string Action, string Resource), Verdict> Decisions { get; } = [];

    /// <summary>The faults still to come.</summary>
    public List<Fault> Faults { get; } = [];

    /// <summary>How many members a page has.</summary>
    public int PageSize { get; set; } = 100;

    /// <summary>The keys that are let in.</summary>
    public List<AwsSignature.Key> Keys { get; } = [new(KeyId, Secret)];

    /// <summary>Every request that came, its parameters by name.</summary>
    public ConcurrentQueue<Dictionary<string, string>> Requests { get; } = new();

    /// <summary>Who signs; a test may sign as somebody else.</summary>
    public AwsKey? Signer { get; set; } = new(KeyId, Secret, null);

    /// <summary>Where it is.</summary>
    public string Url => _app.Urls.First();

    /// <summary>The settings that lead here, with the live check on.</summary>
    public Dictionary<string, string?> Settings => new() { ["Aws:LiveCheck"] = "true", ["Aws:Region"] = "eu-west-1", ["Aws:IamEndpoint"] = Url, ["Aws:StsEndpoint"] = Url };

    /// <summary>How often each action was asked.</summary>
    public int Asked(string action) => Requests.Count(request => request["Action"] == action);

    /// <summary>Starts it.</summary>
    public static async Task<FakeAws> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.Zero);
        var app = builder.Build();
        var aws = new FakeAws(app);
        app.MapPost("/", aws.AnswerAsync);
        await app.StartAsync();
        return aws;
    }

    /// <summary>Makes a host sign as <see cref="Signer"/>.</summary>
    public void Adjust(WebApplicationBuilder builder) => builder.Services.Replace(ServiceDescriptor.Singleton<AwsIdentity>(_ => Task.FromResult(Signer)));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer);
        var body = buffer.ToArray();
        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body)).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        Requests.Enqueue(form);
        var action = form["Action"];
        var isSts = action == "AssumeRole";
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var (status, xml) = AwsSignature.WhyNot("POST", target, name => context.Request.Headers[name].ToString(), body, Keys, isSts ? "eu-west-1/sts" : "us-east-1/iam") is { } why
            ? Error(403, why)
            : form["Version"] != (isSts ? "2011-06-15" : "2010-05-08") ? Error(400, "InvalidAction")
            : Faults.FirstOrDefault(fault => fault.Action == action) is { } fault && Faults.Remove(fault) ? Error(fault.Status, fault.Code)
            : Answer(action, form);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/xml";
        await context.Response.WriteAsync(xml.ToString(SaveOptions.DisableFormatting));
    }

    private (int, XElement) Answer(string action, Dictionary<string, string> form)
    {
        Role? role = null;
        if (form.TryGetValue("RoleName", out var name) && !Roles.TryGetValue(name, out role))
            return Error(404, "NoSuchEntity");
        switch (action)
        {
            case "AssumeRole":
                var session = new AwsSignature.Key("ASIASESSION", "session/secret+", "FwoGZXIvYXdzEXAMPLE//token==");
                Keys.Add(session);
                return Result(Sts, action, new XElement(Sts + "Credentials", E(Sts, "AccessKeyId", session.Id), E(Sts, "SecretAccessKey", session.Secret), E(Sts, "SessionToken", session.Token!), E(Sts, "Expiration", "2099-01-01T00:00:00Z")));
            case "GetRole":
                return Result(Iam, action, new XElement(Iam + "Role", E(Iam, "Path", role!.Path), E(Iam, "RoleName", role.Name), E(Iam, "Arn", role.Arn),
                    role.Boundary is null ? null : new XElement(Iam + "PermissionsBoundary", E(Iam, "PermissionsBoundaryType", "Policy"), E(Iam, "PermissionsBoundaryArn", role.Boundary))));
            case "ListRolePolicies":
                return Page(action, "PolicyNames", [.. role!.Inline.Select(policy => E(Iam, "member", policy.Name))], form);
            case "GetRolePolicy":
                return Result(Iam, action, E(Iam, "RoleName", name!), E(Iam, "PolicyName", form["PolicyName"]), E(Iam, "PolicyDocument", Uri.EscapeDataString(role!.Inline.First(policy => policy.Name == form["PolicyName"]).Document)));
            case "ListAttachedRolePolicies":
                return Page(action, "AttachedPolicies", [.. role!.Attached.Select(arn => new XElement(Iam + "member", E(Iam, "PolicyName", arn.Split('/')[^1]), E(Iam, "PolicyArn", arn)))], form);
            case "GetPolicy":
                return Policies.ContainsKey(form["PolicyArn"]) ? Result(Iam, action, new XElement(Iam + "Policy", E(Iam, "Arn", form["PolicyArn"]), E(Iam, "DefaultVersionId", "v3"))) : Error(404, "NoSuchEntity");
            case "GetPolicyVersion":
                return form["VersionId"] == "v3" ? Result(Iam, action, new XElement(Iam + "PolicyVersion", E(Iam, "Document", Uri.EscapeDataString(Policies[form["PolicyArn"]])), E(Iam, "VersionId", "v3"))) : Error(404, "NoSuchEntity");
            case "SimulatePrincipalPolicy":
                return Roles.Values.Any(known => known.Arn == form["PolicySourceArn"]) ? Page(action, "EvaluationResults", [.. Members(form, "ActionNames").Select(asked => Simulated(asked, form["ResourceArns.member.1"]))], form) : Error(404, "NoSuchEntity");
            default:
                return Error(400, "InvalidAction");
        }
    }

    private XElement Simulated(string action, string resource)
    {
        var verdict = Decisions.GetValueOrDefault((action, resource)) ?? new Verdict("implicitDeny");
        return new XElement(Iam + "member", E(Iam, "EvalActionName", action), E(Iam, "EvalResourceName", resource), E(Iam, "EvalDecision", verdict.Decision),
            new XElement(Iam + "MatchedStatements", verdict.Policies.Select(policy => new XElement(Iam + "member", E(Iam, "SourcePolicyId", policy), E(Iam, "SourcePolicyType", "IAM Policy")))),
            new XElement(Iam + "MissingContextValues", verdict.Missing.Select(key => E(Iam, "member", key))),
            verdict.Organisation ? null : new XElement(Iam + "OrganizationsDecisionDetail", E(Iam, "AllowedByOrganizations", "false")),
            verdict.Boundary ? null : new XElement(Iam + "PermissionsBoundaryDecisionDetail", E(Iam, "AllowedByPermissionsBoundary", "false")));
    }

    private (int, XElement) Page(string action, string list, XElement[] members, Dictionary<string, string> form)
    {
        var from = form.TryGetValue("Marker", out var marker) ? int.Parse(marker["page+/=".Length..], System.Globalization.CultureInfo.InvariantCulture) : 0;
        var more = from + PageSize < members.Length;
        return Result(Iam, action, new XElement(Iam + list, members.Skip(from).Take(PageSize)), E(Iam, "IsTruncated", more ? "true" : "false"), more ? E(Iam, "Marker", $"page+/={from + PageSize}") : null);
    }

    private static IEnumerable<string> Members(Dictionary<string, string> form, string list)
    {
        for (var i = 1; form.TryGetValue($"{list}.member.{i}", out var value); i++)
            yield return value;
    }

    private static (int, XElement) Result(XNamespace space, string action, params XElement?[] content) =>
        (200, new XElement(space + (action + "Response"), new XElement(space + (action + "Result"), content), new XElement(space + "ResponseMetadata", E(space, "RequestId", "7a62c49f"))));

    private static (int, XElement) Error(int status, string code) =>
        (status, new XElement(Iam + "ErrorResponse", new XElement(Iam + "Error", E(Iam, "Type", "Sender"), E(Iam, "Code", code), E(Iam, "Message", "scripted, with a secret that must not be passed on")), E(Iam, "RequestId", "7a62c49f")));

    private static XElement E(XNamespace space, string name, string value) => new(space + name, value);
}
