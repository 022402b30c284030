using ChatOps.Adapters.Git;
using LibGit2Sharp;

namespace ChatOps.Tests.Adapters.Git;

public sealed class SampleRepositoryTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("chatops-test-").FullName;

    [Fact]
    public void It_has_the_files_that_the_first_examples_name()
    {
        var sample = SampleRepository.Ensure(directory, TimeProvider.System);

        Assert.All(
            ["src/handlers/order_handler.py", "src/handlers/order_sqs_handler.py", "src/utils/retry.py", "terraform/main.tf", "storefront/src/orders.ts", "inventory/stock.go", "invoices/Invoice.cs"],
            path => Assert.True(File.Exists(Path.Combine(sample.Path!, path)), path));
    }

    [Fact]
    public void Its_latest_commit_is_the_guilty_one_and_names_its_pull_request()
    {
        var sample = SampleRepository.Ensure(directory, TimeProvider.System);

        using var repository = new Repository(sample.Path);
        Assert.EndsWith("(#46)", repository.Head.Tip.MessageShort, StringComparison.Ordinal);
        var changed = repository.Diff.Compare<TreeChanges>(repository.Head.Tip.Parents.Single().Tree, repository.Head.Tip.Tree);
        Assert.Equal("src/utils/retry.py", Assert.Single(changed).Path);
        Assert.False(repository.RetrieveStatus().IsDirty);
    }

    [Fact]
    public void Making_it_twice_keeps_the_first()
    {
        var first = SampleRepository.Ensure(directory, TimeProvider.System);
        string Tip()
        {
            using var repository = new Repository(first.Path);
            return repository.Head.Tip.Sha;
        }

        var before = Tip();
        SampleRepository.Ensure(directory, TimeProvider.System);

        Assert.Equal(before, Tip());
    }

    [Fact]
    public void A_start_that_was_cut_short_is_made_good()
    {
        Directory.CreateDirectory(Path.Combine(directory, "sample", "orders", "src"));

        var sample = SampleRepository.Ensure(directory, TimeProvider.System);

        Assert.True(Repository.IsValid(sample.Path));
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);
}
