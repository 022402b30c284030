using ChatOps.Iam.Data;

namespace ChatOps.Iam.Permissions;

/// <summary>Which ARN a call needs an action on.</summary>
internal sealed class ResourceNames(DeclaredResources declared)
{
    private const int MostResources = 5;

    private readonly Dictionary<(string Type, string Name), string> addresses = declared.Resources.Where(one => one.Name is not null).GroupBy(one => (one.Type, one.Name!)).ToDictionary(group => group.Key, group => group.First().Address);

    /// <summary>The ARNs, least first known: a literal's own, the declared resource's, or the type's with <c>*</c> for what the code does not say.</summary>
    public IReadOnlyList<string> Of(string action, CallParameters parameters)
    {
        var prefix = action[..action.IndexOf(':', StringComparison.Ordinal)];
        if (AwsReference.Default.FindPrefix(prefix) is not { } reference || AwsReference.Default.FindAction(action) is not { Types.Count: > 0 } known)
            return ["*"];
        AwsResourceType? best = null;
        var bestScore = -1;
        foreach (var (name, required) in known.Types)
        {
            if (reference.FindType(name) is not { } type)
                continue;
            var present = Bindings(type).Where(binding => parameters.Texts(binding.Member, type.Bindings.Count > 0).Count > 0).Select(binding => binding.Placeholder).Distinct().Count();
            var score = (present * 4) + (required ? 2 : 0);
            if (score > bestScore && (required || present > 0))
                (best, bestScore) = (type, score);
        }
        // Nothing says which: the type that our table knows by its parameters.
        best ??= known.Types.Select(one => reference.FindType(one.Type)).FirstOrDefault(type => type?.Bindings.Count > 0);
        if (best is null)
            return ["*"];
        if (best.Name == "event-bus" && action == "events:PutEvents" && !parameters.Open && !parameters.Has("EventBusName"))
            return ["arn:aws:events:*:*:event-bus/default"];
        var arns = Fill(prefix, best, parameters);
        return arns.Count > MostResources ? [General(best)] : arns;
    }

