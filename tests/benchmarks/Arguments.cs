using System.Globalization;

namespace ChatOps.Benchmarks;

/// <summary>Options of the form <c>--name value</c>.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    public static Arguments Read(string[] args)
    {
        var read = new Arguments();
        for (var i = 0; i + 1 < args.Length; i += 2) read.values[args[i].TrimStart('-')] = args[i + 1];
        return read;
    }

    public string Required(string name) => values.TryGetValue(name, out var value) ? value : throw new ArgumentException($"--{name} is missing.");

    public string? Optional(string name) => values.GetValueOrDefault(name);

    /// <summary><c>--seconds</c>, or a standard.</summary>
    public TimeSpan Duration(int seconds) => TimeSpan.FromSeconds(int.Parse(Optional("seconds") ?? $"{seconds}", CultureInfo.InvariantCulture));

    /// <summary><c>--seed</c>, or 1.</summary>
    public int Seed() => int.Parse(Optional("seed") ?? "1", CultureInfo.InvariantCulture);
}
