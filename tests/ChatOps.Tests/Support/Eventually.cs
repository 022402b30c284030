using System.Diagnostics;

namespace ChatOps.Tests.Support;

/// <summary>Waits for a condition that another thread or process brings about; the only waiting in the tests.</summary>
internal static class Eventually
{
    /// <summary>Asks again until the answer is yes; fails after a minute.</summary>
    public static async Task BecomesTrueAsync(Func<Task<bool>> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), $"It did not come true within a minute that {what}.");
            await Task.Delay(20);
        }
    }

    /// <inheritdoc cref="BecomesTrueAsync(Func{Task{bool}}, string)"/>
    public static Task BecomesTrueAsync(Func<bool> condition, string what) => BecomesTrueAsync(() => Task.FromResult(condition()), what);
}
