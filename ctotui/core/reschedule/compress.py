"""compress: the blocks that follow get shorter, each by its share, until enough time is free (section 6, I9)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from ctotui.core import duration
from ctotui.core.agenda import Instance
from ctotui.core.blocks import move_all
from ctotui.core.civil import clock, wall
from ctotui.core.errors import PlanError
from ctotui.core.plan import Plan
from ctotui.core.reschedule import room
from ctotui.core.state import Settings

FLOOR = 30
"""Minutes below which no block gets; shorter ones stay as they are."""


def compress(
    plan: Plan, since: datetime, minutes: int, settings: Settings, now: datetime, but: tuple[str, ...] = ()
) -> Plan:
    """`plan` in which what may move and begins at the instant `since` or later, that day, ends earlier.

    It gives up exactly `minutes`, rounded up to whole slots, in proportion to length; every start stays, and so do the
    ids `but`. Raises PlanError with the most that can be freed where that is too much (`at_most`).
    """
    if minutes <= 0:
        raise PlanError("Compress frees some time: say how much, such as 30m.")
    blocks = _following(plan, since, settings, now, but)
    spare = [_spare(one, settings) for one in blocks]
    wanted = room.slots_up(minutes, settings) // settings.slot
    if wanted > sum(spare):
        raise PlanError(_too_much(wanted * settings.slot, sum(spare) * settings.slot, wall(since, settings.zone)))
    shares = _shares(wanted, [one.minutes for one in blocks], spare)
    slot = timedelta(minutes=settings.slot)
    places = [(one, one.begins, one.ends - share * slot) for one, share in zip(blocks, shares, strict=True)]
    return move_all(plan, places, now, settings.zone)


def at_most(plan: Plan, since: datetime, settings: Settings, now: datetime, but: tuple[str, ...] = ()) -> int:
    """The most minutes that `compress` can free from the instant `since` on."""
    blocks = _following(plan, since, settings, now, but)
    return sum(_spare(one, settings) for one in blocks) * settings.slot


def _following(plan: Plan, since: datetime, settings: Settings, now: datetime, but: tuple[str, ...]) -> list[Instance]:
    day = wall(since, settings.zone).date()
    return [one for one in room.movables(plan, day, settings, now, but) if one.begins >= since]


def _spare(one: Instance, settings: Settings) -> int:
    """How many slots a block can give up."""
    return max((one.ends - one.begins - timedelta(minutes=FLOOR)) // timedelta(minutes=settings.slot), 0)


def _shares(wanted: int, weights: Sequence[int], most: Sequence[int]) -> list[int]:
    """`wanted`, at most the sum of `most`, in whole numbers by weight, the largest remainders rounded up.

    None is above its `most`: the others bear the rest by their weight. Of equal remainders the earlier is rounded up.
    """
    shares, left = list(most), wanted
    active = list(range(len(most)))
    while True:
        total = sum(weights[index] for index in active)
        open_ones = [index for index in active if left * weights[index] < most[index] * total]
        if len(open_ones) == len(active):
            break
        left -= sum(most[index] for index in active if index not in open_ones)
        active = open_ones
    for index in active:
        shares[index] = left * weights[index] // total
    over = left - sum(shares[index] for index in active)
    by_remainder = sorted(active, key=lambda index: (-(left * weights[index] % total), index))
    for index in by_remainder[:over]:
        shares[index] += 1
    return shares


def _too_much(wanted: int, most: int, since: datetime) -> str:
    if not most:
        return f"Nothing after {clock(since)} that may move is long enough to get shorter: {FLOOR}m is the least."
    free = duration.text(most)
    return (
        f"Compress cannot free {duration.text(wanted)} after {clock(since)}: {free} is the most, as no block gets "
        f"shorter than {FLOOR}m. Free {free}, or carry a block to another day."
    )
