using System.Text;
using ChatOps.Adapters.Git.Index;

namespace ChatOps.Tests.Adapters.Git;

public sealed class IndexTests : IDisposable
{
    private readonly TemporaryRepository repository = new();

    public void Dispose() => repository.Dispose();

    [Fact]
    public async Task Symbols_are_found_in_many_languages()
    {
        repository.Write("a.py", "class Order(Base):\n    async def put_item(self):\n        pass\n");
        repository.Write("b.cs", "namespace X;\npublic sealed partial class Basket : Container\n{\n    public async Task<int> CountAsync(int a)\n    {\n        return Compute(a);\n    }\n}\n");
        repository.Write("c.go", "func (s *Server) Handle(w int) error {\n}\ntype Server struct {\n}\n");
        repository.Write("d.ts", "export default class Cart extends Thing {\n  addItem(x) {\n  }\n}\nexport const total = (a) => a;\n");
        repository.Write("e.rb", "module Shop\n  class Shop::Till < Box\n    def self.open_up\n");
        repository.Write("f.java", "public final class Depot {\n    private static List<String> names(int a) {\n");
        repository.Commit("First");

        var index = await (await repository.OpenAsync()).IndexAsync(CancellationToken.None);

        foreach (var (name, path, line, kind) in new[] { ("Order", "a.py", 1, SymbolKind.Type), ("put_item", "a.py", 2, SymbolKind.Function), ("Basket", "b.cs", 2, SymbolKind.Type), ("CountAsync", "b.cs", 4, SymbolKind.Function), ("Handle", "c.go", 1, SymbolKind.Function), ("Server", "c.go", 3, SymbolKind.Type), ("Cart", "d.ts", 1, SymbolKind.Type), ("addItem", "d.ts", 2, SymbolKind.Function), ("total", "d.ts", 5, SymbolKind.Function), ("Till", "e.rb", 2, SymbolKind.Type), ("open_up", "e.rb", 3, SymbolKind.Function), ("Depot", "f.java", 1, SymbolKind.Type), ("names", "f.java", 2, SymbolKind.Function), ("Container", "b.cs", 2, SymbolKind.Base) })
        {
            var found = Assert.Single(index.Definitions(name));
            Assert.Equal((path, line, kind), (index.Tree.Paths[index.Files[found.At]], found.Line, found.Kind));
        }
        Assert.Empty(index.Definitions("Compute"));
    }

    [Fact]
    public async Task Identifiers_and_their_parts_are_counted()
    {
        repository.Write("a.py", "putItem(put_item, HTTPServer)\nputItem()\n");
        repository.Commit("First");

        var index = await (await repository.OpenAsync()).IndexAsync(CancellationToken.None);

        Assert.Equal([(0, 2)], index.Occurrences(Term.Identifier("putItem")));
        Assert.Equal([(0, 3)], index.Occurrences(Term.Word("item")));
        Assert.Equal([(0, 1)], index.Occurrences(Term.Word("server")));
        Assert.Empty(index.Occurrences(Term.Identifier("putitem")));
    }

    [Fact]
    public async Task A_second_process_reads_the_index_from_disk_and_reads_only_new_files_from_git()
    {
        repository.Write("a.py", "def first(): pass\n");
        repository.Commit("First");
        await (await repository.OpenAsync()).IndexAsync(CancellationToken.None);
        var file = IndexFile();
        var before = new FileInfo(file).Length;
        repository.Write("b.py", "def second(): pass\n");
        repository.Commit("Second");

        var answer = await repository.NewStore().OpenAsync(repository.Ref, null, CancellationToken.None);
        var index = await answer.Value!.IndexAsync(CancellationToken.None);

        Assert.Single(index.Definitions("first"));
        Assert.Single(index.Definitions("second"));
        Assert.InRange(new FileInfo(file).Length, before + 1, before + 200);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(60)]
    public async Task An_index_that_a_crash_cut_short_is_repaired(int bytes)
    {
        repository.Write("a.py", "def first(): pass\n");
        repository.Write("b.py", "def second(): pass\n");
        repository.Commit("First");
        await (await repository.OpenAsync()).IndexAsync(CancellationToken.None);
        using (var file = new FileStream(IndexFile(), FileMode.Open)) file.SetLength(file.Length - bytes);

        var index = await (await repository.NewStore().OpenAsync(repository.Ref, null, CancellationToken.None)).Value!.IndexAsync(CancellationToken.None);

        Assert.Single(index.Definitions("first"));
        Assert.Single(index.Definitions("second"));
    }

    [Fact]
    public async Task An_index_that_was_damaged_is_read_anew()
    {
        repository.Write("a.py", "def first(): pass\n");
        repository.Commit("First");
        await (await repository.OpenAsync()).IndexAsync(CancellationToken.None);
        File.WriteAllBytes(IndexFile(), Encoding.ASCII.GetBytes(new string('?', 500)));

        var index = await (await repository.NewStore().OpenAsync(repository.Ref, null, CancellationToken.None)).Value!.IndexAsync(CancellationToken.None);

        Assert.Single(index.Definitions("first"));
    }

    [Fact]
    public async Task Tests_documents_vendored_minified_and_huge_files_are_left_out()
    {
        repository.Write("src/a.py", "def marker(): pass\n");
        repository.Write("tests/test_a.py", "def marker(): pass\n");
        repository.Write("docs/a.py", "def marker(): pass\n");
        repository.Write("vendor/a.py", "def marker(): pass\n");
        repository.Write("src/big.js", "function marker() {\n" + new string('x', 30_000));
        repository.Write("src/a.min.js", "function marker() {\n");
        repository.Write("src/huge.py", "def marker(): pass\n" + string.Concat(Enumerable.Repeat("x = 1\n", 200_000)));
        repository.Commit("First");

        var index = await (await repository.OpenAsync()).IndexAsync(CancellationToken.None);

        Assert.Equal(["src/a.py"], index.Definitions("marker").Select(found => index.Tree.Paths[index.Files[found.At]]));
    }

    [Theory]
    [InlineData("src/app.py", "Code")]
    [InlineData("src/latest/contest.py", "Code")]
    [InlineData("Acme.Tests/OrderTests.cs", "Test")]
    [InlineData("src/order_test.go", "Test")]
    [InlineData("pkg/acme-test-kit/a.go", "Test")]
    [InlineData("main.tf", "Config")]
    [InlineData("README.md", "Other")]
    [InlineData("docs/conf.py", "Other")]
    [InlineData("logo.png", "Other")]
    [InlineData("package-lock.json", "Other")]
    public void A_path_tells_what_a_file_is_for(string path, string kind) => Assert.Equal(kind, PathKinds.Of(path).ToString());

    private string IndexFile() => Directory.EnumerateFiles(Path.Combine(repository.Root, "data", "index"), "*.idx", SearchOption.AllDirectories).Single();
}
