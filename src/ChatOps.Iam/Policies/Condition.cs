using System.Globalization;
using System.Net;

namespace ChatOps.Iam.Policies;

/// <summary>One line of a statement's condition: an operator, a key and the values that it is compared with.</summary>
internal sealed class Condition
{
    private readonly Quantifier quantifier;
    private readonly bool ifExists;
    private readonly bool negated;
    private readonly string comparison;

    private Condition(string written, string key, IReadOnlyList<PolicyText> values)
    {
        Operator = written;
        Key = key;
        Values = values;
        var rest = written;
        if (rest.IndexOf(':', StringComparison.Ordinal) is var colon and > 0)
        {
            quantifier = rest[..colon].ToUpperInvariant() switch { "FORALLVALUES" => Quantifier.All, "FORANYVALUE" => Quantifier.Any, _ => Quantifier.Unknown };
            rest = rest[(colon + 1)..];
        }

        if (rest.EndsWith("IfExists", StringComparison.OrdinalIgnoreCase))
        {
            ifExists = true;
            rest = rest[..^"IfExists".Length];
        }

        rest = rest.ToUpperInvariant();
        negated = rest.Contains("NOT", StringComparison.Ordinal);
        comparison = negated ? rest.Replace("NOT", "", StringComparison.Ordinal) : rest;
    }

    private enum Quantifier
    {
        None,
        All,
        Any,
        Unknown,
    }

    /// <summary>As it is written: <c>ForAnyValue:StringLikeIfExists</c>.</summary>
    public string Operator { get; }

    /// <summary>The condition key: <c>aws:SourceIp</c>.</summary>
    public string Key { get; }

    /// <summary>The values, of which one has to match (or, of a negated operator, none).</summary>
    public IReadOnlyList<PolicyText> Values { get; }

    public static Condition Read(string written, string key, IEnumerable<string> values, bool variables) =>
        new(written, key, [.. values.Select(value => PolicyText.Read(value, variables))]);

    /// <summary>Whether the request fulfils it.</summary>
    public bool IsMet(RequestContext context)
    {
        var actual = context.Find(Key);
        if (comparison == "NULL")
            return Values.Any(value => value.Resolve(context) is { } wanted && (wanted.Equals("true", StringComparison.OrdinalIgnoreCase) ? actual is null : actual is not null));
        // "Any value" of none is none, IfExists or not; "all values" of none are all of them.
        if (actual is null)
            return quantifier switch { Quantifier.None => ifExists || negated, Quantifier.All => true, _ => false };
        switch (quantifier)
        {
            case Quantifier.All:
                return Array.TrueForAll(actual, value => One(value, context));
            case Quantifier.Any:
                return Array.Exists(actual, value => One(value, context));
            case Quantifier.Unknown:
                return false;
            default:
                // An operator for one value says nothing of a key with several.
                return actual is [var only] && One(only, context);
        }
    }

    private bool One(string actual, RequestContext context)
    {
        foreach (var value in Values)
        {
            // A variable without a value makes its text match nothing, and "not" of it nothing either.
            if (value.Resolve(context) is not { } wanted ? negated : Compare(wanted, actual))
                return !negated;
        }

        return negated;
    }

    private bool Compare(string wanted, string actual) => comparison switch
    {
        "STRINGEQUALS" or "BINARYEQUALS" => Wildcard.Text(wanted) == actual,
        "STRINGEQUALSIGNORECASE" or "BOOL" => Wildcard.Text(wanted).Equals(actual, StringComparison.OrdinalIgnoreCase),
        "STRINGLIKE" => Wildcard.Matches(wanted, actual),
        "ARNEQUALS" or "ARNLIKE" => Arn.MatchesWhole(wanted, actual),
        "NUMERICEQUALS" => Numbers(wanted, actual) is 0,
        "NUMERICLESSTHAN" => Numbers(wanted, actual) is < 0,
        "NUMERICLESSTHANEQUALS" => Numbers(wanted, actual) is <= 0,
        "NUMERICGREATERTHAN" => Numbers(wanted, actual) is > 0,
        "NUMERICGREATERTHANEQUALS" => Numbers(wanted, actual) is >= 0,
        "DATEEQUALS" => Dates(wanted, actual) is 0,
        "DATELESSTHAN" => Dates(wanted, actual) is < 0,
        "DATELESSTHANEQUALS" => Dates(wanted, actual) is <= 0,
        "DATEGREATERTHAN" => Dates(wanted, actual) is > 0,
        "DATEGREATERTHANEQUALS" => Dates(wanted, actual) is >= 0,
        "IPADDRESS" => IsWithin(wanted, actual),
        _ => false,
    };

    /// <summary>How the request's number stands to the policy's; null when one is no number.</summary>
    private static int? Numbers(string wanted, string actual) =>
        double.TryParse(wanted, NumberStyles.Float, CultureInfo.InvariantCulture, out var left) && double.TryParse(actual, NumberStyles.Float, CultureInfo.InvariantCulture, out var right) ? right.CompareTo(left) : null;

    private static int? Dates(string wanted, string actual) => Date(wanted) is { } left && Date(actual) is { } right ? right.CompareTo(left) : null;

    // ISO 8601, or seconds since 1970.
    private static DateTimeOffset? Date(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) && seconds is > -62_000_000_000 and < 250_000_000_000)
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date) ? date : null;
    }

    private static bool IsWithin(string wanted, string actual)
    {
        if (!IPAddress.TryParse(actual, out var address))
            return false;
        return wanted.Contains('/', StringComparison.Ordinal) ? IPNetwork.TryParse(wanted, out var network) && network.Contains(address) : IPAddress.TryParse(wanted, out var one) && one.Equals(address);
    }
}
