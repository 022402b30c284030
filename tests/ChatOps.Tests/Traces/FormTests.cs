using ChatOps.Traces;

namespace ChatOps.Tests.Traces;

/// <summary>Forms that the examples' runtimes do not print: other locales, other engines, older versions, compilers.</summary>
public sealed class FormTests
{
    [Theory]
    [InlineData("   bei Shop.Cart.Add(String a) in C:\\src\\Cart.cs:Zeile 13.")]
    [InlineData("   à Shop.Cart.Add(String a) dans C:\\src\\Cart.cs:ligne 13")]
    [InlineData("   en Shop.Cart.Add(String a) en C:\\src\\Cart.cs:línea 13")]
    [InlineData("   в Shop.Cart.Add(String a) в C:\\src\\Cart.cs:строка 13")]
    [InlineData("   在 Shop.Cart.Add(String a) 位置 C:\\src\\Cart.cs:行号 13")]
    [InlineData("   場所 Shop.Cart.Add(String a) 場所 C:\\src\\Cart.cs:行 13")]
    [InlineData("   위치: Shop.Cart.Add(String a) 파일 C:\\src\\Cart.cs:줄 13")]
    [InlineData("   em Shop.Cart.Add(String a) na C:\\src\\Cart.cs:linha 13")]
    [InlineData("   in Shop.Cart.Add(String a) in C:\\src\\Cart.cs:riga 13")]
    [InlineData("   w Shop.Cart.Add(String a) w C:\\src\\Cart.cs:wiersz 13")]
    [InlineData("  at Shop.Cart.Add (System.String a) [0x0002e] in C:\\src\\Cart.cs:13")]
    [InlineData("  at Shop.Cart+<Add>c__async0.MoveNext () [0x0016d] in C:\\src\\Cart.cs:13")]
    [InlineData("   at Shop.Cart.<>c__DisplayClass5_0.<Add>b__1(String a) in C:\\src\\Cart.cs:line 13")]
    [InlineData("   at Shop.Cart.<>c.<<Add>b__4_0>d.MoveNext() in C:\\src\\Cart.cs:line 13")]
    [InlineData("   at Shop.Cart`1.<Add>d__12`2.MoveNext() in C:\\src\\Cart.cs:line 13")]
    [InlineData("   at Shop.Cart.<Place>g__Add|5_0(String a, <>c__DisplayClass5_0& ) in C:\\src\\Cart.cs:line 13")]
    public void A_dotnet_frame_is_read_in_any_language(string frame)
    {
        var read = Assert.Single(Assert.Single(TraceParser.Parse("System.Exception: x\n" + frame).Traces).Frames);

        Assert.Equal(("C:/src/Cart.cs", 13, "Shop.Cart", "Add"), (read.Path, read.Line, read.Type, read.Function));
    }

    [Fact]
    public void A_translated_inner_exception_ends_where_the_runtime_says()
    {
        var trace = Assert.Single(TraceParser.Parse("System.Exception: außen ---> System.IO.IOException: innen\n   bei A.B.C() in c.cs:Zeile 1.\n   --- Ende der internen Ausnahmestapelüberwachung ---\n   bei A.B.D() in c.cs:Zeile 2.").Traces);

        Assert.Equal(("außen", "D"), (trace.Message, Assert.Single(trace.Frames).Function));
        Assert.Equal(("innen", "C"), (trace.Related[0].Trace.Message, Assert.Single(trace.Related[0].Trace.Frames).Function));
    }

    [Theory]
    [InlineData("place@https://shop.example/js/cart.js:12:3", "https://shop.example/js/cart.js", 12, 3, "place")]
    [InlineData("place/<@https://shop.example/js/cart.js?v=7:12:3", "https://shop.example/js/cart.js", 12, 3, "place")]
    [InlineData("@file:///srv/cart.js:12:3", "file:///srv/cart.js", 12, 3, null)]
    [InlineData("global code@http://localhost:8081/index.bundle?platform=ios:12:3", "http://localhost:8081/index.bundle", 12, 3, "global code")]
    [InlineData("    at place (webpack-internal:///./src/cart.ts?ab12:12:3)", "webpack-internal:///./src/cart.ts", 12, 3, "place")]
    [InlineData("    at async Promise.all (index 0)", null, null, null, "all")]
    [InlineData("    at place (address at index.android.bundle:1:234)", "index.android.bundle", 1, 234, "place")]
    [InlineData("    at C:\\srv\\my shop\\cart.js:12:3", "C:/srv/my shop/cart.js", 12, 3, null)]
    public void A_script_frame_is_read_from_any_engine(string frame, string? path, int? line, int? column, string? function)
    {
        var read = Assert.Single(TraceParser.Parse("TypeError: x is undefined\n" + frame).Traces).Frames[0];

        Assert.Equal((path, line, column, function), (read.Path, read.Line, read.Column, read.Function));
    }

