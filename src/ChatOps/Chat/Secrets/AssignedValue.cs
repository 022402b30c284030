using System.Buffers;

namespace ChatOps.Chat.Secrets;

/// <summary>A value given to a secret's name, with what is needed to tell it from code, a placeholder or a message.</summary>
internal readonly ref struct AssignedValue(string text, int nameStart, string name, int start, int end, bool quoted, bool spaced, bool flag, NameStrength strength)
{
    private static readonly SearchValues<char> Odd = SearchValues.Create("!@#$%^&*+=~?");

    // What people type over a secret before they paste it.
    private static readonly SearchValues<char> Blots = SearchValues.Create("*xX.•-_#?");

    // Words of validation messages: {"password": "This field is required."}
    private static readonly string[] MessageWords = ["is", "are", "must", "be", "field", "required", "not", "the", "at", "invalid", "cannot", "should", "has", "was", "expected", "missing", "or", "too", "for", "to"];

    private static readonly string[] Nothing =
        ["none", "null", "nil", "undefined", "true", "false", "string", "str", "bytes", "empty", "redacted", "hidden", "masked", "filtered", "changeme", "example", "optional", "required", "self", "this", "bearer", "basic", "secret", "password", "token", "int", "any", "file", "env", "yes", "no"];

    private ReadOnlySpan<char> Value => text.AsSpan(start, end - start);

    private char Before => nameStart > 0 ? text[nameStart - 1] : '\n';

    private char After => end < text.Length ? text[end] : '\n';

    /// <summary>The kind to report.</summary>
    public string Kind()
    {
        if (strength == NameStrength.Weak)
            return "high_entropy_secret";
        if (strength == NameStrength.Token)
            return "token_assignment";
        return IsInConnectionString() ? "connection_string_password" : "password_assignment";
    }

    /// <summary>Whether it should be masked.</summary>
    public bool IsSecret()
    {
        var value = Value;
        if (value.Length < (quoted || IsInConnectionString() ? 3 : 4) || IsReference(value) || IsNothing(value) || IsPath(value) || value.Equals(name, StringComparison.OrdinalIgnoreCase))
            return false;
        if (strength == NameStrength.Weak)
            return value.Length >= 20 && Randomness.LooksRandom(value);
        if (strength == NameStrength.Token)
            return !IsUuid(value) && (quoted ? value.Length >= 8 && !value.Contains(' ') && value.ContainsAnyInRange('0', '9') : value.Length >= 12 && Randomness.LooksRandom(value) && After is not ('(' or '.'));
        if (quoted)
            return !IsMessage(value);
        return IsInConnectionString() || LooksLikeBarePassword(value);
    }

    // Without quotes it may be code: token = get_token(), password=password, f(secret=settings.SECRET)
    private bool LooksLikeBarePassword(ReadOnlySpan<char> value)
    {
        if (value.IndexOfAny("([{") >= 0)
            return false;
        var (hasDigit, hasOdd) = (value.ContainsAnyInRange('0', '9'), value.ContainsAny(Odd));
        if (spaced && !flag)
            return value.Length >= 6 && (hasOdd || (hasDigit && (Randomness.LooksRandom(value) || !value.Contains('.') && !value.Contains('_')))) && !value.EndsWith(':');
        if (hasDigit || hasOdd)
            return !LooksLikeMember(value);
        // Letters alone: a word typed as a password in a log or a query, not a variable handed to a call.
        return value.Length >= 5 && !value.ContainsAny('_', '.', ':') && After is not (',' or ')') && Before is '\n' or ' ' or '\t' or '?' or '&' or '"' or '\'' or ';';
    }

    // settings.db2_password, args.token
    private static bool LooksLikeMember(ReadOnlySpan<char> value)
    {
        if (!value.Contains('.') && !value.Contains('_'))
            return false;
        foreach (var c in value)
        {
            if (!(char.IsAsciiLetterOrDigit(c) || c is '_' or '.'))
                return false;
        }
        return !Randomness.LooksRandom(value) && char.IsAsciiLetter(value[0]);
    }

    private bool IsInConnectionString()
    {
        if (!(name.EndsWith("password", StringComparison.OrdinalIgnoreCase) || name.EndsWith("pwd", StringComparison.OrdinalIgnoreCase)) || spaced || quoted || !name.All(char.IsAsciiLetter))
            return false;
        return (Before == ';' || After == ';') && !Value.StartsWith("/");
    }

    private static bool IsNothing(ReadOnlySpan<char> value)
    {
        var trimmed = value.Trim("?!;,. ");
        foreach (var word in Nothing)
        {
            if (trimmed.Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return trimmed.IsEmpty || !trimmed.ContainsAnyExcept(trimmed[0]);
    }

    // PWD=/home/app, token: ./token.txt, C:\keys, arn:…
    private static bool IsPath(ReadOnlySpan<char> value) =>
        value[0] is '/' or '~' && value.Count('/') > 0 && !Randomness.LooksRandom(value) || value.StartsWith("./") || value.StartsWith("../") || value.StartsWith("arn:") || value.Contains("://", StringComparison.Ordinal)
        || (value.Length > 2 && value[1] == ':' && value[2] is '\\' or '/');

    private static bool IsMessage(ReadOnlySpan<char> value)
    {
        if (value.Count(' ') < 2)
            return false;
        foreach (var range in value.Split(' '))
        {
            if (Array.Exists(MessageWords, Word(value[range].ToString()).Equals))
                return true;
        }
        return false;

        static string Word(string part) => part.Trim('.', ',', '!', ':').ToLowerInvariant();
    }

    private static bool IsUuid(ReadOnlySpan<char> value) => Guid.TryParseExact(value, "D", out _);

    /// <summary>Whether the value only points to a secret, or stands for one: <c>${DB_PASSWORD}</c>, <c>process.env.TOKEN</c>, <c>***</c>, <c>&lt;password&gt;</c>.</summary>
    public static bool IsReference(ReadOnlySpan<char> value) =>
        value[0] is '$' && (value.Length < 2 || value[1] is '{' or '(' || !value[1..].ContainsAnyExcept(Name))
        || value[0] is '{' or '<' or '[' or '(' or '%' && value.IndexOfAny("})>]") > 0 || value.StartsWith("%s") || value.StartsWith("%(")
        || !value.ContainsAnyExcept(Blots) || value.StartsWith("***")
        || value.StartsWith("os.environ") || value.StartsWith("process.env") || value.StartsWith("ENV[") || value.StartsWith("env.") || value.StartsWith("var.") || value.StartsWith("local.")
        || value.StartsWith("data.") || value.StartsWith("secrets.") || value.StartsWith("!Ref") || value.StartsWith("!Sub") || value.StartsWith("!GetAtt") || value.StartsWith("ssm:") || value.StartsWith("vault:")
        || value.StartsWith("{{") || value.StartsWith("YOUR", StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> Name = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
}
