"""Dependencies: what an item waits for, and the edits that say so (`Item.blocked_by`; section 4, key ``b``).

Every edit is ``(plan, …) -> plan``. What an item waits for must be open when it is added and lead to no circle; what
has ended since stays in the record and blocks no more.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from ctotui.core.errors import PlanError
from ctotui.core.memo import by_shards
from ctotui.core.model import CLOSED, Item
from ctotui.core.plan import Plan, Shard, update

LONG = 6
"""Titles of a chain that a sentence names; of more, some in the middle are left out."""


def blockers(plan: Plan, item: Item) -> list[Item]:
    """The open items that an item waits for."""
    found = [plan.find(key) for key in item.blocked_by]
    return [one for one in found if isinstance(one, Item) and one.status not in CLOSED]


@by_shards("items/", "calendar/")
def dependents(plan: Plan) -> dict[str, tuple[Item, ...]]:
    """The open items in memory that wait for something, by the id of each that they wait for."""
    found: dict[str, list[Item]] = {}
    for key, shard in plan.loaded():
        if key.startswith(("items/", "calendar/")):
            for item in shard.derive(_waiting):
                for blocker in item.blocked_by:
                    found.setdefault(blocker, []).append(item)
    return {key: tuple(items) for key, items in found.items()}


def _waiting(shard: Shard) -> list[Item]:
    """The open items of one shard that wait for something."""
    return [one for one in shard.values() if isinstance(one, Item) and one.blocked_by and one.status not in CLOSED]


def reached(plan: Plan, item_id: str) -> frozenset[str]:
    """Ids of all that waits for an item, directly or through others, and its own: what it can never wait for."""
    waiting = dependents(plan)
    found, near = {item_id}, [item_id]
    while near:
        near = [one.id for key in near for one in waiting.get(key, ()) if one.id not in found]
        found.update(near)
    return frozenset(found)


def block_by(plan: Plan, item_id: str, other_id: str, now: datetime) -> Plan:
    """Let an item wait for another one.

    Raises PlanError for itself, for what is gone, has ended or never ends, and for what waits for the item already.
    """
    item, other = plan.get(Item, item_id), plan.get(Item, other_id)
    if other_id in item.blocked_by:
        return plan
    if other_id == item_id:
        raise PlanError(f"{item.title} cannot wait for itself: choose what has to end before it.")
    for one in (item, other):
        if one.status in CLOSED:
            said = "nothing has to wait for it" if one is other else "it waits for nothing"
            raise PlanError(f"{one.title} is {one.status}: {said}. x on it opens it again.")
    if other.repeat:
        raise PlanError(f"{other.title} repeats and is never over: choose an item that ends.")
    chain = _chain(plan, other, item_id)
    if chain:
        around = spoken([item.title, *(one.title for one in chain)])
        raise PlanError(f"{around}: none could begin. b on {chain[-2].title} takes that back.")
    return update(plan, item, now, blocked_by=(*item.blocked_by, other_id))


def unblock(plan: Plan, item_id: str, other_id: str, now: datetime) -> Plan:
    """Let an item wait for another one no longer."""
    item = plan.get(Item, item_id)
    left = tuple(key for key in item.blocked_by if key != other_id)
    return plan if left == item.blocked_by else update(plan, item, now, blocked_by=left)


def toggle(plan: Plan, item_id: str, other_id: str, now: datetime) -> Plan:
    """`block_by`, or `unblock` where it waits for that already."""
    edit = unblock if other_id in plan.get(Item, item_id).blocked_by else block_by
    return edit(plan, item_id, other_id, now)


def wait_for(plan: Plan, item_id: str, others: Iterable[str], now: datetime) -> Plan:
    """Let an item wait for exactly these. Raises PlanError as `block_by` for those that are new."""
    wanted = tuple(dict.fromkeys(others))
    for key in plan.get(Item, item_id).blocked_by:
        if key not in wanted:
            plan = unblock(plan, item_id, key, now)
    for key in wanted:
        plan = block_by(plan, item_id, key, now)
    return plan


def circle(titles: Sequence[str]) -> str:
    """The sentence for items of which each waits for the next, the first and the last being the same."""
    if len(titles) == 2:
        return f"{titles[0]} waits for itself and can never begin: b on it takes that away."
    return f"{spoken(titles)}: none of them can begin. b on one takes away what it waits for; x or dd ends one."


def spoken(titles: Sequence[str]) -> str:
    """``A waits for B, that for C``; of a long chain both ends."""
    if len(titles) > LONG:
        titles = [*titles[: LONG - 2], "…", *titles[-2:]]
    return f"{titles[0]} waits for " + ", that for ".join(titles[1:])


def _chain(plan: Plan, start: Item, goal: str) -> list[Item]:
    """The shortest way from an open item along what it waits for to another one; empty where there is none."""
    before: dict[str, Item | None] = {start.id: None}
    near = [start]
    while near:
        following: list[Item] = []
        for item in near:
            for one in blockers(plan, item):
                if one.id not in before:
                    before[one.id] = item
                    following.append(one)
                if one.id == goal:
                    return _back(before, one)
        near = following
    return []


def _back(before: dict[str, Item | None], last: Item) -> list[Item]:
    chain: list[Item] = []
    at: Item | None = last
    while at is not None:
        chain.append(at)
        at = before[at.id]
    return chain[::-1]