    [Theory]
    [InlineData("\tat com.acme.CartKt$load$2.invokeSuspend(Cart.kt:12)", "com.acme.CartKt", "load")]
    [InlineData("\tat com.acme.Cart$.$anonfun$total$1(Cart.scala:12)", "com.acme.Cart", "$anonfun$total$1")]
    [InlineData("\tat app//com.acme.Cart.lambda$total$0(Cart.java:12) ~[shop.jar!/:1.2]", "com.acme.Cart", "total")]
    [InlineData("\tat com.acme.Cart$$Lambda$14/0x0000000800c03000.apply(Cart.java:12)", "com.acme.Cart", "apply")]
    [InlineData("\tat com.acme.Cart$$EnhancerBySpringCGLIB$$1a2b.total(Cart.java:12)", "com.acme.Cart", "total")]
    [InlineData("\tat java.base@21/com.acme.Cart$Line.<init>(Cart.java:12)", "com.acme.Cart$Line", "<init>")]
    public void A_jvm_frame_loses_what_the_compiler_added(string frame, string type, string function)
    {
        var read = Assert.Single(Assert.Single(TraceParser.Parse("java.lang.Error: x\n" + frame).Traces).Frames);

        Assert.Equal((12, type, function), (read.Line, read.Type, read.Function));
    }

    [Theory]
    [InlineData("src/app.ts(12,5): error TS2304: Cannot find name 'x'.", "error TS2304 | Cannot find name 'x'. | src/app.ts:12:5")]
    [InlineData("src/app.ts:12:5 - error TS2304: Cannot find name 'x'.", "error TS2304 | Cannot find name 'x'. | src/app.ts:12:5")]
    [InlineData("C:\\src\\Cart.cs(12,34): error CS0103: no name [C:\\src\\shop.csproj]", "error CS0103 | no name [C:\\src\\shop.csproj] | C:/src/Cart.cs:12:34")]
    [InlineData("cart.c:12:3: error: expected ';'", "error - | expected ';' | cart.c:12:3")]
    [InlineData("./main.go:12:3: undefined: cart", "error - | undefined: cart | ./main.go:12:3")]
    [InlineData("Cart.java:12: error: cannot find symbol", "error - | cannot find symbol | Cart.java:12")]
    [InlineData("[ERROR] /src/Cart.java:[12,3] cannot find symbol", "error - | cannot find symbol | /src/Cart.java:12:3")]
    [InlineData("error[E0425]: cannot find value `x`\n --> src/main.rs:4:5", "error E0425 | cannot find value `x` | src/main.rs:4:5")]
    [InlineData("botocore.exceptions.ClientError: An error occurred (ThrottlingException) when calling the Scan operation: slow down", "error ThrottlingException | An error occurred (ThrottlingException) when calling the Scan operation: slow down")]
    [InlineData("Everything went fine, no errors were found.", "")]
    public void An_error_line_is_read_with_its_place(string line, string expected) => Assert.Equal(expected, Rendered.Text(TraceParser.Parse(line)));

    [Fact]
    public void A_reversed_ruby_trace_is_turned_around()
    {
        var parsed = TraceParser.Parse("Traceback (most recent call last):\n\t1: from cart.rb:8:in `total'\ncart.rb:9:in `price': no price (KeyError)\n");

        Assert.Equal("Ruby KeyError | no price\n  cart.rb:9 - price\n  cart.rb:8 - total", Rendered.Text(parsed));
    }

    [Theory]
    [InlineData("Stack trace:\n#0 {main}\n")]
    [InlineData("Traceback (most recent call last):\n")]
    public void A_stack_without_a_frame_or_a_name_stays_within_the_text(string text) =>
        Assert.All(TraceParser.Parse(text).Traces, t => Assert.InRange(t.FirstLine, 1, 2));

    [Fact]
    public void A_test_runners_source_lines_are_not_part_of_the_message()
    {
        var parsed = TraceParser.Parse("    TypeError: x is undefined\n\n      3 | export function price() {\n    > 4 |   return x.y;\n        |          ^\n\n      at price (src/cart.ts:4:10)\n");

        Assert.Equal("JavaScript TypeError | x is undefined\n  src/cart.ts:4:10 - price", Rendered.Text(parsed));
    }

    [Fact]
    public void A_browsers_words_before_the_type_are_not_the_type()
    {
        var trace = Assert.Single(TraceParser.Parse("Uncaught (in promise) TypeError: x is undefined\n    at price (app.js:4:10)").Traces);

        Assert.Equal(("TypeError", "x is undefined"), (trace.Type, trace.Message));
    }

    [Fact]
    public void A_pytest_report_is_read()
    {
        var parsed = TraceParser.Parse("tests/test_cart.py:4: in test_total\n    cart.total()\nshop/cart.py:8: in total\n    return PRICES[item]\nE   KeyError: 'rum'\n");

        Assert.Equal("Python KeyError | 'rum'\n  shop/cart.py:8 - total\n  tests/test_cart.py:4 - test_total", Rendered.Text(parsed));
    }

