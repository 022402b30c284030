using System.Text.RegularExpressions;
using ChatOps.Iam.Data;

namespace ChatOps.Iam.Denials;

/// <summary>Reads AWS's words for "you may not" in any text: a trace, a log, a paste.</summary>
public static partial class AccessDenials
{
    // A request's text is followed by its reason; nobody's reason is longer.
    private const int ReasonLength = 700;
    private const int Most = 20;

    private static readonly (string Words, DenyingPolicy Policy)[] Policies =
    [
        ("service control polic", DenyingPolicy.ServiceControl), ("resource control polic", DenyingPolicy.ResourceControl), ("permissions boundar", DenyingPolicy.Boundary), ("session polic", DenyingPolicy.Session),
        ("vpc endpoint polic", DenyingPolicy.VpcEndpoint), ("resource-based polic", DenyingPolicy.Resource), ("identity-based polic", DenyingPolicy.Identity), ("identity polic", DenyingPolicy.Identity),
    ];

    /// <summary>The denials that a text tells of, each once, in their order.</summary>
    /// <param name="text">The text; any.</param>
    public static IReadOnlyList<AccessDenial> Find(string text)
    {
        var encoded = text.Contains("Encoded authorization failure message", StringComparison.OrdinalIgnoreCase);
        List<AccessDenial> found = [];
        foreach (Match match in NotAuthorized().Matches(text))
        {
            if (found.Count == Most)
                break;
            var reason = Reason(text, match.Index + match.Length);
            var (policy, isExplicit) = Why(reason);
            found.Add(new AccessDenial(Action(match.Groups["action"].Value), Resource(reason), Who(match.Groups["who"].Value), policy, isExplicit, encoded));
        }

        if (found.Count == 0)
            found.AddRange(Bare(text, encoded));
        return [.. found.Distinct()];
    }

    /// <summary>Errors that name an operation and no action: S3's "Access Denied", Lambda's "does not have permissions to call".</summary>
    private static IEnumerable<AccessDenial> Bare(string text, bool encoded)
    {
        foreach (Match match in ExecutionRole().Matches(text).Take(Most))
            yield return new AccessDenial($"{match.Groups["service"].Value.ToLowerInvariant()}:{match.Groups["operation"].Value}", null, null, DenyingPolicy.Identity, false, encoded);
        foreach (Match match in Botocore().Matches(text).Take(Most))
        {
            if (OfOperation(match.Groups["operation"].Value, text) is { } action)
                yield return new AccessDenial(action, null, null, DenyingPolicy.Unknown, false, encoded);
        }
    }

    // boto says which operation failed, not of which service; the ones that S3 alone has are S3's.
    private static string? OfOperation(string operation, string text)
    {
        var action = operation switch { "ListObjectsV2" or "ListObjects" or "HeadBucket" => "s3:ListBucket", "HeadObject" => "s3:GetObject", "CompleteMultipartUpload" or "CreateMultipartUpload" or "UploadPart" or "CopyObject" => "s3:PutObject", _ => null };
        if (action is not null)
            return action;
        if (AwsReference.Default.FindAction("s3:" + operation) is { } own)
            return "s3:" + own.Name;
        var services = AwsReference.Default.Prefixes.Where(prefix => text.Contains(prefix, StringComparison.OrdinalIgnoreCase) && AwsReference.Default.FindAction($"{prefix}:{operation}") is not null).ToList();
        return services is [var only] ? $"{only}:{operation}" : null;
    }

    private static string Reason(string text, int start)
    {
        var reason = text.AsSpan(start, Math.Min(ReasonLength, text.Length - start));
        // The next request's text begins the next denial.
        var next = reason.IndexOf("User: ");
        return (next < 0 ? reason : reason[..next]).ToString();
    }

    private static string Action(string action)
    {
        // SNS says SNS:Publish of itself.
        var colon = action.IndexOf(':', StringComparison.Ordinal);
        var name = action[..colon].ToLowerInvariant() + action[colon..];
        return AwsReference.Default.FindAction(name) is { } known ? name[..(colon + 1)] + known.Name : name;
    }

    private static string? Resource(string reason)
    {
        var match = OnResource().Match(reason);
        return match.Success ? match.Groups["arn"].Value.TrimEnd('.', ',', ';', ')', ']', '\'', '"') : null;
    }

    private static string? Who(string who) => who.Length == 0 ? null : who.TrimEnd('.', ',', ';');

    private static (DenyingPolicy, bool) Why(string reason)
    {
        var lower = reason.ToLowerInvariant();
        // KMS: "… no resource-based policies allow access, or a resource-based policy explicitly denies access": it does not say which.
        var isExplicit = lower.Contains("explicit deny", StringComparison.Ordinal) && !lower.Contains("no explicit deny", StringComparison.Ordinal);
        foreach (var (words, policy) in Policies)
        {
            if (lower.Contains(words, StringComparison.Ordinal))
                return (policy, isExplicit);
        }

        return (DenyingPolicy.Unknown, isExplicit);
    }

    [GeneratedRegex(@"(?:(?:User|Role|Principal)?:?\s*(?<who>arn:aws[a-z-]*:(?:sts|iam)::[0-9*x]*:[^\s,;""']{1,300})\s+)?(?:is|are)\s+not\s+authorized\s+to\s+perform:?\s+(?:the\s+)?[\['""`]*(?<action>[A-Za-z0-9-]{2,40}:[A-Za-z0-9]{2,80})", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex NotAuthorized();

    [GeneratedRegex(@"^[\]'""`]*\s+(?:on|with)\s+(?:the\s+)?resources?:?\s*[\['""`]*(?<arn>arn:[^\s\]""'`]{5,1000}|\*)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex OnResource();

    [GeneratedRegex(@"\(Access ?Denied(?:Exception)?\) when calling the (?<operation>[A-Za-z0-9]{2,60}) operation", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Botocore();

    [GeneratedRegex(@"execution role does not have permissions to call (?<operation>[A-Za-z0-9]{2,60}) on (?<service>[A-Za-z0-9]{2,30})", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex ExecutionRole();
}
