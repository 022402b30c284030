using ChatOps.Adapters.Llm;
using ChatOps.Tests.Support;

namespace ChatOps.Tests.Adapters.Llm;

public class ModelPricesTests
{
    [Theory]
    [InlineData("m", 1_000_000, 0, 0, 0, 2_000_000_000)]
    [InlineData("m", 1_000_000, 1_000_000, 0, 0, 100_000_000)]
    [InlineData("m", 1_000_000, 0, 1_000_000, 0, 2_500_000_000)]
    [InlineData("m", 0, 0, 0, 1_000_000, 10_000_000_000)]
    [InlineData("M-20260101", 1, 0, 0, 1, 12_000)]
    [InlineData("m-2026-01-01", 1, 0, 0, 1, 12_000)]
    [InlineData("m-20260101-v1:0", 1, 0, 0, 1, 12_000)]
    [InlineData("m-v1:0", 1, 0, 0, 1, 12_000)]
    [InlineData("plain", 10, 5, 5, 0, 10_000)]
    public void A_cost_is_a_whole_number_of_nano_dollars(string model, long input, long cached, long write, long output, long nano)
        => Assert.Equal(nano, Prices().Cost(model, new TokenUsage(input, cached, write, output, 0)));

    [Theory]
    [InlineData("other")]
    [InlineData("m-mini")]
    [InlineData("")]
    public void A_model_without_an_entry_has_no_cost(string model) => Assert.Null(Prices().Cost(model, new TokenUsage(1, 0, 0, 1, 0)));

    [Fact]
    public void The_latest_price_that_holds_today_counts()
    {
        var prices = new ModelPrices(
            new AiOptions
            {
                Prices =
                [
                    new PriceOptions { Model = "m", Input = 3, From = new DateOnly(2026, 1, 1) },
                    new PriceOptions { Model = "m", Input = 2, From = new DateOnly(2026, 11, 22) },
                    new PriceOptions { Model = "m", Input = 1, From = new DateOnly(2026, 11, 23) },
                ],
            },
            new VirtualTime());

        Assert.Equal(2_000, prices.Cost("m", new TokenUsage(1, 0, 0, 0, 0)));
    }

    private static ModelPrices Prices() => new(
        new AiOptions { Prices = [new PriceOptions { Model = "m", Input = 2, CachedInput = 0.1m, CacheWrite = 2.5m, Output = 10 }, new PriceOptions { Model = "plain", Input = 1, Output = 2 }] },
        new VirtualTime());
}
