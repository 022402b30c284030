using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ChatOps.Benchmarks;

/// <summary>A text that is repeated to see how an engine's time grows with it.</summary>
/// <param name="Name">What reads it.</param>
/// <param name="Unit">What is repeated.</param>
/// <param name="Size">How long the shorter text is, in characters.</param>
/// <param name="Run">Reads a text.</param>
internal sealed record Repeated(string Name, string Unit, int Size, Action<string> Run);

/// <summary>Feeds engines inputs until a time is over. None may throw, and four times a text must not cost much more than four times as much.</summary>
/// <param name="duration">How long.</param>
/// <param name="seed">The first input's seed; equal seeds give equal inputs.</param>
/// <param name="every">How many inputs there are between two measurements of growth.</param>
internal sealed class Fuzzer(TimeSpan duration, int seed, int every)
{
    /// <summary>Linear is 4 and quadratic is 16; the rest is the noise of a shared machine.</summary>
    private const double MaxGrowth = 9;

    /// <summary>What looks like more than this is measured again, this often: a neighbour on the machine spoils some measurements, an engine that is not linear spoils all of them.</summary>
    private const double DoubtfulGrowth = 6;
    private const int MostRounds = 16;

    /// <summary>Seconds. Below this the clock and the collector say more than the engine; what is not linear is far above it.</summary>
    private const double Telling = 0.2;

    private double worst;
    private string worstUnit = "";

    /// <summary>Fuzzes, and prints a summary.</summary>
    /// <typeparam name="T">What an input is.</typeparam>
    /// <param name="make">Makes an input; its number decides its kind.</param>
    /// <param name="length">An input's length.</param>
    /// <param name="check">Gives an input to the engines, and throws when something is wrong.</param>
    /// <param name="repeated">What is repeated to measure growth.</param>
    /// <returns>0 when nothing failed.</returns>
    public int Run<T>(Func<Random, int, T> make, Func<T, long> length, Action<T> check, Func<Random, T, int, IEnumerable<Repeated>> repeated)
    {
        var started = Stopwatch.GetTimestamp();
        var (inputs, characters, failures) = (0, 0L, 0);
        for (; Stopwatch.GetElapsedTime(started) < duration; inputs++)
        {
            var random = new Random(seed + inputs);
            var input = make(random, inputs);
            characters += length(input);
            failures += Survives(() => check(input), seed + inputs) ? 0 : 1;
            foreach (var unit in inputs % every == 0 ? repeated(random, input, inputs).Where(unit => unit.Unit.Length > 0) : [])
                failures += Survives(() => Measure(unit), seed + inputs) ? 0 : 1;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{inputs} inputs, {characters / 1e6:F0} M characters, {failures} failures, worst growth {worst:F1} for 4x the text (limit {MaxGrowth:F0}), {worstUnit}"));
        return failures == 0 ? 0 : 1;
    }

    /// <summary>A text with some random changes: cut, put in, doubled, mixed with another, broken off.</summary>
    public static string Mutated(Random random, string text, string[] pieces, string other = "")
    {
        var changed = new StringBuilder(text);
        for (var change = random.Next(1, 12); change > 0 && changed.Length > 2; change--)
        {
            var at = random.Next(changed.Length - 1);
            switch (random.Next(6))
            {
                case 0:
                    changed.Remove(at, Math.Min(random.Next(1, 40), changed.Length - at));
                    break;
                case 1:
                    changed.Insert(at, pieces[random.Next(pieces.Length)]);
                    break;
                case 2:
                    changed[at] = (char)random.Next(0x300);
                    break;
                case 3:
                    changed.Length = at + 1;
                    break;
                case 4 when other.Length > 0:
                    var start = random.Next(other.Length);
                    changed.Insert(at, other.AsSpan(start, Math.Min(random.Next(200), other.Length - start)));
                    break;
                default:
                    changed.Insert(at, changed.ToString(at, Math.Min(random.Next(1, 200), changed.Length - at)));
                    break;
            }
        }
        return changed.ToString();
    }

    /// <summary>A few pieces in a row.</summary>
    public static string Some(Random random, string[] pieces) => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => pieces[random.Next(pieces.Length)]));

    private static bool Survives(Action action, int seed)
    {
        try
        {
            action();
            return true;
        }
#pragma warning disable CA1031 // Whatever the engines throw is what the fuzzer is here to find.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Console.WriteLine($"seed {seed}: {error.GetType().Name}: {error.Message}\n{error.StackTrace}");
            return false;
        }
    }

    private void Measure(Repeated repeated)
    {
        var growth = Growth(repeated);
        var shown = $"{repeated.Name} with \"{(repeated.Unit.Length > 200 ? repeated.Unit[..200] + "…" : repeated.Unit).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
        (worst, worstUnit) = growth > worst ? (growth, shown) : (worst, worstUnit);
        if (growth > MaxGrowth)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"four times the text took {growth:F1} times as long: {shown}"));
    }

    // The best of some rounds, since a shared machine only ever adds; of more while it is in doubt.
    private static double Growth(Repeated repeated)
    {
        var few = string.Concat(Enumerable.Repeat(repeated.Unit, Math.Max(1, repeated.Size / repeated.Unit.Length)));
        var many = string.Concat(few, few, few, few);
        var (small, large, growth) = (double.MaxValue, double.MaxValue, double.MaxValue);
        for (var round = 0; round < 3 || (growth > DoubtfulGrowth && round < MostRounds); round++)
        {
            small = Math.Min(small, Seconds(few, repeated.Run));
            large = Math.Min(large, Seconds(many, repeated.Run));
            growth = large < Telling ? 1 : large / Math.Max(small, Telling / 20);
        }
        // What is not linear is not linear from there on either.
        return growth > MaxGrowth ? Math.Min(growth, Seconds(string.Concat(many, many, many, many), repeated.Run) / large) : growth;
    }

    // The processor's time, not the wall's: what other processes take meanwhile does not count.
    private static double Seconds(string text, Action<string> run)
    {
        GC.Collect();
        var started = Environment.CpuUsage.TotalTime;
        run(text);
        return (Environment.CpuUsage.TotalTime - started).TotalSeconds;
    }
}
