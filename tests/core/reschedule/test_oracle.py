"""Auto-plan beside the best plan of small days (`oracle`), a few of them; by hand it runs on thousands."""

from datetime import UTC, datetime
from statistics import mean

from ctotui.core.model import Block, Item
from ctotui.core.plan import Plan
from tests.core.reschedule import oracle, rules
from tests.core.reschedule.rules import Problem


def test_auto_plan_is_legal_never_better_than_the_best_and_near_it() -> None:
    """I13."""
    ratios = []
    for asked, own, best in oracle.compare(range(30)):
        assert rules.breaches(asked, own) == rules.envies(asked, own) == []
        assert rules.breaches(asked, best) == []
        ratios.append(oracle.value(asked, own) / oracle.value(asked, best))
    assert len(ratios) == 30
    assert max(ratios) <= 1
    assert mean(ratios) > 0.9


def test_the_oracle_finds_what_auto_plan_must_leave_out() -> None:
    """A low one that is late comes first by its slack, and takes the only hour from one that is urgent."""
    plan = Plan({}).put(
        Item("ibusy", "Busy", kind="meeting"),
        Block("b1", "ibusy", datetime(2026, 3, 10, 9), datetime(2026, 3, 10, 16), oracle.ZONE),
    )
    late = Item("ilow", "Low", status="next", estimate=60, priority="low", due=oracle.DAY)
    urgent = Item("iurgent", "Urgent", status="next", estimate=60, priority="urgent", due=oracle.DAY)
    now = datetime(2026, 3, 10, 6, tzinfo=UTC)
    asked = Problem(plan.put(late, urgent), [late, urgent], [oracle.DAY], oracle.SETTINGS, now)
    best = oracle.Oracle(asked, 0).solve()
    assert [one.item for one in best] == ["iurgent"]
    assert rules.breaches(asked, best) == []
