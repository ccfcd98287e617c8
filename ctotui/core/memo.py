"""Remember what was derived from several shards, by their identity: a cursor move or a clock tick computes nothing.

What comes from one shard alone is cached by `Shard.derive`. Of what needs a whole Plan:

- `by_shards` decorates a function that reads shards of known kinds, and is worth keeping across edits of other shards:
  an entry that was added does not lay out the board again.
- `recall` keeps any result, inside a function, for as long as the plan is this very one: what reads all kinds of
  shards, or is asked for with many arguments, as a pane for each day.
"""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from ctotui.core.plan import Plan

P = ParamSpec("P")
T = TypeVar("T")

PLANS = 3
"""The plan on the screen, the preview of a grab, and the one before."""
RESULTS = 200
"""A plan's results are forgotten together when there are more."""

_held: list[tuple[Plan, dict[Hashable, object]]] = []


def by_shards(
    *prefixes: str, size: int = 4
) -> Callable[[Callable[Concatenate[Plan, P], T]], Callable[Concatenate[Plan, P], T]]:
    """Call a pure function again only when a shard whose key starts with one of `prefixes`, or an argument, differs.

    The last `size` results are kept. The function may read no other shard. A second call with the very same plan does
    not even look at the shards. What is kept is replaced, never changed, so that threads may share it.
    """

    def remember(function: Callable[Concatenate[Plan, P], T]) -> Callable[Concatenate[Plan, P], T]:
        kept: tuple[tuple[object, object, T], ...] = ()
        latest: tuple[Plan, object, T] | None = None

        @wraps(function)
        def call(plan: Plan, /, *arguments: P.args, **named: P.kwargs) -> T:
            nonlocal kept, latest
            given = (arguments, named, plan.hidden)
            seen = latest
            if seen is not None and seen[0] is plan and seen[1] == given:
                return seen[2]
            shards = [pair for pair in plan.shards.items() if pair[0].startswith(prefixes)]
            found = next((one for one in kept if one[1] == given and one[0] == shards), None)
            if found is None:
                found = (shards, given, function(plan, *arguments, **named))
                kept = (found, *kept[: size - 1])
            latest = (plan, given, found[2])
            return found[2]

        return call

    return remember


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
