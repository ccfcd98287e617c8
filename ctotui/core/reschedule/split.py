"""split: one block becomes several of the same item, end to end (section 6, I5, I10)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from ctotui.core import duration
from ctotui.core.agenda import Instance
from ctotui.core.civil import clock, exactly
from ctotui.core.errors import PlanError
from ctotui.core.plan import Plan, update
from ctotui.core.reschedule.pieces import named, repeats, stored
from ctotui.core.state import Settings


def split(
    plan: Plan,
    key: str,
    settings: Settings,
    now: datetime,
    ids: Sequence[str],
    parts: int = 2,
    at: datetime | None = None,
) -> Plan:
    """Cut a block into `parts` that differ by one slot at most, the longer ones first; or in two at the wall time `at`.

    The first part keeps the id and the note, the others are called as `ids` say. All are whole slots, but the last,
    which has what is left over. Raises PlanError where a part would be shorter than a slot, and for an occurrence.
    """
    if repeats(plan, key):
        raise PlanError(
            "An occurrence of a series stays in one piece: m and K shorten it, and a makes an item for the rest."
        )
    block, one = stored(plan, key, settings)
    cuts = _even(one, parts, settings) if at is None else [_typed(one, at, settings)]
    zone = block.zone or settings.zone
    times = [named(moment, zone) for moment in (one.begins, *cuts, one.ends)]
    plan = update(plan, block, now, start=times[0], end=times[1])
    names = ids[: len(cuts)]
    return plan.put(
        *(
            replace(block, id=name, start=start, end=end, note="", extra=(), modified=now)
            for name, start, end in zip(names, times[1:-1], times[2:], strict=True)
        )
    )


def _even(one: Instance, parts: int, settings: Settings) -> list[datetime]:
    """The instants at which a block is cut into `parts`."""
    if parts < 2:
        raise PlanError("A block is split into two parts or more.")
    slots = one.minutes // settings.slot
    size, longer = divmod(slots, parts)
    if not size:
        most = f"; it makes {slots} parts at most" if slots > 1 else ""
        raise PlanError(f"{_lasts(one)}, and a part is no shorter than a slot, {duration.text(settings.slot)}{most}.")
    done = [number * size + min(number, longer) for number in range(1, parts)]
    return [one.begins + timedelta(minutes=count * settings.slot) for count in done]


def _typed(one: Instance, at: datetime, settings: Settings) -> datetime:
    """The instant of a typed time, which must leave a slot on either side."""
    cut, least = exactly(at, settings.zone), timedelta(minutes=settings.slot)
    assert isinstance(one.start, datetime)
    assert isinstance(one.end, datetime)
    if not one.begins < cut < one.ends:
        raise PlanError(
            f"{clock(at)} is not inside {one.title}, {clock(one.start)}–{clock(one.end)}: type a time there."
        )
    if min(cut - one.begins, one.ends - cut) < least:
        raise PlanError(
            f"{_lasts(one)}; cut at {clock(at)} a part of it is shorter than a slot, {duration.text(settings.slot)}."
        )
    return cut


def _lasts(one: Instance) -> str:
    return f"{one.title} lasts {duration.text(one.minutes)}"
