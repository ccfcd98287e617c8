"""join: blocks of one item become one; the inverse of split (section 6, I5, I10)."""

from datetime import datetime, timedelta

from ctotui.core import duration
from ctotui.core.agenda import Instance, of_block
from ctotui.core.civil import WEEKDAYS, clock, day_month, day_of
from ctotui.core.errors import PlanError
from ctotui.core.plan import Plan, blocks_of, update
from ctotui.core.reschedule.pieces import held, named, repeats, stored
from ctotui.core.state import Settings


def join(plan: Plan, keys: tuple[str, ...], settings: Settings, now: datetime) -> Plan:
    """Make one block of several of the same item: it begins as the first of them does and lasts as long as all.

    It is the first of them, with the notes of all; the others go. Raises PlanError where they are not of one item, and
    where time still to come would be moved into the past.
    """
    if any(repeats(plan, key) for key in keys):
        raise PlanError("Occurrences of a series are not joined: each comes from its rule; e edits that.")
    found = [stored(plan, key, settings) for key in dict.fromkeys(keys)]
    if len(found) < 2:
        raise PlanError("Two blocks or more are joined: mark them with space, or stand on one that has a next one.")
    other = next((one for _block, one in found if one.item != found[0][1].item), None)
    if other is not None:
        raise PlanError(f"{found[0][1].title} and {other.title} are two items: only blocks of one are joined.")
    found.sort(key=lambda pair: (pair[1].begins, pair[0].id))
    first, one = found[0]
    end = one.begins + sum((each.ends - each.begins for _block, each in found), timedelta())
    _refuse_past([each for _block, each in found], one.begins, end, now)
    zone = first.zone or settings.zone
    blocks = [block for block, _each in found]
    notes = dict.fromkeys(block.note for block in blocks if block.note)
    extra = {name: value for block in reversed(blocks) for name, value in block.extra}
    return update(
        plan.drop(*(block.id for block in blocks[1:])),
        first,
        now,
        start=named(one.begins, zone),
        end=named(end, zone),
        note="; ".join(notes),
        extra=tuple(extra.items()),
    )


def following(plan: Plan, key: str, settings: Settings) -> str:
    """Id of the block that join takes where only `key` is selected: the next one of its item, on the same local day.

    Raises PlanError where there is none, and says when the item comes next.
    """
    if repeats(plan, key):
        raise PlanError("Occurrences of a series are not joined: each comes from its rule; e edits that.")
    one = held(plan, key, settings)
    blocks = [of_block(block, plan, settings.zone) for block in blocks_of(plan, one.item)]
    later = [each for each in blocks if not each.all_day and not each.fixed and _place(each) > _place(one)]
    after = min(later, key=_place, default=None)
    day = day_of(one.start)
    if after is not None and day_of(after.start) == day:
        return after.id
    none = f"No block of {one.title} follows on {WEEKDAYS[day.weekday()]} {day_month(day)}"
    if after is None:
        raise PlanError(f"{none}, and none later: there is nothing to join it with.")
    on, at = day_of(after.start), after.start
    assert isinstance(at, datetime)
    when = f"{WEEKDAYS[on.weekday()]} {day_month(on)} {clock(at)}"
    raise PlanError(f"{none}; the next is on {when}: mark both with space to join them.")


def _place(one: Instance) -> tuple[datetime, str]:
    return one.begins, one.id


def _refuse_past(found: list[Instance], begin: datetime, end: datetime, now: datetime) -> None:
    """Refuse to let work that is still to come end up in the past."""
    before = sum((max(one.ends - max(one.begins, now), timedelta()) for one in found), timedelta())
    lost = before - max(end - max(begin, now), timedelta())
    if lost > timedelta():
        minutes = duration.text(round(lost.total_seconds() / 60))
        raise PlanError(
            f"{found[0].title} began too long ago: {minutes} still to come would be moved into the past. "
            "Join the blocks that are to come."
        )
