"""Remember what was derived from several shards, by their identity: a cursor move computes nothing.

What comes from one shard alone is cached by `Shard.derive`; this is for what needs a whole Plan.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from ctotui.core.plan import Plan

P = ParamSpec("P")
T = TypeVar("T")


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
