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
}
