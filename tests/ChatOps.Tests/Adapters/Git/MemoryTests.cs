using ChatOps.Adapters.Git;
using ChatOps.Chat;
using ChatOps.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOps.Tests.Adapters.Git;

public sealed class MemoryTests
{
    [Fact]
    public async Task A_repository_that_is_idle_leaves_memory_and_is_read_again_when_asked_for()
    {
        using var orders = new TestRepository();
        using var billing = new TestRepository();
        orders.Commit(("app.py", "def take_order():\n    pass\n"));
        billing.Commit(("bill.py", "def print_invoice():\n    pass\n"));
        var data = Directory.CreateTempSubdirectory("chatops-test-");
        using (var store = new GitStore(data.FullName, TimeProvider.System, NullLogger<GitStore>.Instance) { KeptIndexBytes = 0 })
        {
            var first = await OpenAsync(store, "orders", orders.Folder);
            Assert.NotEmpty((await first.IndexAsync(default)).Definitions("take_order"));
            var one = store.IndexBytes;

            var second = await OpenAsync(store, "billing", billing.Folder);
            Assert.Equal(0, store.IndexBytes);
            Assert.NotEmpty((await second.IndexAsync(default)).Definitions("print_invoice"));
            Assert.InRange(store.IndexBytes, 1, 2 * one);

            // Who still works with it keeps it, and who asks again reads it again.
            Assert.NotEmpty((await first.IndexAsync(default)).Definitions("take_order"));
            Assert.Contains("take_order", first.ReadText("app.py"), StringComparison.Ordinal);
            var again = await OpenAsync(store, "orders", orders.Folder);
            Assert.NotEmpty((await again.IndexAsync(default)).Definitions("take_order"));
            Assert.Equal(one, store.IndexBytes);
        }

        data.Delete(recursive: true);
    }

    private static async Task<Snapshot> OpenAsync(GitStore store, string name, string folder) =>
        (await store.OpenAsync(new RepositoryRef { Name = name, Path = folder }, null, default)).Value!;
}
