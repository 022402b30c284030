using System.Text;

namespace ChatOps.Iam.Policies;

/// <summary>A text of a policy in which variables (<c>${aws:username}</c>) may stand.</summary>
internal sealed class PolicyText
{
    private readonly List<(string Text, string? Key, string? Default)>? parts;

    private PolicyText(string written, string constant, List<(string, string?, string?)>? parts)
    {
        Written = written;
        Constant = constant;
        this.parts = parts;
    }

    /// <summary>As it stands in the policy.</summary>
    public string Written { get; }

    /// <summary>The compiled pattern, when no variable stands in it; otherwise what stands before the first.</summary>
    public string Constant { get; }

    /// <summary>Whether its meaning depends on the request.</summary>
    public bool HasVariables => parts is not null;

    /// <summary>Reads a text. Policies of 2008-10-17 know no variables.</summary>
    public static PolicyText Read(string written, bool variables)
    {
        if (!variables || !written.Contains("${", StringComparison.Ordinal))
            return new PolicyText(written, Wildcard.Compile(written), null);
        List<(string, string?, string?)> parts = [];
        var constant = new StringBuilder();
        var at = 0;
        while (at < written.Length)
        {
            var open = written.IndexOf("${", at, StringComparison.Ordinal);
            var close = open < 0 ? -1 : written.IndexOf('}', open);
            if (close < 0)
                break;
            constant.Append(Wildcard.Compile(written[at..open]));
            var inner = written[(open + 2)..close];
            // ${*}, ${?} and ${$} are the characters themselves.
            if (inner is "*" or "?" or "$")
            {
                constant.Append(inner);
            }
            else
            {
                var comma = inner.IndexOf(',');
                var (key, otherwise) = comma < 0 ? (inner.Trim(), null) : (inner[..comma].Trim(), inner[(comma + 1)..].Trim().Trim('\''));
                parts.Add((constant.ToString(), key, otherwise));
                constant.Clear();
            }

            at = close + 1;
        }

        constant.Append(Wildcard.Compile(written[at..]));
        if (parts.Count == 0)
            return new PolicyText(written, constant.ToString(), null);
        parts.Add((constant.ToString(), null, null));
        return new PolicyText(written, parts[0].Item1, parts);
    }

    /// <summary>The compiled pattern for a request; null when a variable has no value in it.</summary>
    public string? Resolve(RequestContext context)
    {
        if (parts is null)
            return Constant;
        var built = new StringBuilder();
        foreach (var (text, key, otherwise) in parts)
        {
            built.Append(text);
            if (key is null)
                continue;
            // A key with several values has none that a text could take.
            if ((context.Find(key) is [var value] ? value : otherwise) is not { } found)
                return null;
            built.Append(found);
        }

        return built.ToString();
    }
}
