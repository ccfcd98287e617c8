"""What is planned ahead, by item: what the tray and auto-plan take off an estimate."""

from datetime import UTC, datetime, timedelta

from ctotui.core.model import Block, Item
from ctotui.core.plan import Plan
from ctotui.core.tray import ahead

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)


def test_of_a_block_that_is_on_only_the_rest_is_ahead_and_of_one_that_is_over_nothing() -> None:
    start = datetime(2026, 3, 10, 8, 30)
    plan = Plan({}).put(
        Item("i1", "One"),
        Block("b0", "i1", start - timedelta(hours=4), start, "UTC"),
        Block("b1", "i1", start, start + timedelta(hours=1), "UTC"),
        Block("b2", "i1", start + timedelta(days=40), start + timedelta(days=40, minutes=45), "UTC"),
        Block("b3", "i1", start.date(), start.date() + timedelta(days=1)),
        Block("b4", "i2", start, start + timedelta(hours=1), "America/New_York"),
    )
    assert ahead(plan, NOW, "UTC") == {"i1": 75, "i2": 60}
    assert ahead(plan, NOW + timedelta(days=60), "UTC") == {}
