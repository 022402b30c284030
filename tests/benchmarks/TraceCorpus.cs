using System.Text;

namespace ChatOps.Benchmarks;

/// <summary>Texts for the trace benchmarks: plain log lines, and the traces of the test examples between them.</summary>
internal static class TraceCorpus
{
    /// <summary>A few traces that stand for each language when the examples are not at hand.</summary>
    private static readonly string[] Seeds =
    [
        "Traceback (most recent call last):\n  File \"/srv/shop/cart.py\", line 10, in price\n    return PRICES[item]\n  File \"/usr/lib/python3.12/json/decoder.py\", line 355, in raw_decode\n    raise error\nKeyError: 'rum'\n",
        "Exception in thread \"main\" java.lang.IllegalStateException: cart is broken\n\tat com.acme.shop.Cart.add(Cart.java:14)\n\tat java.base/java.lang.Thread.run(Thread.java:840)\nCaused by: java.lang.NullPointerException: no price\n\tat com.acme.shop.Cart.price(Cart.java:12)\n\t... 2 more\n",
        "TypeError: Cannot read properties of undefined (reading 'amount')\n    at Cart.price (/srv/shop/js/cart.js:5:37)\n    at Array.map (<anonymous>)\n    at async Object.total (file:///srv/shop/js/cart.js:14:34)\n    at node:internal/main/run_main_module:28:49\n",
        "panic: runtime error: index out of range [5] with length 1\n\ngoroutine 1 [running]:\ngithub.com/acme/shop/cart.(*Cart).Nth(...)\n\t/srv/shop/go/cart/cart.go:25\nmain.main()\n\t/srv/shop/go/main.go:36 +0x1d4\n",
        "System.AggregateException: One or more errors occurred. (no rum left)\n ---> Acme.OutOfStockException: no rum left\n   at Acme.Shop.Cart.<AddAsync>d__3.MoveNext() in C:\\src\\Cart.cs:line 24\n   --- End of inner exception stack trace ---\n   at System.Threading.Tasks.Task.Wait()\n   at Acme.Shop.Program.Main(String[] args) in C:\\src\\Program.cs:line 78\n",
        "cart.rb:9:in `price': undefined method `fdiv' for nil:NilClass (NoMethodError)\n\tfrom cart.rb:8:in `block in total'\n\tfrom cart.rb:31:in `<main>'\n",
        "PHP Fatal error:  Uncaught Acme\\OutOfStock: no rum left in /srv/shop/cart.php:9\nStack trace:\n#0 /srv/shop/cart.php(8): Acme\\Cart->price('rum')\n#1 [internal function]: Acme\\Cart->{closure}('rum')\n#2 {main}\n  thrown in /srv/shop/cart.php on line 9\n",
        "thread 'main' panicked at src/main.rs:13:67:\nindex out of bounds: the len is 1 but the index is 5\nstack backtrace:\n   0: rust_begin_unwind\n             at /rustc/abc/library/std/src/panicking.rs:689:5\n   1: main::Cart::nth\n             at ./src/main.rs:13:67\n",
        "** (KeyError) key \"rum\" not found in: %{\"tea\" => 3}\n    (shop 0.1.0) lib/shop/cart.ex:8: Shop.Cart.price/1\n    (elixir 1.14.0) lib/enum.ex:1658: Enum.\"-map/2-lists^map/1-0-\"/2\n",
        "==12==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000034\n    #0 0x55 in price /srv/shop/c/cart.c:7\n    #1 0x56 in main /srv/shop/c/cart.c:17:3\n",
    ];

    /// <summary>The traces of the test examples, or the built-in ones when the program runs elsewhere.</summary>
    public static IReadOnlyList<string> Examples()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var examples = Path.Combine(folder.FullName, "tests", "ChatOps.Tests", "Traces", "Examples");
            if (Directory.Exists(examples))
                return [.. Seeds, .. Directory.EnumerateFiles(examples, "*.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => File.ReadAllText(f).Split("\n==========\n")[0] + "\n")];
        }
        return Seeds;
    }

    /// <summary>About <paramref name="length"/> characters of log lines with a trace now and then, as a log that someone pastes.</summary>
    public static string Mixed(int length, int seed)
    {
        var random = new Random(seed);
        var examples = Examples();
        var text = new StringBuilder(length + 10_000);
        while (text.Length < length)
        {
            for (var line = random.Next(10, 60); line > 0; line--)
            {
                text.Append("2024-05-06T07:08:").Append(random.Next(10, 60)).Append('.').Append(random.Next(100, 1000)).Append("Z INFO  [http-nio-8080-exec-").Append(random.Next(1, 9))
                    .Append("] c.a.shop.OrderController : GET /orders/").Append(random.Next(100_000)).Append("?page=2 took ").Append(random.Next(900)).Append(" ms for customer ").Append(random.Next(5_000)).Append('\n');
            }
            text.Append(examples[random.Next(examples.Count)]);
        }
        return text.ToString();
    }
}