    [Fact]
    public void A_long_pytest_report_is_read_with_its_functions_and_its_whole_message()
    {
        var parsed = TraceParser.Parse("""
            =================================== FAILURES ===================================
            __________________________________ test_total __________________________________

                def test_total():
            >       assert total(["rum"]) == 2

            tests/test_cart.py:4: 
            _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _

            items = ['rum']

                def total(items):
            >       return sum(PRICES[item] for item in items)
            E       shop.errors.NoPriceError: rum
            E       has no price

            shop/cart.py:8: NoPriceError
            ___________________________________ test_tax ___________________________________

                def test_tax():
            >       tax(None)

            tests/test_cart.py:9: TypeError
            =========================== short test summary info ============================
            """);

        Assert.Equal("Python NoPriceError | rum\\nhas no price\n  shop/cart.py:8 - total\n  tests/test_cart.py:4 - test_total\nPython TypeError | \n  tests/test_cart.py:9 - test_tax", Rendered.Text(parsed with { Errors = [] }));
        Assert.Equal("return sum(PRICES[item] for item in items)", parsed.Traces[0].Frames[0].Code);
    }

    [Theory]
    [InlineData("shop/cart.py:8: error: Incompatible return value type")]
    [InlineData("shop/cart.py:8: DeprecationWarning: old")]
    [InlineData("shop/cart.py:8:5: E225 missing whitespace")]
    public void What_a_linter_says_is_no_report_of_pytest(string line) => Assert.Empty(TraceParser.Parse(line).Traces);

    [Fact]
    public void A_stack_copied_from_a_browsers_console_is_read()
    {
        var parsed = TraceParser.Parse("Uncaught TypeError: order is undefined\n    render https://shop.example/js/order.js:14\n    async*load https://shop.example/js/main.js:3\n    <anonymous> https://shop.example/js/main.js:9\n");

        Assert.Equal("JavaScript TypeError | order is undefined\n  https://shop.example/js/order.js:14 - render\n  https://shop.example/js/main.js:3 - load\n  https://shop.example/js/main.js:9 - -", Rendered.Text(parsed));
    }

    [Fact]
    public void A_frame_without_a_place_does_not_take_the_next_ones()
    {
        var parsed = TraceParser.Parse("==1==ERROR: AddressSanitizer: heap-use-after-free on address 0x60\n    #0 0x4f1b2b in parse /srv/parse.c:88:12\nfreed by thread T0 here:\n    #0 0x4c1e2f in free (/srv/app+0x4c1e2f)\n    #1 0x4f1a00 in drop /srv/parse.c:60:3\n");

        Assert.Equal(["free", "drop"], Assert.Single(parsed.Traces).Related[0].Trace.Frames.Select(frame => frame.Function));
    }

    [Fact]
    public void A_pkg_errors_stack_takes_the_message_above_it()
    {
        var parsed = TraceParser.Parse("no such order\nmain.find\n\t/srv/main.go:12\nmain.main\n\t/srv/main.go:30\nruntime.goexit\n\t/usr/local/go/src/runtime/asm_amd64.s:1594\n");

        Assert.Equal("Go - | no such order\n  /srv/main.go:12 - find\n  /srv/main.go:30 - main\n  /usr/local/go/src/runtime/asm_amd64.s:1594 - goexit runtime", Rendered.Text(parsed));
    }

    [Theory]
    [InlineData("order 4711 of user 'ann' failed after 3.5s", "order 9 of user 'bob' failed after 12s", true)]
    [InlineData("id 123e4567-e89b-12d3-a456-426614174000 at 2024-05-06T07:08:09Z", "id 00000000-e89b-12d3-a456-426614174999 at 2025-01-01T00:00:00.1Z", true)]
    [InlineData("segfault at 0x7ffe12 in /srv/a/cart.so", "segfault at 0xdead in /opt/b/cart.so", true)]
    [InlineData("no utf8 here", "no utf16 here", false)]
    public void Messages_that_differ_only_in_values_become_equal(string one, string other, bool equal) =>
        Assert.Equal(equal, MessageNormalizer.Normalize(one) == MessageNormalizer.Normalize(other));

    [Fact]
    public void A_source_map_leads_back_to_the_source()
    {
        // Generated line 1 column 1 is cart.ts 1:1; column 9 is cart.ts 1:9 named "total"; line 2 column 1 is till.ts 3:5.
        var map = SourceMap.TryParse("""{"version":3,"sourceRoot":"src","sources":["cart.ts","till.ts"],"names":["total"],"mappings":"AAAA,QAAQA;ACEJ"}""")!;

        Assert.Equal(new SourcePlace("src/cart.ts", 1, 1, null), map.Find(1, 4));
        Assert.Equal(new SourcePlace("src/cart.ts", 1, 9, "total"), map.Find(1, 9));
        Assert.Equal("src/till.ts", map.Find(2, 1)?.Source);
        Assert.Null(map.Find(3, 1));
        Assert.Null(SourceMap.TryParse("{\"mappings\":\"!\"}"));
    }
}