    /// <summary>The roles that a call passes.</summary>
    public IReadOnlyList<string> Roles(IEnumerable<string> members, CallParameters parameters)
    {
        List<string> roles = [];
        foreach (var member in members)
        {
            foreach (var text in parameters.Texts(member, true))
                roles.Add(Reference(text) is { } reference ? reference : text.StartsWith("arn:", StringComparison.Ordinal) ? text : text == "*" ? "arn:aws:iam::*:role/*" : addresses.TryGetValue(("aws_iam_role", text), out var address) ? $"${{{address}.arn}}" : $"arn:aws:iam::*:role/{text}");
        }
        return [.. roles.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The object that a copy reads.</summary>
    public IReadOnlyList<string> Source(CallParameters parameters)
    {
        var texts = parameters.Texts("CopySource", false);
        if (texts.Count == 0)
            return ["arn:aws:s3:::*/*"];
        // A dictionary's keys stand for themselves: its bucket is said inside.
        if (texts.Contains("Bucket"))
            return ["arn:aws:s3:::*/*"];
        return [.. texts.Select(text =>
        {
            var path = text.TrimStart('/');
            var slash = path.IndexOf('/', StringComparison.Ordinal);
            var (bucket, key) = slash < 0 ? (path, "*") : (path[..slash], path[(slash + 1)..]);
            return addresses.TryGetValue(("aws_s3_bucket", bucket), out var address) ? $"${{{address}.arn}}/{key}" : $"arn:aws:s3:::{bucket}/{key}";
        }).Distinct(StringComparer.Ordinal)];
    }

    private List<string> Fill(string prefix, AwsResourceType type, CallParameters parameters)
    {
        var bindings = Bindings(type);
        Dictionary<string, IReadOnlyList<string>> values = new(StringComparer.Ordinal);
        foreach (var (member, placeholder) in bindings)
        {
            if (!values.ContainsKey(placeholder) && parameters.Texts(member, type.Bindings.Count > 0) is { Count: > 0 } texts)
                values[placeholder] = texts;
        }
        var main = bindings.Select(binding => binding.Placeholder).FirstOrDefault(values.ContainsKey);
        List<string> arns = [];
        foreach (var text in main is null ? ["*"] : values[main])
        {
            if (type.Name == "foundation-model" && InferenceProfile.Read(text) is { } profile)
                arns.AddRange([profile.Arn, Arn(prefix, type, main, profile.Model, values)]);
            else
                arns.Add(Arn(prefix, type, main, text, values));
        }

        return [.. arns.Distinct(StringComparer.Ordinal)];
    }

    private string Arn(string prefix, AwsResourceType type, string? main, string text, Dictionary<string, IReadOnlyList<string>> values)
    {
        var rest = Rest(type, main, values);
        if (Reference(text) is { } reference)
            return reference + rest + Suffix(type);
        if (text.StartsWith("arn:", StringComparison.Ordinal))
            return prefix == "kms" && text.Contains(":alias/", StringComparison.Ordinal) ? "arn:aws:kms:*:*:key/*" : text + rest + (text.EndsWith('*') ? "" : Suffix(type));
        var (name, region, account) = Named(prefix, text);
        if (type.Terraform is { } terraform && addresses.TryGetValue((terraform, name), out var address))
            return $"${{{address}.arn}}{rest}{Suffix(type)}";
        if (prefix == "kms" && name.StartsWith("alias/", StringComparison.Ordinal))
            return "arn:aws:kms:*:*:key/*";
        var arn = type.Arn.Replace("${Partition}", "aws", StringComparison.Ordinal).Replace("${Region}", region, StringComparison.Ordinal).Replace("${Account}", account, StringComparison.Ordinal);
        if (main is not null)
            arn = arn.Replace($"${{{main}}}", Own(type, name), StringComparison.Ordinal);
        foreach (var (placeholder, texts) in values)
            arn = arn.Replace($"${{{placeholder}}}", texts.Count == 1 ? texts[0] : "*", StringComparison.Ordinal);
        arn = General(arn);
        return Collapsed(arn, name) + Suffix(type);
    }

    // A name that carries its revision fills both places.
    private static string Collapsed(string arn, string name) => name.Contains(':', StringComparison.Ordinal) && arn.EndsWith(name + ":*", StringComparison.Ordinal) ? arn[..^2] : arn;

    private static string Own(AwsResourceType type, string name) => type.Name switch
    {
        "secret" => name == "*" || HasSuffix(name) ? name : name + "-??????",
        "parameter" => name.TrimStart('/'),
        _ => name,
    };

    private static bool HasSuffix(string secret) => secret.Length > 7 && secret[^7] == '-' && secret[^6..].All(char.IsAsciiLetterOrDigit) && secret.AsSpan(secret.Length - 6).IndexOfAnyInRange('A', 'Z') >= 0;

    private static string Suffix(AwsResourceType type) => type.Name == "log-group" ? ":*" : "";

    // What follows the resource's own ARN for a part of it: an object's key, an index.
    private static string Rest(AwsResourceType type, string? main, Dictionary<string, IReadOnlyList<string>> values)
    {
        if (main is null)
            return "";
        var at = type.Arn.IndexOf($"${{{main}}}", StringComparison.Ordinal);
        if (at < 0)
            return "";
        var rest = type.Arn[(at + main.Length + 3)..];
        foreach (var (placeholder, texts) in values)
            rest = rest.Replace($"${{{placeholder}}}", texts.Count == 1 ? texts[0] : "*", StringComparison.Ordinal);
        rest = General(rest);
        // A revision or alias is part of the ARN that code passes whole.
        return rest.StartsWith('/') || rest.Contains(":log-stream:", StringComparison.Ordinal) ? rest : "";
    }

    private static string General(AwsResourceType type) => General(type.Arn.Replace("${Partition}", "aws", StringComparison.Ordinal)) + Suffix(type);

    // Every place that is still open.
    private static string General(string arn)
    {
        for (var at = arn.IndexOf("${", StringComparison.Ordinal); at >= 0; at = arn.IndexOf("${", at + 1, StringComparison.Ordinal))
        {
            var end = arn.IndexOf('}', at);
            if (end < 0)
                break;
            arn = string.Concat(arn.AsSpan(0, at), "*", arn.AsSpan(end + 1));
        }
        return arn.Replace("**", "*", StringComparison.Ordinal);
    }

    // A queue's URL says its region, account and name.
    private static (string Name, string Region, string Account) Named(string prefix, string text)
    {
        if (prefix != "sqs" || !text.Contains("://", StringComparison.Ordinal))
            return (text, "*", "*");
        var parts = text.Split('/');
        var host = parts.Length > 2 ? parts[2].Split('.') : [];
        var region = host is ["sqs", var named, ..] && named.Contains('-', StringComparison.Ordinal) && !named.Contains('*', StringComparison.Ordinal) ? named : "*";
        var account = parts.Length > 4 && parts[^2].Length == 12 && parts[^2].All(char.IsAsciiDigit) ? parts[^2] : "*";
        return (parts[^1].Length == 0 ? "*" : parts[^1], region, account);
    }

    // ${aws_sns_topic.orders.name} is that topic.
    private static string? Reference(string text)
    {
        if (!text.StartsWith("${", StringComparison.Ordinal) || !text.EndsWith('}') || text.IndexOf("${", 2, StringComparison.Ordinal) >= 0)
            return null;
        var parts = text[2..^1].Split('.');
        if (parts.Length < 3 || !parts[^3].StartsWith("aws_", StringComparison.Ordinal))
            return null;
        return $"${{{string.Join('.', parts[..^1])}.arn}}";
    }

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<AwsResourceType, IReadOnlyList<(string Member, string Placeholder)>> Known = new(ReferenceEqualityComparer.Instance);

    private static IReadOnlyList<(string Member, string Placeholder)> Bindings(AwsResourceType type) => type.Bindings.Count > 0 ? type.Bindings : Known.GetOrAdd(type, Derived);

    // What a type's placeholders are usually called as parameters.
    private static IReadOnlyList<(string Member, string Placeholder)> Derived(AwsResourceType type)
    {
        List<(string, string)> bindings = [];
        var name = AwsReference.Key(type.Name);
        for (var at = type.Arn.IndexOf("${", StringComparison.Ordinal); at >= 0; at = type.Arn.IndexOf("${", at + 1, StringComparison.Ordinal))
        {
            var placeholder = type.Arn[(at + 2)..type.Arn.IndexOf('}', at)];
            if (placeholder is "Partition" or "Region" or "Account")
                continue;
            bindings.Add((placeholder, placeholder));
            // A bare Id or Version says nothing of which member it is.
            if (placeholder is "Id" or "Version" or "Name" or "Type" or "Token")
                continue;
            var stem = placeholder.EndsWith("Name", StringComparison.Ordinal) ? placeholder[..^4] : placeholder.EndsWith("Id", StringComparison.Ordinal) ? placeholder[..^2] : placeholder;
            foreach (var member in (string[])[stem + "Arn", stem + "Name", stem + "Id", stem + "Identifier", stem])
                bindings.Add((member, placeholder));
            if (bindings.TrueForAll(one => one.Item2 == placeholder))
            {
                foreach (var member in (string[])[name + "Arn", name + "Name", name + "Id", name + "Identifier", name, "ResourceArn"])
                    bindings.Add((member, placeholder));
            }
        }
        return bindings;
    }
}
