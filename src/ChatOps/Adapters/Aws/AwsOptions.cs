using System.Text.RegularExpressions;
using ChatOps.Settings;

namespace ChatOps.Adapters.Aws;

/// <summary>The <c>Aws</c> section: whether and how an account is asked about permissions.</summary>
internal sealed partial class AwsOptions : ISettings
{
    /// <summary>Whether permissions that the repository does not grant are looked up in the account too.</summary>
    public bool LiveCheck { get; set; }

    /// <summary>The region that the code runs in: resources whose region the code does not say are looked up there. <c>AWS_REGION</c> stands for it.</summary>
    public string? Region { get; set => field = Tidy(value); }

    /// <summary>Where IAM is; null for the one of the region's partition.</summary>
    public string? IamEndpoint { get; set => field = Tidy(value); }

    /// <summary>Where STS is; null for the region's. Asked only when <see cref="RoleArn"/> is set.</summary>
    public string? StsEndpoint { get; set => field = Tidy(value); }

    /// <summary>The role that ChatOps assumes to look; null to look as itself.</summary>
    public string? RoleArn { get; set => field = Tidy(value); }

    /// <summary>The external id that the role's trust policy asks for; null for none.</summary>
    public string? ExternalId { get; set => field = Tidy(value); }

    /// <summary>Which role runs which code, where the infrastructure code does not say so.</summary>
    public List<LinkedRoleOptions> Roles { get; set; } = [];

    /// <summary>Where IAM is asked, and the region that it is signed for: IAM has one of each in a partition (docs.aws.amazon.com, "AWS Identity and Access Management endpoints and quotas").</summary>
    public (Uri Endpoint, string Region) Iam
    {
        get
        {
            var (host, region) = Partition switch
            {
                "aws-cn" => ("iam.cn-north-1.amazonaws.com.cn", "cn-north-1"),
                "aws-us-gov" => ("iam.us-gov.amazonaws.com", "us-gov-west-1"),
                _ => ("iam.amazonaws.com", "us-east-1"),
            };
            return (new Uri(IamEndpoint ?? $"https://{host}"), region);
        }
    }

    /// <summary>Where STS is asked, and the region that it is signed for.</summary>
    public (Uri Endpoint, string Region) Sts => (new Uri(StsEndpoint ?? $"https://sts.{Region}.amazonaws.com{(Partition == "aws-cn" ? ".cn" : "")}"), Region!);

    private string Partition => Region switch
    {
        { } region when region.StartsWith("cn-", StringComparison.Ordinal) => "aws-cn",
        { } region when region.StartsWith("us-gov-", StringComparison.Ordinal) => "aws-us-gov",
        _ => "aws",
    };

    /// <inheritdoc/>
    public void Check(string section)
    {
        // AWS_REGION may say anything as long as nobody asks AWS.
        if (LiveCheck && Region is null)
            throw new SettingException($"{section}:Region", "is missing; the live check has to know the region that the code runs in, like eu-central-1.");
        if (LiveCheck && !RegionName().IsMatch(Region!))
            throw new SettingException($"{section}:Region", $"'{Region}' is not a region; write it like eu-central-1.");
        if (RoleArn is { } role && !RoleArnText().IsMatch(role))
            throw new SettingException($"{section}:RoleArn", "is not the ARN of a role; write it like arn:aws:iam::123456789012:role/chatops.");
        CheckEndpoint($"{section}:IamEndpoint", IamEndpoint);
        CheckEndpoint($"{section}:StsEndpoint", StsEndpoint);
        for (var i = 0; i < Roles.Count; i++)
            Roles[i].Check($"{section}:Roles:{i.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
    }

    private static void CheckEndpoint(string key, string? address)
    {
        if (address is null)
            return;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || uri.UserInfo.Length > 0 || uri.PathAndQuery != "/")
            throw new SettingException(key, "is not scheme and host; write it like https://iam.amazonaws.com.");
        if (uri.Scheme == "http" && !uri.IsLoopback)
            throw new SettingException(key, "would ask unencrypted; use https.");
    }

    private static string? Tidy(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    [GeneratedRegex("^[a-z]{2}(-[a-z]+)+-[0-9]$", RegexOptions.NonBacktracking)]
    private static partial Regex RegionName();

    /// <summary>The ARN of a role (docs.aws.amazon.com, "IAM identifiers").</summary>
    [GeneratedRegex(@"^arn:aws[a-z-]*:iam::[0-9]{12}:role/[\w+=,.@/-]{1,512}$", RegexOptions.NonBacktracking)]
    internal static partial Regex RoleArnText();

    /// <summary>The name of a role, at most 64 characters.</summary>
    [GeneratedRegex(@"^[\w+=,.@-]{1,64}$", RegexOptions.NonBacktracking)]
    internal static partial Regex RoleName();
}

/// <summary>An entry of <c>Aws:Roles</c>: code, and the role that it runs as.</summary>
internal sealed class LinkedRoleOptions
{
    /// <summary>The repository's name; null for every one.</summary>
    public string? Repository { get; set; }

    /// <summary>The folder or file of the code; null for all of the repository.</summary>
    public string? Path { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value.Trim().Trim('/'); }

    /// <summary>The role's name or ARN.</summary>
    public string Role { get; set; } = "";

    /// <summary>The role's name, without the path that an ARN has before it.</summary>
    public string Name => Role[(Role.LastIndexOf('/') + 1)..];

    /// <summary>Whether code is meant.</summary>
    /// <param name="repository">The repository's name.</param>
    /// <param name="path">The file; empty when it is not known.</param>
    public bool Covers(string repository, string path) =>
        (Repository is null || Repository.Equals(repository, StringComparison.OrdinalIgnoreCase)) && (Path is null || path == Path || path.StartsWith(Path + "/", StringComparison.Ordinal));

    /// <summary>Throws for a value that cannot be used.</summary>
    public void Check(string section)
    {
        Role = Role.Trim();
        if (!AwsOptions.RoleArnText().IsMatch(Role) && !AwsOptions.RoleName().IsMatch(Role))
            throw new SettingException($"{section}:Role", "is neither a role's name nor its ARN; write it like orders or arn:aws:iam::123456789012:role/orders.");
    }
}
