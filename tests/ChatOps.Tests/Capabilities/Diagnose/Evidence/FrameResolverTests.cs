using ChatOps.Capabilities.Diagnose.Evidence;
using ChatOps.Tests.Adapters.Git;
using ChatOps.Traces;

namespace ChatOps.Tests.Capabilities.Diagnose.Evidence;

public sealed class FrameResolverTests : IDisposable
{
    private readonly TemporaryRepository repository = new();

    public void Dispose() => repository.Dispose();

    [Theory]
    [InlineData(TraceLanguage.Python, "/app/src/orders/api.py", "src/orders/api.py")]
    [InlineData(TraceLanguage.Python, "/var/task/src/orders/api.py", "src/orders/api.py")]
    [InlineData(TraceLanguage.Python, "src/orders/api.py", "src/orders/api.py")]
    [InlineData(TraceLanguage.Python, "C:\\build\\agent\\src\\orders\\api.py", "src/orders/api.py")]
    [InlineData(TraceLanguage.Python, "/usr/lib/python3.11/site-packages/orders/api.py", "src/orders/api.py")]
    [InlineData(TraceLanguage.Python, "/usr/lib/python3.11/site-packages/requests/api.py", null)]
    [InlineData(TraceLanguage.Python, "/usr/lib/python3.11/json/decoder.py", null)]
    [InlineData(TraceLanguage.Python, "/opt/elsewhere/api.py", null)]
    [InlineData(TraceLanguage.JavaScript, "/usr/src/app/dist/cart/total.js", "web/src/cart/total.ts")]
    [InlineData(TraceLanguage.JavaScript, "webpack:///./src/cart/total.ts?a1b2", "web/src/cart/total.ts")]
    [InlineData(TraceLanguage.JavaScript, "/app/node_modules/lodash/total.js", null)]
    [InlineData(TraceLanguage.JavaScript, "node:internal/process/task_queues", null)]
    [InlineData(TraceLanguage.Go, "/go/src/github.com/acme/acme/daemon/mounts.go", "daemon/mounts.go")]
    [InlineData(TraceLanguage.Go, "/go/src/github.com/oldname/old/daemon/mounts.go", "daemon/mounts.go")]
    [InlineData(TraceLanguage.Go, "/usr/local/go/src/runtime/panic.go", null)]
    [InlineData(TraceLanguage.Go, "/src/vendor/github.com/x/y/daemon/mounts.go", null)]
    [InlineData(TraceLanguage.Ruby, "/usr/local/bundle/gems/acme-1.2.3/lib/acme/till.rb", "lib/acme/till.rb")]
    [InlineData(TraceLanguage.Ruby, "/usr/local/bundle/gems/rack-2.2/lib/rack/till.rb", null)]
    [InlineData(TraceLanguage.DotNet, "/home/runner/work/acme/acme/src/Acme/Basket.cs", "src/Acme/Basket.cs")]
    [InlineData(TraceLanguage.Python, "/app/manage.py", "manage.py")]
    public async Task A_printed_path_is_placed_in_the_repository_or_left_alone(TraceLanguage language, string path, string? expected)
    {
        foreach (var file in new[] { "src/orders/api.py", "web/src/cart/total.ts", "daemon/mounts.go", "panic.go", "lib/acme/till.rb", "src/Acme/Basket.cs", "manage.py", "decoder.py" }) repository.Write(file, "x\n");
        repository.Commit("First");

        Assert.Equal(expected, await ResolveAsync(new Frame { Path = path.Replace('\\', '/'), TextLine = 1, IsRuntime = path.StartsWith("/usr/local/go", StringComparison.Ordinal) }, language));
    }

    [Fact]
    public async Task A_java_frame_is_placed_by_package_and_file_and_a_dotnet_frame_without_a_file_by_namespace_and_type()
    {
        repository.Write("server/src/main/java/com/acme/orders/Store.java", "x");
        repository.Write("server/src/main/java/com/acme/other/Store.java", "x");
        repository.Write("src/Acme.Orders/Checkout/Basket.cs", "x");
        repository.Write("src/Acme.Orders/Basket.Parts.cs", "x");
        repository.Commit("First");

        Assert.Equal("server/src/main/java/com/acme/orders/Store.java", await ResolveAsync(new Frame { Path = "Store.java", Type = "com.acme.orders.Store$Inner", Function = "get", TextLine = 1 }, TraceLanguage.Java));
        Assert.Null(await ResolveAsync(new Frame { Path = "Store.java", Type = "org.elsewhere.Store", Function = "get", TextLine = 1 }, TraceLanguage.Java));
        Assert.Equal("src/Acme.Orders/Checkout/Basket.cs", await ResolveAsync(new Frame { Type = "Acme.Orders.Checkout.Basket", Function = "Add", TextLine = 1 }, TraceLanguage.DotNet));
        Assert.Null(await ResolveAsync(new Frame { Type = "System.Collections.Generic.List", Function = "Add", TextLine = 1 }, TraceLanguage.DotNet));
    }

    private async Task<string?> ResolveAsync(Frame frame, TraceLanguage language)
    {
        var snapshot = await repository.OpenAsync();
        var file = new FrameResolver(snapshot.Tree, "acme").Resolve(frame, language);
        return file < 0 ? null : snapshot.Paths[file];
    }
}
