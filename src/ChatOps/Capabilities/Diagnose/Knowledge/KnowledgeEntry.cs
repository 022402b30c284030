using System.Text.RegularExpressions;

namespace ChatOps.Capabilities.Diagnose.Knowledge;

/// <summary>A signature with its patterns, ready to be matched against single lines.</summary>
internal sealed class KnowledgeEntry(Signature signature, IReadOnlyList<string> patterns, IReadOnlyList<string> unless, string example, string nearMiss, string source, int line)
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    // Building an automaton costs more than reading the entry, and most entries never come near a match.
    private readonly Lazy<IReadOnlyList<LinePattern>> compiled = new(() => [.. patterns.Select(pattern => new LinePattern(pattern, Options))]);
    private readonly Lazy<IReadOnlyList<Regex>> exceptions = new(() => [.. unless.Select(pattern => new Regex(pattern, Options))]);

    /// <summary>The signature.</summary>
    public Signature Signature => signature;

    /// <summary>The patterns; one that matches is enough.</summary>
    public IReadOnlyList<LinePattern> Patterns => compiled.Value;

    /// <summary>A line that one of these matches is not meant.</summary>
    public IReadOnlyList<Regex> Unless => exceptions.Value;

    /// <summary>A text that must match.</summary>
    public string Example => example;

    /// <summary>A text that looks alike and must not match.</summary>
    public string NearMiss => nearMiss;

    /// <summary>The file it comes from.</summary>
    public string Source => source;

    /// <summary>The line of the file at which it starts, from 1.</summary>
    public int Line => line;

    /// <summary>Whether a line of <paramref name="text"/> matches.</summary>
    public bool Matches(string text) => text.Split('\n').Any(line => Patterns.Any(pattern => pattern.Regex.IsMatch(line)) && !Unless.Any(unless => unless.IsMatch(line)));

    /// <summary>Compiles a pattern, or says why it cannot be used.</summary>
    public static string? WhyUnusable(string pattern)
    {
        try
        {
            _ = new Regex(pattern, Options);
            return null;
        }
        catch (NotSupportedException)
        {
            return $"the pattern {pattern} uses a lookaround, a backreference or an atomic group; patterns are matched in linear time and cannot have them";
        }
        catch (ArgumentException e)
        {
            return $"the pattern {pattern} is not a regular expression: {e.Message}";
        }
    }
}

/// <summary>A pattern of a signature. Its automaton is built when a line first holds a word that it needs: 250 of them would cost the first diagnosis seconds.</summary>
/// <param name="pattern">The pattern.</param>
/// <param name="options">How it is read.</param>
internal sealed class LinePattern(string pattern, RegexOptions options)
{
    private readonly Lazy<Regex> regex = new(() => new Regex(pattern, options));

    /// <summary>The automaton.</summary>
    public Regex Regex => regex.Value;

    /// <summary>Words of which a line must hold one; null when the pattern needs none.</summary>
    public RequiredWords? Words { get; } = RequiredWords.Of(pattern);
}
