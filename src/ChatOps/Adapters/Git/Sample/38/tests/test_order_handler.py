from src.handlers.order_handler import total_cents


def test_the_total_is_price_times_quantity():
    assert total_cents([{"price_cents": 250, "quantity": 2}, {"price_cents": 100, "quantity": 1}]) == 600
