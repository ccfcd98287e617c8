"""A block as split, join and carry cut it: its times named in its own zone, and the refusals that they share.

Cuts are worked out in instants and written as wall times; the second showing of an hour in autumn has no name there, so
nothing is cut or ended in it.
"""

from datetime import datetime, timedelta

from ctotui.core.agenda import Instance, by_id
from ctotui.core.civil import clock, instant, wall
from ctotui.core.errors import PlanError
from ctotui.core.model import Block
from ctotui.core.plan import Plan, update
from ctotui.core.state import Settings


def held(plan: Plan, key: str, settings: Settings) -> Instance:
    """The flexible block or occurrence `key`. Raises PlanError where it is gone or fixed (M6, I2)."""
    one = by_id(plan, key, settings.zone)
    if one is None:
        raise PlanError("That block is gone: it was deleted, here or elsewhere.")
    if one.fixed:
        raise PlanError(f"{one.title} is fixed, and verbs leave it where it is: m moves your copy of it.")
    return one


def stored(plan: Plan, key: str, settings: Settings) -> tuple[Block, Instance]:
    """A flexible block with hours, as stored and as seen. Raises PlanError where it is something else."""
    one = held(plan, key, settings)
    if one.all_day:
        raise PlanError(f"{one.title} has no hours there: m, t and a time give it some.")
    return plan.get(Block, key), one


def repeats(plan: Plan, key: str) -> bool:
    """Whether `key` is an occurrence, or the own block of a series."""
    if "@" in key:
        return True
    block = plan.find(key)
    return isinstance(block, Block) and bool(getattr(plan.find(block.item), "repeat", ""))


def named(moment: datetime, zone: str) -> datetime:
    """An instant as a wall time that a record can hold. Raises PlanError in the second showing of an hour."""
    found = wall(moment, zone).replace(fold=0)
    if instant(found, zone) == moment:
        return found
    raise PlanError(
        f"It would be cut at {clock(found)} when clocks show that again, which no block can name: type another time."
    )


def shortened(plan: Plan, one: Instance, minutes: int, settings: Settings, now: datetime) -> Plan:
    """`plan` in which a stored block lasts only its first `minutes`."""
    block = plan.get(Block, one.id)
    zone = block.zone or settings.zone
    end = named(one.begins + timedelta(minutes=minutes), zone)
    return update(plan, block, now, start=named(one.begins, zone), end=end)
