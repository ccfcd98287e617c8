"""What was derived from the last few plans, by their identity: a cursor move or a clock tick computes nothing twice.

For results that need several shards at once; what needs one is better held by `Shard.derive`.
"""

from collections.abc import Callable, Hashable
from typing import TypeVar

from ctotui.core.plan import Plan

T = TypeVar("T")

PLANS = 3
"""The plan on the screen, the preview of a grab, and the one before."""
RESULTS = 200
"""A plan's results are forgotten together when there are more."""

_held: list[tuple[Plan, dict[Hashable, object]]] = []


def recall(plan: Plan, key: Hashable, compute: Callable[[], T]) -> T:
    """`compute()`, or what it gave before for this very plan under `key`, which names function and arguments."""
    results = _results(plan)
    if key not in results:
        found = compute()
        if len(results) >= RESULTS:
            results.clear()
        results[key] = found
    return results[key]  # type: ignore[return-value]


def _results(plan: Plan) -> dict[Hashable, object]:
    for index, (held, results) in enumerate(_held):
        if held is plan:
            if index:
                _held.insert(0, _held.pop(index))
            return results
    _held.insert(0, (plan, {}))
    del _held[PLANS:]
    return _held[0][1]
