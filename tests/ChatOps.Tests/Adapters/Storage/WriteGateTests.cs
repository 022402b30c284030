using ChatOps.Adapters.Storage;

namespace ChatOps.Tests.Adapters.Storage;

public sealed class WriteGateTests
{
    [Fact]
    public async Task One_is_in_at_a_time_and_those_at_a_door_go_first_but_not_for_ever()
    {
        var gate = new WriteGate();
        var order = new List<string>();
        var first = await gate.EnterAsync(ahead: false, default);
        async Task EnterAsync(string name, bool ahead)
        {
            using var turn = await gate.EnterAsync(ahead, default);
            order.Add(name);
        }

        var waiting = new List<Task> { EnterAsync("other", ahead: false), EnterAsync("another", ahead: false) };
        for (var i = 0; i < 12; i++)
            waiting.Add(EnterAsync("door", ahead: true));
        Assert.Empty(order);
        first.Dispose();
        await Task.WhenAll(waiting);

        Assert.Equal("other", order[8]);
        Assert.Equal(["another"], order.Skip(13));
        Assert.All(order.Take(8), name => Assert.Equal("door", name));
    }

    [Fact]
    public async Task Who_gives_up_leaves_no_gap()
    {
        var gate = new WriteGate();
        using var tired = new CancellationTokenSource();
        var first = await gate.EnterAsync(ahead: true, default);
        var second = gate.EnterAsync(ahead: true, tired.Token).AsTask();
        var third = gate.EnterAsync(ahead: true, default).AsTask();

        await tired.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        first.Dispose();
        first.Dispose();

        (await third).Dispose();
        (await gate.EnterAsync(ahead: false, default)).Dispose();
    }
}
