"""What was derived from a plan is remembered by the plan's identity."""

from ctotui.core.memo import PLANS, RESULTS, recall
from ctotui.core.plan import Plan


def test_it_computes_once_a_plan_and_key() -> None:
    calls: list[int] = []
    plan, other = Plan({}), Plan({})
    for one in (plan, plan, other, plan):
        recall(one, "sum", lambda: calls.append(1))
    recall(plan, "other", lambda: calls.append(2))
    assert calls == [1, 1, 2]


def test_plans_and_results_are_forgotten_in_time() -> None:
    first = Plan({})
    assert recall(first, "key", lambda: 1) == 1
    for _ in range(PLANS):
        recall(Plan({}), "key", lambda: 2)
    assert recall(first, "key", lambda: 3) == 3
    for number in range(RESULTS):
        recall(first, number, lambda: 0)
    assert recall(first, "key", lambda: 4) == 4
