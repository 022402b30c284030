using System.ComponentModel;
using System.Reflection;
using ChatOps.Chat;

namespace ChatOps.Running;

/// <summary>What a person typed after a command's name, as the arguments of its function.</summary>
/// <param name="Arguments">By parameter name.</param>
/// <param name="Repository">The repository that the text names; null when it names none.</param>
internal sealed record CommandText(Dictionary<string, string> Arguments, string? Repository)
{
    private const string Option = "--";

    /// <summary>Reads a text: options first (<c>--repo orders --fresh</c>, or <c>in orders</c>), then the words in the command's order.</summary>
    /// <param name="command">The command.</param>
    /// <param name="text">What was typed.</param>
    /// <param name="repositories">Those that <c>in NAME</c> may name.</param>
    public static CommandText Read(CommandRegistration command, string text, IReadOnlyList<RepositoryRef> repositories)
    {
        var arguments = new Dictionary<string, string>();
        string? repository = null;
        var rest = text.Trim();
        while (TakeOption(command, ref rest, repositories) is { } option)
        {
            if (option.Name == "repo")
                repository = option.Value;
            else
                arguments[option.Name] = option.Value;
        }

        if (repository is null && TakeLast(ref rest) is { } last)
            repository = last;
        var words = command.Words;
        for (var i = 0; i < words.Count && rest.Length > 0; i++)
        {
            var (word, after) = i == words.Count - 1 ? (rest, "") : First(rest);
            arguments[words[i]] = ValueOf(command.Parameters.FirstOrDefault(parameter => parameter.Name == words[i]), word);
            rest = after;
        }

        return new CommandText(arguments, repository);
    }

    /// <summary>A line that says what can be typed: <c>rollback &lt;number&gt; [reason]</c>.</summary>
    public static string Usage(CommandRegistration command)
    {
        var parts = command.Words.Select(word => command.Parameters.FirstOrDefault(parameter => parameter.Name == word) is { HasDefaultValue: true } ? $"[{word}]" : $"<{word}>");
        return string.Join(' ', [command.Name, .. parts]);
    }

    /// <summary>A parameter in words.</summary>
    public static string Describe(ParameterInfo parameter) =>
        $"{parameter.GetCustomAttribute<DescriptionAttribute>()?.Description}{(parameter.HasDefaultValue ? " Not needed." : "")}".Trim();

    private static (string Name, string Value)? TakeOption(CommandRegistration command, ref string rest, IReadOnlyList<RepositoryRef> repositories)
    {
        var (first, after) = First(rest);
        if (first.Equals("in", StringComparison.OrdinalIgnoreCase) && First(after) is var (place, behind)
            && repositories.FirstOrDefault(known => known.Name.Equals(place.TrimEnd(':', ','), StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            rest = behind;
            return ("repo", found.Name);
        }

        if (!first.StartsWith(Option, StringComparison.Ordinal))
            return null;
        var pair = first[Option.Length..].Split('=', 2);
        var parameter = command.Parameters.FirstOrDefault(known => known.Name!.Equals(pair[0], StringComparison.OrdinalIgnoreCase));
        if (parameter is null && pair[0] != "repo")
            return null;
        var name = parameter?.Name ?? "repo";
        if (pair.Length == 2 || parameter?.ParameterType == typeof(bool))
        {
            rest = after;
            return (name, pair.Length == 2 ? ValueOf(parameter, pair[1]) : "true");
        }

        var (value, left) = First(after);
        if (value.Length == 0)
            return null;
        rest = left;
        return (name, ValueOf(parameter, value));
    }

    // At the end of a pasted text, too, where people add it.
    private static string? TakeLast(ref string rest)
    {
        const string Marker = " --repo ";
        var at = rest.LastIndexOf(Marker, StringComparison.Ordinal);
        if (at < 0 || rest[(at + Marker.Length)..].Trim() is not { Length: > 0 } name || name.Any(char.IsWhiteSpace))
            return null;
        rest = rest[..at].TrimEnd();
        return name;
    }

    private static (string Word, string After) First(string text)
    {
        var end = text.AsSpan().IndexOfAny(" \t\r\n");
        return end < 0 ? (text, "") : (text[..end], text[end..].TrimStart());
    }

    // People write #46, and yes.
    private static string ValueOf(ParameterInfo? parameter, string word)
    {
        var type = Nullable.GetUnderlyingType(parameter?.ParameterType ?? typeof(string)) ?? parameter?.ParameterType;
        if (type == typeof(int) || type == typeof(long))
            return word.TrimStart('#');
        return type == typeof(bool) ? word.ToUpperInvariant() switch { "YES" or "Y" or "ON" => "true", "NO" or "N" or "OFF" => "false", _ => word } : word;
    }
}
